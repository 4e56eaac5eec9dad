"""Blocks whose text has not changed since a clause that they cite changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courses.models import Segments, UnitVersion
from courses.translation_parity import Parity


@dataclass(frozen=True)
class CitingBlock:
    """A block of a version that was published after the clause it cites had changed."""

    version: int
    unit: int
    block: str
    change: int
    changed_at: datetime


def list_unchanged_blocks(cited: Iterable[CitingBlock]) -> list[CitingBlock]:
    """Return those of ``cited`` whose text is the same in all languages as before the change.

    The segments of the newest version before the change are compared. Blocks that did
    not exist then, or that were published before segments were recorded, are left out.
    Two queries.
    """
    cited = list(cited)
    if not cited:
        return []
    before = _before(cited)
    known = _segments({*before.values(), *(one.version for one in cited)})
    return [one for one in cited if _lasts(one, known, before)]


def _before(cited: Iterable[CitingBlock]) -> dict[tuple[int, datetime], int]:
    """Return the newest version of each unit before each moment."""
    moments = {(one.unit, one.changed_at) for one in cited}
    rows = UnitVersion.objects.filter(unit__in={unit for unit, _at in moments})
    found: dict[tuple[int, datetime], int] = {}
    order = rows.order_by("number").values_list("unit", "published_at", "pk")
    for unit, published_at, version in order:
        for moment in moments:
            if moment[0] == unit and published_at < moment[1]:
                found[moment] = version
    return found


def _segments(versions: Iterable[int]) -> dict[int, Parity]:
    rows = Segments.objects.filter(version__in=versions)
    return {row.version_id: row.parity for row in rows}


def _lasts(
    one: CitingBlock, known: dict[int, Parity], before: dict[tuple[int, datetime], int]
) -> bool:
    old = known.get(before.get((one.unit, one.changed_at), 0))
    new = known.get(one.version)
    if old is None or new is None:
        return False
    said = {language: _said(old, language, one.block) for language in old.texts}
    return any(said.values()) and all(
        words == _said(new, language, one.block) for language, words in said.items()
    )


def _said(parity: Parity, language: str, block: str) -> dict[str, str]:
    made = parity.texts.get(language, {})
    return {
        place: digest
        for place, (digest, _origin) in made.items()
        if digest and place.startswith(f"{block}/")
    }
