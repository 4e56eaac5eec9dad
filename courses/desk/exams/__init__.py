"""The desk of exams: attempts of learners, what is granted to them, and sittings."""
