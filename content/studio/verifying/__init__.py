"""Facts to verify, as the authors of the studio see them."""
