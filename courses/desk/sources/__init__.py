"""Sources: provisions, their changes, and the content that cites them."""
