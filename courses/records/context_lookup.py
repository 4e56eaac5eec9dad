"""Lookup of the rows to which a statement refers.

The IRIs of our statements lead to courses, units and enrolments. For IRIs of other
systems, and of deleted rows, nothing is found.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.models import Course, Edition, EditionEntry, Enrolment, Unit, UnitVersion
from courses.records.statements import extensions, iris

_COURSES, _UNITS, _CERTIFICATES = "courses", "units", "certificates"


@dataclass(frozen=True)
class StatementContext:
    """The rows around a statement, as far as they exist.

    ``unit`` is the version in the learner’s edition, ``within`` that of its parent;
    ``certificate`` is the key of a certificate; ``cites`` are the clauses cited.
    """

    course: Course | None = None
    edition: Edition | None = None
    unit: UnitVersion | None = None
    within: UnitVersion | None = None
    enrolment: Enrolment | None = None
    certificate: UUID | None = None
    cites: tuple[str, ...] = ()


def load_statement_context(content: dict[str, Any]) -> StatementContext:
    """Return the rows to which a statement refers, each looked up separately."""
    context = content.get("context", {})
    around = context.get("contextActivities", {})
    about = split_object_iri(content["object"])
    grouping = [step for item in _ids(around, "grouping") for step in [split_iri(item)]]
    enrolment = _enrolment(context.get("registration"))
    course = _course([about, *grouping]) or (enrolment.course if enrolment else None)
    edition = _edition(course, context.get("extensions", {}))
    parents = [split_iri(item) for item in _ids(around, "parent")]
    return StatementContext(
        course=course,
        edition=edition,
        unit=_unit([about], edition),
        within=_unit(parents, edition),
        enrolment=enrolment,
        certificate=_key(about, _CERTIFICATES),
        cites=_cites(context.get("extensions", {})),
    )


def split_object_iri(thing: dict[str, Any]) -> list[str]:
    """Return the path of the IRI of a statement’s object; empty if it is no activity."""
    is_activity = thing.get("objectType", "Activity") == "Activity"
    return split_iri(thing["id"]) if is_activity else []


def split_iri(name: str) -> list[str]:
    """Return the path of one of our IRIs (``["courses", "C1"]``); empty for others."""
    root = iris.build_iri() + "/"
    return name.removeprefix(root).split("/") if name.startswith(root) else []


def find_unit_key(name: str) -> UUID | None:
    """Return the key of the unit in the path of an IRI, or ``None``."""
    return _key(split_iri(name), _UNITS)


def load_unit_titles(keys: set[UUID]) -> dict[UUID, str]:
    """Return the newest titles of units, in the reader’s language, in two queries."""
    newest = UnitVersion.objects.newest().filter(unit__key__in=keys)
    versions = newest.select_related("unit").prefetch_related("texts")
    return {version.unit.key: version.title for version in versions}


def _ids(around: dict[str, Any], role: str) -> list[str]:
    listed = around.get(role, ())
    return [item["id"] for item in ([listed] if isinstance(listed, dict) else listed)]


def _course(led: list[list[str]]) -> Course | None:
    codes = [found[1] for found in led if len(found) == 2 and found[0] == _COURSES]
    return Course.objects.filter(code=codes[0]).first() if codes else None


def _edition(course: Course | None, told: dict[str, Any]) -> Edition | None:
    number = told.get(extensions.EDITION.iri)
    if course is None or not isinstance(number, int):
        return None
    return course.editions.filter(number=number).first()


def _unit(led: list[list[str]], edition: Edition | None) -> UnitVersion | None:
    keys = [key for found in led if (key := _key(found, _UNITS))]
    if not keys:
        return None
    shown = EditionEntry.objects.filter(edition=edition, version__unit__key=keys[0])
    versions = UnitVersion.objects.select_related("unit").prefetch_related("texts")
    if version := versions.filter(pk__in=shown.values("version")).first():
        return version
    unit = Unit.objects.filter(key=keys[0])
    return versions.newest().filter(unit__in=unit).first()


def _enrolment(registration: str | None) -> Enrolment | None:
    if registration is None:
        return None
    enrolments = Enrolment.objects.select_related("course", "learner")
    return enrolments.filter(key=registration).first()


def _key(found: list[str], kind: str) -> UUID | None:
    if len(found) < 2 or found[0] != kind:
        return None
    try:
        return UUID(found[1])
    except ValueError:
        return None


def _cites(told: dict[str, Any]) -> tuple[str, ...]:
    cited = told.get(extensions.CITES.iri)
    return tuple(str(item) for item in cited) if isinstance(cited, list) else ()
