"""Language parity of pages and questions: missing, outdated, in review or equal."""
