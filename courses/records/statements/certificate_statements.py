"""Statements about certificates (earned, renewed, updated, revoked) and waived training."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from courses.models import Course, Edition, Unit
from courses.provisions.models import Clause, ClauseChange, DocumentEdition
from courses.records.statements import activities, extensions, verbs
from courses.records.statements.emission import Fact, emit_statements
from courses.records.statements.statement_builder import (
    StatementContext,
    Values,
    build_statement,
)
from courses.records.statements.verbs import StatementVerb
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from courses.certificates.models import Certificate
    from courses.records.models import Completion


def emit_certificate_earned(
    certificate: "Certificate", *, renews: "Certificate | None" = None
) -> None:
    """Emit a statement that a learner earned a certificate.

    ``renews`` is the one of the same course that was still valid, if any: then the
    renewal is stated as well.
    """
    until = certificate.expires_on.isoformat()
    told = [_about(certificate, verbs.EARNED, {extensions.UNTIL: until})]
    if renews is not None:
        before = activities.build_certificate_activity(
            renews.key, renews.public_titles
        ).id
        values = {extensions.UNTIL: until, extensions.RENEWS: before}
        told.append(_about(certificate, verbs.RENEWED, values))
    emit_statements(*told)


def emit_certificate_updated(
    certificate: "Certificate",
    cause: DocumentEdition | Edition,
    *,
    language: str,
    at: datetime,
) -> None:
    """Emit a statement that the holder of a certificate knows the changes of ``cause``.

    ``cause`` is an edition of a guideline or of the course itself.
    """
    told = _about(
        certificate,
        verbs.UPDATED,
        {
            extensions.UNTIL: certificate.expires_on.isoformat(),
            extensions.CITES: _clauses(cause),
        },
        at=at,
        language=language,
        which=(_changed(cause), cause.number),
    )
    emit_statements(told)


def emit_certificate_revoked(
    certificate: "Certificate", *, ground: str, at: datetime
) -> None:
    """Emit a statement that a certificate was revoked.

    ``ground`` is a keyword from a short list, in Latin letters (``fraud``,
    ``issued-in-error``): free text may contain a name and stays in the audit log.
    """
    emit_statements(
        _about(certificate, verbs.REVOKED, {extensions.GROUND: ground}, at=at)
    )


def emit_training_waived(
    learner: StaffMember,
    course: Course,
    *,
    ground: str,
    starts_on: date,
    ends_on: date | None,
    at: datetime,
) -> None:
    """Emit a statement that somebody is exempt from a course, from ``starts_on`` to ``ends_on``.

    ``ground`` is the kind of the exemption; the reason in free text is never stated.
    """
    until = ends_on.isoformat() if ends_on else None
    fact = ("waived", learner.key, course.code, starts_on, at.isoformat())
    values = {extensions.GROUND: ground, extensions.UNTIL: until}
    emit_statements(
        build_statement(
            fact,
            StatementContext(learner, learner.language, course, values=values),
            verbs.WAIVED,
            activities.build_course_activity(course),
            at=at,
        )
    )


def build_recognised_fact(completion: "Completion") -> Fact:
    """Return the fact of the recognition of ``completion``, a pass from elsewhere or earlier."""
    learner, code = completion.learner, completion.course.code
    moment = completion.recorded_at.isoformat()
    return ("recognised", learner.key, code, completion.passed_on, moment)


def emit_training_recognised(
    completion: "Completion", *, follows: Fact | None = None
) -> None:
    """Emit a statement that training passed elsewhere or earlier is recognised as a course.

    The verb is “waived”: the course need not be taken here. Neither the certifying body
    nor the number of the document is stated. After a correction, it ``follows`` the
    statement before.
    """
    course = completion.course
    emit_statements(
        build_statement(
            build_recognised_fact(completion),
            StatementContext(
                completion.learner,
                completion.language,
                course,
                values={
                    extensions.GROUND: completion.basis,
                    extensions.UNTIL: completion.expires_on.isoformat(),
                },
                follows=follows,
            ),
            verbs.WAIVED,
            activities.build_course_activity(course),
            at=completion.recorded_at,
        )
    )


def _clauses(cause: DocumentEdition | Edition) -> list[str]:
    """Return the clauses that ``cause`` changed, or that its changed lessons rest on."""
    if isinstance(cause, DocumentEdition):
        changed = ClauseChange.objects.substantive().filter(edition=cause)
        return [str(one.clause) for one in changed.select_related("clause__document")]
    lessons = cause.fresh(Unit.Kind.LESSON)
    rows = Clause.objects.filter(citations__unit_version__in=lessons.values("pk"))
    return [str(one) for one in rows.select_related("document").distinct()]


def _changed(cause: DocumentEdition | Edition) -> str:
    """Return a string that identifies the changed thing."""
    if isinstance(cause, DocumentEdition):
        return cause.document.code
    return f"course {cause.course.code}"


def _about(
    certificate: "Certificate",
    verb: StatementVerb,
    values: Values,
    *,
    at: datetime | None = None,
    language: str = "",
    which: tuple[object, ...] = (),
) -> dict[str, Any]:
    completion = certificate.completion
    enrolment = completion.enrolment
    context = StatementContext(
        learner=completion.learner,
        language=language or certificate.language,
        course=completion.course,
        edition=certificate.edition_number,
        registration=enrolment.key if enrolment else None,
        values=values,
    )
    return build_statement(
        (verb.name, certificate.key, *which),
        context,
        verb,
        activities.build_certificate_activity(
            certificate.key, certificate.public_titles
        ),
        at=at or completion.completed_at,
    )
