"""Parity of the languages of a unit, in a form that other platforms understand.

``courses.translation_parity`` identifies a segment by the hash of its stored text,
which contains ids of rows of this platform: pictures, pages. A package names those rows
differently. Each hash is therefore exported as that of the same segment in the package,
and converted back on import.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db.models import Model

from content.blocks.translation_segments import hash_body_segments
from content.packages.package_layout import is_body_field, list_package_fields
from courses.models import UnitVersion
from courses.translation_parity import Made, Parity
from elearning.languages import CODES

#: The hash of the text at each place.
Hashes = Mapping[str, str]
_HASH = re.compile(r"[0-9a-f]{32}|")
#: The maximum length of a place, and the maximum round of edits, that are plausible.
_LONGEST, _ROUNDS = 400, 100_000


class SegmentHashes(NamedTuple):
    """The hashes of one language of a unit: as stored, and as in a package."""

    here: Hashes
    there: Hashes


class PackagedParity(NamedTuple):
    """The parity of the languages of a unit, as exported.

    ``texts`` has the hash of the translated source by language and place. ``rounds`` is
    given if some language does not know its segments.
    """

    sources: dict[str, str]
    texts: dict[str, dict[str, str]]
    rounds: dict[str, int]


def build_segment_hashes(
    made: Made, model: type[Model], text: Mapping[str, Any]
) -> SegmentHashes:
    """Return the hashes of the segments ``made``; ``text`` is the text in the package."""
    here = {place: said for place, (said, _origin) in made.items() if said}
    there = dict(here)
    for field in list_package_fields(model):
        if is_body_field(field):
            found = hash_body_segments(field.stream_block, text.get(field.name) or ())  # type: ignore[attr-defined]  # a StreamField's
            there |= {place: found[place] for place in found.keys() & here.keys()}
    return SegmentHashes(here, there)


def build_parity_facts(
    version: UnitVersion, model: type[Model], texts: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any] | None:
    """Return the parity of ``version`` for a package; ``texts`` are its languages.

    ``None`` if all of them follow the first, which is the default on import.
    """
    known = read_known_parity(version)
    mine = {
        code: known.texts[code]
        for code in CODES
        if code in known.texts and code in texts
    }
    knows_all = mine.keys() == texts.keys()
    if not knows_all and not version.languages_outdated & texts.keys():
        return None
    parity = Parity(known.sources, mine)
    if knows_all and parity == _usual(_hashes(mine)):
        return None
    said = {
        code: build_segment_hashes(made, model, texts[code])
        for code, made in mine.items()
    }
    parity = _renamed(parity, said, lambda one: one.here, lambda one: one.there)
    if knows_all and parity == _usual({code: one.there for code, one in said.items()}):
        return None
    facts: dict[str, Any] = {
        "key": str(version.unit.key),
        "sources": dict(sorted(parity.sources.items())),
        "texts": {
            code: {place: origin for place, (_said, origin) in sorted(made.items())}
            for code, made in parity.texts.items()
        },
    }
    if not knows_all:
        facts["rounds"] = {
            one.language: one.round
            for one in sorted(version.texts.all(), key=lambda one: one.language)
            if one.language in texts
        }
    return facts


def parse_parity_facts(facts: Mapping[str, Any]) -> PackagedParity:
    """Return the parity from a file of a package.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for data that no platform has
    written.
    """
    if set(facts) - {"rounds"} != {"sources", "texts"}:
        raise KeyError
    found = PackagedParity(
        _checked(facts["sources"]),
        {code: _checked(made) for code, made in facts["texts"].items()},
        dict(facts.get("rounds", {})),
    )
    are_whole = (
        type(one) is int and 0 < one < _ROUNDS for one in found.rounds.values()
    )
    if not {*found.texts, *found.rounds} <= set(CODES) or not all(are_whole):
        raise ValueError
    return found


def restore_parity(
    standing: PackagedParity, said: Mapping[str, SegmentHashes]
) -> Parity:
    """Return the parity of a package, converted to the hashes of this platform."""
    texts = {
        code: {
            place: (said[code].there.get(place, ""), made.get(place, ""))
            for place in {*made, *said[code].there}
        }
        for code, made in standing.texts.items()
    }
    parity = Parity(standing.sources, texts)
    return _renamed(parity, said, lambda one: one.there, lambda one: one.here)


def read_known_parity(version: UnitVersion) -> Parity:
    """Return the known parity of the segments of ``version``."""
    kept = getattr(version, "segments", None)
    return kept.parity if kept else Parity()


def _usual(said: Mapping[str, Hashes]) -> Parity:
    """Return the parity of languages that are imported in order for the first time."""
    parity = Parity()
    for code in CODES:
        if code in said:
            parity = parity.published(code, said[code])
    return parity


def _hashes(texts: Mapping[str, Made]) -> dict[str, Hashes]:
    return {
        code: {place: said for place, (said, _origin) in made.items() if said}
        for code, made in texts.items()
    }


def _renamed(
    parity: Parity,
    said: Mapping[str, SegmentHashes],
    before: Callable[[SegmentHashes], Hashes],
    after: Callable[[SegmentHashes], Hashes],
) -> Parity:
    """Return ``parity`` with each hash of ``before`` replaced by that of ``after``.

    Hashes of texts that no longer exist stay: they only need to differ from current
    ones.
    """
    names = {
        (place, digest): after(one)[place]
        for one in said.values()
        for place, digest in before(one).items()
    }

    def renamed(place: str, digest: str) -> str:
        return names.get((place, digest), digest)

    return Parity(
        {place: renamed(place, digest) for place, digest in parity.sources.items()},
        {
            code: {
                place: (renamed(place, one), renamed(place, origin))
                for place, (one, origin) in made.items()
            }
            for code, made in parity.texts.items()
        },
    )


def _checked(hashes: Any) -> dict[str, str]:
    for place, digest in hashes.items():
        if len(place) > _LONGEST or "/" not in place or not _HASH.fullmatch(digest):
            raise ValueError
    return dict(hashes)
