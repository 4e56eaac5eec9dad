"""Releases of courses and guidelines: proposals, plans, exceptions."""
