"""The record store at the desk: statements, keys of other systems, other stores."""
