"""Provisions suggested while a citation is typed."""
