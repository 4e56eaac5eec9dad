"""Access to the record store: credentials, tokens and their scope."""
