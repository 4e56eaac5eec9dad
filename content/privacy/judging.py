"""What is new in a text of what was found in it: not let stay by anybody yet."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings

from content.privacy import wording
from content.privacy.finding import Finding, find
from content.privacy.models import KeptWords, mark_of
from content.privacy.reading import text_of


def new_in(value: Any, known: Collection[str] = ()) -> list[Finding]:
    """Return what was found in a stored value and is not among the marks of ``known``."""
    found = find(text_of(value), settings.PRIVACY_NAMES)
    return [one for one in found if mark_of(one.words) not in known]


def told_of(value: Any, key: UUID | None = None) -> str:
    """Return in sentences what was found in ``value``; nothing where all may stay.

    ``key`` is the translation key of the text it belongs to: what stays there for a
    reason may stand in every language.
    """
    if not (found := new_in(value)):
        return ""
    known = KeptWords.objects.marks_of(key) if key else set()
    new = [one for one in found if mark_of(one.words) not in known]
    return " ".join(wording.sentence(one) for one in new)
