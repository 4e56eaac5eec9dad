"""Translate a page or a question side by side: only what has changed stands open."""
