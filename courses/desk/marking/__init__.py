"""Marking of open answers by trainers."""
