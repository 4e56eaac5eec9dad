"""Errors of staff lists, rendered by ``staff_list_messages`` in the reader’s language."""

from typing import Any

from elearning.staff.importing.staff_list_messages import render_staff_list_message


class StaffListError(Exception):
    """A staff list cannot be read, compared, confirmed or applied.

    It holds the code of a message and its parameters, so that it can be stored.
    """

    def __init__(self, code: str, **parameters: Any) -> None:
        """Refuse with the message ``code``."""
        super().__init__(code)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        return render_staff_list_message(self.code, self.parameters)
