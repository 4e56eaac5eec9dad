"""Compliance with training requirements, in tables and as a heat map."""
