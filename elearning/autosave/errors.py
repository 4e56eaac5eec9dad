"""Errors of autosave."""


class AutosaveError(Exception):
    """Input was not saved; it stays on the page and can be sent as usual."""


class FormSettledError(Exception):
    """The form was sent or discarded meanwhile, so later input belongs to another."""
