"""Side-by-side translation of pages and questions; only changed segments are open."""
