"""Practice observed by a colleague, with its own validity (curriculum R14)."""
