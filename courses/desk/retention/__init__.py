"""The desk of retention: what is kept for how long, what went, and what is on hold."""
