"""Typed events, by which an app informs the apps above it, or asks them.

An event is a frozen dataclass. The lower app declares it in ``events.py`` and sends it
inside the transaction; the upper app receives it in ``receivers.py``.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Self


class AnsweredEvent[Answer]:
    """An event to which each receiver returns an ``Answer``."""

    _receivers: ClassVar[list[Callable[[Any], Any]]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._receivers = []

    @classmethod
    def receiver(cls, function: Callable[[Self], Answer]) -> Callable[[Self], Answer]:
        """Call ``function`` with every event of this class; use it as a decorator."""
        cls._receivers.append(function)
        return function

    def send(self) -> list[Answer]:
        """Call the receivers in the order of registration, and return their answers.

        An exception in a receiver propagates to the sender.
        """
        return [function(self) for function in self._receivers]


class Event(AnsweredEvent[None]):
    """An event without answers."""
