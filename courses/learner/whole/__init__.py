"""The whole training record of one person, signed, for her to take away."""
