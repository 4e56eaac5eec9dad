"""Errors of accounts."""


class AccountError(Exception):
    """A refusal that says what is wrong and what to do next."""


class ActivationError(AccountError):
    """An invalid one-time code."""
