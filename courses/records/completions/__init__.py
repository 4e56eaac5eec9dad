"""Completions of courses: recorded, corrected, withdrawn."""
