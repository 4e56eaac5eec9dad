"""Where a unit stands in a learner's edition, and what it rests on."""

from tincan import Activity

from courses.models import EditionEntry, Enrolment, Unit
from courses.outlines import outline_of
from courses.records import activities


def entry_of(enrolment: Enrolment, unit: Unit) -> EditionEntry:
    """Return the unit as the learner's edition has it.

    Raises ``LookupError`` for a unit that the edition does not have.
    """
    for entry in outline_of(enrolment.edition_id):
        if entry.version.unit_id == unit.pk:
            return entry
    raise LookupError(f"{unit.key} is not in the edition of {enrolment.key}.")


def parent_of(enrolment: Enrolment, entry: EditionEntry) -> Activity | None:
    """Return the module that a unit stands in; ``None`` right under the course."""
    for other in outline_of(enrolment.edition_id):
        if other.pk == entry.parent_id and other.version.unit.kind != Unit.Kind.COURSE:
            return activities.unit(other)
    return None


def cites_of(entry: EditionEntry) -> list[str]:
    """Return the clauses that a unit cites in any language, each once."""
    texts = entry.version.texts.all()
    cited = (code for text in texts for code in text.details.get("cites", ()))
    return list(dict.fromkeys(cited))
