"""Tell of what is done outside of lessons: guidelines read, sessions attended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from courses.acts import act
from courses.models import Course, Enrolment
from courses.provisions.models import DocumentEdition
from courses.records import activities, extensions, verbs
from courses.records.telling import is_told, tell
from courses.records.verbs import Verb
from courses.records.xapi import Scene, result, statement
from elearning.staff.models import StaffMember


def record_read(
    learner: StaffMember, edition: DocumentEdition, *, language: str, at: datetime
) -> None:
    """Tell that somebody opened a guideline: once for each person and edition."""
    fact = ("read", learner.key, edition.document.code, edition.number)
    if is_told(*fact):
        return
    try:
        with act():
            tell(_about(fact, learner, edition, verbs.READ, language=language, at=at))
    except IntegrityError:
        if not is_told(*fact):  # else another window told it at the same moment
            raise


def record_acknowledged(
    learner: StaffMember, edition: DocumentEdition, *, language: str, at: datetime
) -> None:
    """Tell that somebody confirmed that she knows an edition of a guideline."""
    fact = ("acknowledged", learner.key, edition.document.code, edition.number)
    tell(_about(fact, learner, edition, verbs.ACKNOWLEDGED, language=language, at=at))


def record_attended(  # noqa: PLR0913 — who was where, when and for how long
    learner: StaffMember,
    session: object,
    titles: Mapping[str, str],
    *,
    course: Course,
    enrolment: Enrolment | None,
    language: str,
    at: datetime,
    seconds: float | None = None,
) -> None:
    """Tell that somebody was present at a session of a course, held in person.

    ``session`` is its key and ``titles`` what it is called in each language; ``at`` is
    its beginning and ``seconds`` how long she stayed, if that is known.
    """
    about = activities.session(session, titles)
    scene = (
        Scene.of(enrolment, language) if enrolment else Scene(learner, language, course)
    )
    outcome = result(seconds=seconds) if seconds is not None else None
    fact = ("attended", learner.key, session)
    tell(statement(fact, scene, verbs.ATTENDED, about, at=at, result=outcome))


def _about(
    fact: tuple[object, ...],
    learner: StaffMember,
    edition: DocumentEdition,
    verb: Verb,
    *,
    language: str,
    at: datetime,
) -> dict[str, Any]:
    return statement(
        fact,
        Scene(learner, language, edition=edition.number),
        verb,
        activities.guideline(edition),
        at=at,
        values={extensions.CITES: _cites(edition)},
    )


def _cites(edition: DocumentEdition) -> list[str]:
    """Return the clauses that a guideline rests on, each once."""
    sections = [
        one for text in edition.version.body.values() for one in text["sections"]
    ]
    clauses = [clause for section in sections for clause in section["clauses"]]
    cited = (code for clause in clauses for code in clause.get("cites", ()))
    return list(dict.fromkeys(cited))
