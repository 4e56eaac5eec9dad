"""Provisions offered while a citation is typed."""
