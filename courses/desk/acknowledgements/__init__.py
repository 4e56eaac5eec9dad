"""Acknowledgements of guidelines: who has read what, and reading duties."""
