"""Accounts: activation letters, second factors, changes that wait for a second administrator."""
