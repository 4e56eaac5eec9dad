"""The desk on which trainers mark open answers."""
