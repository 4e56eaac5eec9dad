"""What the account office refuses, in whole sentences."""


class AccountError(Exception):
    """A refusal that says what is wrong and what to do next."""


class ActivationError(AccountError):
    """A one-time code that opens nothing."""
