"""The question bank at the desk: states of questions, and leaked questions."""
