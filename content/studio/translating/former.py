"""What the source said when a translation was last equal to it."""

from typing import Any

from wagtail.models import Revision

from content.studio.translating.texts import said_by
from courses.models import Segments, UnitText, UnitVersion
from courses.parity import Made, Parity


def former_words(
    version: UnitVersion, parity: Parity, language: str, source: str
) -> dict[str, str]:
    """Return what ``source`` said at each place where ``language`` lags, as far as is known.

    A translation knows of each segment the hash of what it was made from. The versions
    before ``version`` tell which text that was, or, where ``source`` has become the source
    since, which of its texts followed the same: two queries, and one for the revisions.
    """
    made = parity.texts.get(language, {})
    wanted = {
        place: made[place][1]
        for place in parity.changed(language)
        if place in made and made[place][1]
    }
    if not wanted or not source:
        return {}
    held = _held_by(version, source, wanted)
    texts = UnitText.objects.filter(version__in=set(held.values()), language=source)
    references = dict(texts.values_list("version", "reference"))
    stored = Revision.objects.in_bulk({int(one) for one in references.values()})
    said: dict[int, dict[str, str]] = {}
    for pk, reference in references.items():
        revision: Any = stored.get(int(reference))
        words = said_by(revision.as_object()) if revision else ()
        said[pk] = {one.place: one.value for one in words}
    return {
        place: said[pk][place]
        for place, pk in held.items()
        if place in said.get(pk, {})
    }


def _held_by(
    version: UnitVersion, source: str, wanted: dict[str, str]
) -> dict[str, int]:
    """Return the newest earlier version in which ``source`` said, or followed, ``wanted``."""
    earlier = Segments.objects.filter(
        version__unit=version.unit_id, version__number__lt=version.number
    ).order_by("-version__number")
    held: dict[str, int] = {}
    for pk, texts in earlier.values_list("version", "texts").iterator():
        said: Made = texts.get(source, {})
        for place in wanted.keys() - held.keys():
            if wanted[place] in said.get(place, ()):
                held[place] = pk
        if len(held) == len(wanted):
            break
    return held
