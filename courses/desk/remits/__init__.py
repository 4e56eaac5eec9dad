"""Remits over parts of the service and over courses."""
