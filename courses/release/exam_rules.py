"""Comparison of the exam rules of the next edition with those of the current one."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from courses.models import Unit
from courses.release.edition_manifest import ManifestPlace

#: Returns, in whole sentences, the rules relaxed from one exam version (id) to another.
Compare = Callable[[int, int], list[str]]

_comparisons: list[Compare] = []


def register(compare: Compare) -> None:
    """Call ``compare`` when an exam changes; repeating is harmless."""
    if compare not in _comparisons:
        _comparisons.append(compare)


def list_loosened_rules(
    before: Sequence[ManifestPlace], after: Sequence[ManifestPlace]
) -> list[str]:
    """Return, in whole sentences, what the exam no longer demands; none for a first edition."""
    old, new = _exam(before), _exam(after)
    if old is None or old == new:
        return []
    if new is None:
        return [_("The current edition has a final exam. This one has none.")]
    return [text for compare in _comparisons for text in compare(old, new)]


def _exam(places: Sequence[ManifestPlace]) -> int | None:
    found = (one.version for one in places if one.kind == Unit.Kind.EXAM)
    return next(found, None)
