"""Learners’ questions about paragraphs, answered by trainers."""
