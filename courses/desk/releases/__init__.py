"""Releases of courses: proposals, plans, exceptions."""
