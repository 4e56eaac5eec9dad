"""Where a unit stands in a learner's edition, and what it rests on."""

from collections.abc import Mapping
from functools import lru_cache

from tincan import Activity

from courses.models import Edition, EditionEntry, Enrolment, Unit
from courses.records import activities


def entry_of(enrolment: Enrolment, unit: Unit) -> EditionEntry:
    """Return the unit as the learner's edition has it.

    Raises ``LookupError`` for a unit that the edition does not have.
    """
    if (entry := _entries(enrolment.edition_id).get(unit.pk)) is not None:
        return entry
    raise LookupError(f"{unit.key} is not in the edition of {enrolment.key}.")


def parent_of(enrolment: Enrolment, entry: EditionEntry) -> Activity | None:
    """Return the module that a unit stands in; ``None`` right under the course."""
    for other in _entries(enrolment.edition_id).values():
        if other.pk == entry.parent_id and other.version.unit.kind != Unit.Kind.COURSE:
            return activities.unit(other)
    return None


def cites_of(entry: EditionEntry) -> list[str]:
    """Return the clauses that a unit cites in any language, each once."""
    texts = entry.version.texts.all()
    cited = (code for text in texts for code in text.details.get("cites", ()))
    return list(dict.fromkeys(cited))


def forget() -> None:
    """Forget the outlines of editions: the database is another."""
    _entries.cache_clear()


@lru_cache(maxsize=16)
def _entries(edition: int) -> Mapping[int, EditionEntry]:
    """Return the entries of an edition in order, by unit; kept in memory, to be read only.

    An edition and what it lists never change once it is released.
    """
    outline = Edition.objects.get(pk=edition).outline
    return {entry.version.unit_id: entry for entry in outline}
