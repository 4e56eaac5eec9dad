"""Exports of statements to files."""
