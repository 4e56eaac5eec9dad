"""The desk of the question bank: states of questions, and questions that leaked."""
