"""Build the statements that tell what a learner did, by docs/xapi-profile.md.

They are built with tincan's classes and checked by the store. A statement that is
stored is never read back through tincan, whose model loses things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from tincan import (
    Activity,
    Agent,
    AgentAccount,
    Context,
    ContextActivities,
    Extensions,
    Result,
    Score,
    Statement,
    Verb,
)

from courses.models import Course, Enrolment
from courses.records import activities, iris
from courses.records.pseudonyms import pseudonym
from elearning.staff.models import StaffMember

_PLATFORM = "prison-staff-training"


@dataclass(frozen=True)
class Scene:
    """Who learns what, in which language; ``registration`` is the enrolment's key."""

    learner: StaffMember
    course: Course
    edition: int | None
    registration: object
    language: str

    @classmethod
    def of(cls, enrolment: Enrolment, language: str) -> "Scene":
        """Return the scene of an enrolment."""
        return cls(
            learner=enrolment.learner,
            course=enrolment.course,
            edition=enrolment.edition.number,
            registration=enrolment.key,
            language=language,
        )


def statement(  # noqa: PLR0913 — the parts of a statement
    fact: tuple[object, ...],
    scene: Scene,
    verb: Verb,
    about: Activity,
    *,
    at: datetime,
    parent: Activity | None = None,
    result: Result | None = None,
    extensions: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the statement that tells ``fact``, as JSON.

    ``fact`` names what happened (words and keys); the statement's id follows from it, so
    that telling it again is telling the same. ``extensions`` go into the context, by
    their short names.
    """
    told = Statement(
        id=iris.statement_id(*fact),
        actor=agent(scene.learner),
        verb=verb,
        object=about,
        context=_context(scene, about, parent, extensions or {}),
        result=result,
        timestamp=at,
    )
    plain: dict[str, Any] = told.as_version()
    return plain


def agent(learner: StaffMember) -> Agent:
    """Return a person as an account under a pseudonym: never a name or an address."""
    return Agent(
        account=AgentAccount(home_page=settings.XAPI_BASE_IRI, name=pseudonym(learner))
    )


def authority() -> dict[str, Any]:
    """Return who vouches for our own statements: the platform."""
    account = {"homePage": settings.XAPI_BASE_IRI, "name": _PLATFORM}
    return {"objectType": "Agent", "account": account}


def result(
    *,
    score: Score | None = None,
    success: bool | None = None,
    completion: bool | None = None,
    response: str | None = None,
    seconds: float | None = None,
    **extensions: Any,
) -> Result:
    """Return a result of what is known; ``extensions`` by their short names."""
    outcome = Result(
        score=score, success=success, completion=completion, response=response
    )
    if seconds is not None:
        outcome.duration = max(0, round(seconds))
    if extensions:
        outcome.extensions = _named(extensions)
    return outcome


def _context(
    scene: Scene,
    about: Activity,
    parent: Activity | None,
    extensions: Mapping[str, Any],
) -> Context:
    course = Activity(id=activities.course(scene.course).id)
    around = ContextActivities(category=[Activity(id=iris.profile())])
    if about.id != course.id:
        around.grouping = [course]
        around.parent = [Activity(id=parent.id) if parent else course]
    context = Context(
        context_activities=around,
        language=scene.language,
        platform=_PLATFORM,
        extensions=_named({"edition": scene.edition} | dict(extensions)),
    )
    if scene.registration is not None:
        context.registration = scene.registration
    return context


def _named(extensions: Mapping[str, Any]) -> Extensions:
    return Extensions(
        {
            iris.extension(name): value
            for name, value in extensions.items()
            if value is not None
        }
    )
