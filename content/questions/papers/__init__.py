"""Choice of an exam’s questions by hand, in the studio."""
