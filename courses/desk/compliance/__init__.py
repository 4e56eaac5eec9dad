"""Compliance: who holds which training, in tables and as a map."""
