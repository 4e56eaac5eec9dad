"""Sources: provisions, their changes and what cites them."""
