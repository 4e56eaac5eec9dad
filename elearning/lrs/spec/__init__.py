"""The data model of xAPI 1.0.3 and 2.0.0, in plain Python."""
