"""Access to the record store: credentials and their rates."""
