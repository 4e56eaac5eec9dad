"""Statistics of questions and exams, with a guide to read them by."""
