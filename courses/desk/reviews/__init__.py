"""Safeguard reviews at the desk: the waiting list, and the checklist."""
