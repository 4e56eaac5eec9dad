"""Access to desk screens by role, and to the people in the user’s remit."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import reverse

from courses.models import Course
from courses.provisions.models import Document
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.audit import audit_log
from elearning.staff.models import StaffMember

PERSONNEL = (Role.FACILITY_HR, Role.MINISTRY_HR)
ACCOUNT_OFFICE = (*PERSONNEL, Role.ADMINISTRATOR)
REVIEWERS = (Role.SAFEGUARD_REVIEWER,)
RELEASERS = (Role.SAFEGUARD_REVIEWER, Role.TRAINER)
WATCHERS = (*PERSONNEL, Role.TRAINER)
EVERY_DESK = (*ACCOUNT_OFFICE, *RELEASERS)
SITTING_OFFICE = (Role.INVIGILATOR, Role.TRAINER, *PERSONNEL)

View = Callable[..., HttpResponseBase]


class _NotedError(Http404):
    """Not found, and already recorded in the audit log."""


def audit_refusals(view: View) -> View:
    """Record in the audit log each request to ``view`` by a key that raises 404."""

    @wraps(view)
    def noting(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except _NotedError:
            raise
        except Http404:
            if kwargs:
                _note_refusal(request, kwargs)
            raise

    return noting


def require_role(*roles: Role) -> Callable[[View], View]:
    """Restrict a view to ``roles``; for everybody else it raises 404.

    Requests by these roles that raise 404 are recorded as in ``audit_refusals``. The
    wrapped view has its roles in ``view.roles``.
    """

    def decorate(view: View) -> View:
        look = audit_refusals(view)

        @wraps(view)
        def guarded(
            request: SignedInRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if not request.user.has_role(*roles):
                raise Http404
            return look(request, *args, **kwargs)

        vars(guarded)["roles"] = frozenset(roles)  # copied by `wraps` further out
        return guarded

    return decorate


def get_person_in_remit(
    user: User, key: UUID, roles: tuple[Role, ...] = PERSONNEL
) -> StaffMember:
    """Return the person with ``key`` in today’s remit of ``user``, or raise 404.

    ``roles`` are the roles in which the user looks after people. A request for a person
    outside the remit is recorded in the audit log.
    """
    people = StaffMember.objects.in_remit_of(user, roles=roles).select_related("user")
    return get_person_among(people, key, user)


def get_person_among(
    people: QuerySet[StaffMember], key: UUID, user: User
) -> StaffMember:
    """Return the person with ``key`` among ``people`` visible to ``user``, or raise 404.

    A refusal is recorded in the audit log.
    """
    found = people.filter(key=key).first()
    if found is None:
        other = StaffMember.objects.filter(key=key).first()
        audit_log.record_action(
            "staff.refused", by=user, on=other, person=other.key if other else ""
        )
        raise _NotedError
    return found


def list_releasable_courses(user: User) -> QuerySet[Course]:
    """Return the courses ``user`` may release: all for reviewers, else their remit’s."""
    if user.has_role(Role.SAFEGUARD_REVIEWER):
        return Course.objects.all()
    return Course.objects.in_remit_of(user)


def get_release_url(thing: Course | Document) -> str:
    """Return the address of the release page of a course or guideline."""
    name = "release-course" if isinstance(thing, Course) else "release-document"
    return reverse(f"desk:{name}", args=[thing.slug])


def _note_refusal(request: SignedInRequest, keys: dict[str, Any]) -> None:
    match = request.resolver_match
    audit_log.record_action(
        "desk.refused",
        by=request.user,
        page=match.view_name if match else "",
        keys={name: str(value) for name, value in keys.items()},
    )
