"""What rests on what: from a clause to lessons, questions, certificates and people."""
