"""Exams at the desk: attempts of learners, grants, and sittings."""
