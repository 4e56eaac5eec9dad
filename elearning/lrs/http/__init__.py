"""Requests to the record store and its responses."""
