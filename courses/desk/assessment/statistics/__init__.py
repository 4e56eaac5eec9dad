"""Statistics of questions and exams, with a guide to reading them."""
