"""The flag of a demonstration, read from its row or from memory."""

import time

from elearning.installation.models import Demonstration

#: For how many seconds a process remembers that this is no demonstration.
REMEMBERED = 60

#: The remembered answer and its expiry by ``time.monotonic``.
_memory: tuple[bool, float] = (False, 0.0)


def is_demonstration() -> bool:
    """Tell whether this is a demonstration; one query."""
    return Demonstration.objects.exists()


def is_known_demonstration() -> bool:
    """Tell it from memory, with one query a minute while it is not one."""
    known, until = _memory
    if not known and time.monotonic() >= until:
        known = is_demonstration()
        remember_demonstration(known=known)
    return known


def remember_demonstration(*, known: bool, seconds: float = REMEMBERED) -> None:
    """Remember the answer; a demonstration stays one, otherwise it is checked again."""
    global _memory  # noqa: PLW0603 — a fact of the process
    _memory = (known, time.monotonic() + seconds)


def get_content_digest() -> str:
    """Return the digest of the content loaded last, or an empty string; one query."""
    return Demonstration.objects.values_list("content_digest", flat=True).get()


def record_content_digest(digest: str) -> None:
    """Record the digest of the loaded content, so that it is not loaded again."""
    Demonstration.objects.update(content_digest=digest)
