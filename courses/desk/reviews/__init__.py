"""Safeguard reviews at the desk: what waits, and the checklist beside what is read."""
