"""The desk of what certificates look like."""
