"""Position of a unit in a learner’s edition, and the clauses it cites."""

from tincan import Activity

from courses.models import EditionEntry, Enrolment, Unit
from courses.outline_cache import load_outline
from courses.records.statements import activities


def get_edition_entry(enrolment: Enrolment, unit: Unit) -> EditionEntry:
    """Return the entry of a unit in the learner’s edition.

    Raises ``LookupError`` for a unit outside the edition.
    """
    for entry in load_outline(enrolment.edition_id):
        if entry.version.unit_id == unit.pk:
            return entry
    raise LookupError(f"{unit.key} is not in the edition of {enrolment.key}.")


def find_parent_activity(enrolment: Enrolment, entry: EditionEntry) -> Activity | None:
    """Return the module of a unit; ``None`` directly below the course."""
    for other in load_outline(enrolment.edition_id):
        if other.pk == entry.parent_id and other.version.unit.kind != Unit.Kind.COURSE:
            return activities.build_unit_activity(other)
    return None


def list_cited_clauses(entry: EditionEntry) -> list[str]:
    """Return the clauses that a unit cites in any language, each once."""
    texts = entry.version.texts.all()
    cited = (code for text in texts for code in text.details.get("cites", ()))
    return list(dict.fromkeys(cited))
