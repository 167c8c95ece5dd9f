"""A person and a goal become ranked courses with reasons. Only `web` knows Flask."""
