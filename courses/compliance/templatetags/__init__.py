"""Template tags for standings."""
