"""Statements: parsed, resolved, stored and queried."""
