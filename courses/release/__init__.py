"""Approval and release of course editions."""
