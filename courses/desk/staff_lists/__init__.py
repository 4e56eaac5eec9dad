"""Screens of staff lists: brought in, compared, confirmed, followed."""
