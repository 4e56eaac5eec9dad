"""What is not kept, in whole sentences."""


class UnsentError(Exception):
    """A refusal to keep what was typed; it stays on the page, and can be sent as ever."""
