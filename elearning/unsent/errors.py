"""What is not kept, in whole sentences."""


class AutosaveError(Exception):
    """A refusal to keep what was typed; it stays on the page, and can be sent as ever."""


class FormSettledError(Exception):
    """The form was sent or discarded meanwhile: what comes later belongs to another."""
