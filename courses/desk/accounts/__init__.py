"""Accounts: activation letters, second factors, and changes by two administrators."""
