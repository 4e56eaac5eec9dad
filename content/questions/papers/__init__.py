"""The questions of a paper chosen by hand, in the studio."""
