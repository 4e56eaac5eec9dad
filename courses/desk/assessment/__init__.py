"""The desk of the exams: what trainers see of questions and attempts."""
