"""The desk of courses held in a classroom: sessions, seats, attendance."""
