"""Check of questions and replies for personal data, registered by another app.

A check returns its findings as sentences, or ``""``.
"""

from collections.abc import Callable

_looks: list[Callable[[str], str]] = []


def register(look: Callable[[str], str]) -> None:
    """Run ``look`` on every question and reply before storage; the last one applies."""
    _looks[:] = [look]


def find_privacy_faults(text: str) -> str:
    """Return what is wrong with ``text``, in sentences."""
    return " ".join(found for look in _looks if (found := look(text)))
