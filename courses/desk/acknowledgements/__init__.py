"""Acknowledgements of guidelines, and reading duties."""
