"""Courses held in a classroom: sessions, seats, who was there (records by HR)."""
