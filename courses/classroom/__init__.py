"""Classroom courses: sessions, seats and attendance, managed by HR."""
