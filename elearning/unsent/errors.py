"""What is not kept, in whole sentences."""


class UnsentError(Exception):
    """A refusal to keep what was typed; it stays on the page, and can be sent as ever."""


class SettledError(Exception):
    """The form was sent or discarded meanwhile: what comes later belongs to another."""
