"""Statements about activities outside lessons: guidelines read, sessions attended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from courses.provisions.models import DocumentEdition
from courses.records.statements import activities, extensions, verbs
from courses.records.statements.emission import emit_statements, has_statement
from courses.records.statements.statement_builder import (
    StatementContext,
    build_result,
    build_statement,
)
from courses.records.statements.verbs import StatementVerb
from courses.transactions import unit_of_work
from elearning.staff.models import StaffMember


def emit_guideline_read(
    learner: StaffMember, edition: DocumentEdition, *, language: str, at: datetime
) -> None:
    """Emit a statement that somebody opened a guideline, once for each person and edition."""
    fact = ("read", learner.key, edition.document.code, edition.number)
    if has_statement(*fact):
        return
    try:
        with unit_of_work():
            emit_statements(
                _about(fact, learner, edition, verbs.READ, language=language, at=at)
            )
    except IntegrityError:
        if not has_statement(
            *fact
        ):  # else another window emitted it at the same moment
            raise


def emit_guideline_acknowledged(
    learner: StaffMember, edition: DocumentEdition, *, language: str, at: datetime
) -> None:
    """Emit a statement that somebody acknowledged an edition of a guideline."""
    fact = ("acknowledged", learner.key, edition.document.code, edition.number)
    emit_statements(
        _about(fact, learner, edition, verbs.ACKNOWLEDGED, language=language, at=at)
    )


def emit_session_attended(
    context: StatementContext,
    session: object,
    titles: Mapping[str, str],
    *,
    at: datetime,
    seconds: float | None = None,
) -> None:
    """Emit a statement that somebody attended a session of a course in person.

    ``session`` is its key and ``titles`` its title by language; ``at`` is its start,
    and ``seconds`` the time that the person attended, if known.
    """
    about = activities.build_session_activity(session, titles)
    outcome = build_result(seconds=seconds) if seconds is not None else None
    fact = ("attended", context.learner.key, session)
    emit_statements(
        build_statement(fact, context, verbs.ATTENDED, about, at=at, result=outcome)
    )


def _about(
    fact: tuple[object, ...],
    learner: StaffMember,
    edition: DocumentEdition,
    verb: StatementVerb,
    *,
    language: str,
    at: datetime,
) -> dict[str, Any]:
    cites = {extensions.CITES: _cites(edition)}
    return build_statement(
        fact,
        StatementContext(learner, language, edition=edition.number, values=cites),
        verb,
        activities.build_guideline_activity(edition),
        at=at,
    )


def _cites(edition: DocumentEdition) -> list[str]:
    sections = [
        one for text in edition.version.body.values() for one in text["sections"]
    ]
    clauses = [clause for section in sections for clause in section["clauses"]]
    cited = (code for clause in clauses for code in clause.get("cites", ()))
    return list(dict.fromkeys(cited))
