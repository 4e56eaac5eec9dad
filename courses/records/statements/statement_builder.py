"""Building of statements about learners, by docs/xapi-profile.md.

They are built with tincan’s classes and checked by the store. Stored statements are
never read through tincan, whose model loses data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from tincan import (
    Activity,
    Agent,
    AgentAccount,
    Context,
    ContextActivities,
    Result,
    Score,
    Statement,
    StatementRef,
)

from courses.models import Course, Enrolment
from courses.records.statements import (
    activities,
    activity_types,
    extensions,
    iris,
    verbs,
)
from courses.records.statements.extensions import StatementExtension
from courses.records.statements.pseudonyms import derive_pseudonym
from courses.records.statements.verbs import StatementVerb
from elearning.staff.models import StaffMember

#: The platform name in all our statements.
PLATFORM = "prison-staff-training"

type Values = Mapping[StatementExtension, Any]


@dataclass(frozen=True)
class StatementContext:
    """The learner, language and course of a statement, and its other context.

    ``edition`` is the number of the edition, ``registration`` the enrolment’s key, and
    ``parent`` the activity that contains this one, if it is not the course. ``values``
    are extensions; ``follows`` is the fact of the statement referred to.
    """

    learner: StaffMember
    language: str
    course: Course | None = None
    edition: int | None = None
    registration: object = None
    parent: Activity | None = None
    values: Values = field(default_factory=dict)
    follows: tuple[object, ...] | None = None

    @classmethod
    def of(
        cls,
        enrolment: Enrolment,
        language: str,
        *,
        parent: Activity | None = None,
        values: Values | None = None,
        follows: tuple[object, ...] | None = None,
    ) -> "StatementContext":
        """Return the context of an act within an enrolment."""
        return cls(
            learner=enrolment.learner,
            language=language,
            course=enrolment.course,
            edition=enrolment.edition.number,
            registration=enrolment.key,
            parent=parent,
            values=values or {},
            follows=follows,
        )


def build_statement(
    fact: tuple[object, ...],
    context: StatementContext,
    verb: StatementVerb,
    about: Activity,
    *,
    at: datetime,
    result: Result | None = None,
) -> dict[str, Any]:
    """Return the statement about ``fact``, as JSON.

    ``fact`` identifies the event by words and keys. The statement’s id is derived from
    it, so a repeated statement is the same one.
    """
    told = Statement(
        id=iris.derive_statement_id(*fact),
        actor=build_agent(context.learner),
        verb=verb.spoken,
        object=about,
        context=_context(context, about),
        result=result,
        timestamp=at,
    )
    plain: dict[str, Any] = told.as_version()
    return plain


def build_voiding_statement(
    fact: tuple[object, ...], *, at: datetime
) -> dict[str, Any]:
    """Return the statement by which the platform voids that of ``fact``.

    Its actor is the platform, not a learner, and it follows no template.
    """
    told = Statement(
        id=iris.derive_statement_id("voided", *fact),
        actor=Agent(
            account=AgentAccount(home_page=settings.XAPI_BASE_IRI, name=PLATFORM)
        ),
        verb=verbs.VOIDED.spoken,
        object=StatementRef(id=iris.derive_statement_id(*fact)),
        timestamp=at,
    )
    plain: dict[str, Any] = told.as_version()
    return plain


def build_agent(learner: StaffMember) -> Agent:
    """Return a person as an account under a pseudonym: never a name or an address."""
    return Agent(
        account=AgentAccount(
            home_page=settings.XAPI_BASE_IRI, name=derive_pseudonym(learner)
        )
    )


def build_authority() -> dict[str, Any]:
    """Return the authority of our own statements: the platform."""
    account = {"homePage": settings.XAPI_BASE_IRI, "name": PLATFORM}
    return {"objectType": "Agent", "account": account}


def build_result(
    *,
    score: Score | None = None,
    success: bool | None = None,
    completion: bool | None = None,
    response: str | None = None,
    seconds: float | None = None,
    values: Values | None = None,
) -> Result:
    """Return a result with the known values."""
    outcome = Result(
        score=score, success=success, completion=completion, response=response
    )
    if seconds is not None:
        outcome.duration = max(0, round(seconds))
    if told := extensions.build_extensions(values or {}):
        outcome.extensions = told
    return outcome


def _context(context: StatementContext, about: Activity) -> Context:
    built = Context(
        context_activities=_around(context, about),
        language=context.language,
        platform=PLATFORM,
    )
    if context.registration is not None:
        built.registration = context.registration
    told = extensions.build_extensions(
        {extensions.EDITION: context.edition} | dict(context.values)
    )
    if told:
        built.extensions = told
    if context.follows is not None:
        built.statement = StatementRef(id=iris.derive_statement_id(*context.follows))
    return built


def _around(context: StatementContext, about: Activity) -> ContextActivities:
    """Return the course, the parent of ``about``, and the profile as context activities."""
    around = ContextActivities(category=[_profile()])
    if context.course is not None:
        course = activities.build_activity_reference(
            activities.build_course_activity(context.course)
        )
        around.grouping = [course]
        if about.id != course.id:
            parent = context.parent
            around.parent = [
                activities.build_activity_reference(parent) if parent else course
            ]
    return around


def _profile() -> Activity:
    kind = {"type": activity_types.PROFILE.iri}
    return Activity(id=iris.build_profile_version_iri(), definition=kind)
