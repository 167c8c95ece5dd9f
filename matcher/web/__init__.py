"""Pages and API: the only room that knows Flask."""
