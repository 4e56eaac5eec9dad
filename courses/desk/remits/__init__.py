"""Course remits of trainers."""
