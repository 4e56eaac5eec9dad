"""The whole training record of one person, signed, for download."""
