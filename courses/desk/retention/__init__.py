"""Retention at the desk: periods, past removals, legal holds."""
