"""Classroom courses at the desk: sessions, seats, attendance."""
