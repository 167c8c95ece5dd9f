"""Makes the catalogue findable and owns the index. Knows no person, no page."""
