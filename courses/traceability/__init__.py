"""Traceability from clauses to lessons, questions, certificates and people."""
