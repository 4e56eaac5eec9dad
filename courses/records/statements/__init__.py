"""xAPI statements about courses, exams and certificates."""
