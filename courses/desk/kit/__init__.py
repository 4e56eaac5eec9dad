"""Shared parts of desk screens: access, form pages, decisions, tables."""
