"""Whether this installation is a demonstration: from its row, or from memory."""

import time

from elearning.installation.models import Demonstration

#: For how many seconds a process remembers that it serves no demonstration.
REMEMBERED = 60

#: What a process remembers, and until when by its clock (``time.monotonic``).
_memory: tuple[bool, float] = (False, 0.0)


def is_demonstration() -> bool:
    """Tell whether this is a demonstration; one query."""
    return Demonstration.objects.exists()


def is_known_demonstration() -> bool:
    """Tell it for a page: from memory, with a query a minute where it is none."""
    known, until = _memory
    if not known and time.monotonic() >= until:
        known = is_demonstration()
        remember_demonstration(known=known)
    return known


def remember_demonstration(*, known: bool, seconds: float = REMEMBERED) -> None:
    """Remember what this is; a demonstration is one for good, else it is asked again."""
    global _memory  # noqa: PLW0603 — a fact of the process
    _memory = (known, time.monotonic() + seconds)


def get_content_digest() -> str:
    """Return the digest of the content that was loaded last, empty before; one query."""
    return Demonstration.objects.values_list("content_digest", flat=True).get()


def record_content_digest(digest: str) -> None:
    """Note which content was loaded, so that it is not gone through again."""
    Demonstration.objects.update(content_digest=digest)
