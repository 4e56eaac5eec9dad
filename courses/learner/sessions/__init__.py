"""Classroom sessions from the learner’s side."""
