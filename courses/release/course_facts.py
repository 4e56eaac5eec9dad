"""Facts of a course: code, titles, hours, validity and outcomes.

They are printed on certificates and decide when these expire, but are on no page. Each
edit is recorded; the next edition then waits until a second person has approved exactly
these facts.
"""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from courses.models import Approval, Course, CourseFactsChange
from elearning.audit import audit_log

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from elearning.accounts.models import User


def record_facts_change(course: Course, *, by: "User | None") -> None:
    """Record that ``by`` edited the facts of ``course``; call in the same transaction."""
    CourseFactsChange.objects.create(course=course, by=by, at=timezone.now())
    audit_log.record_action(
        "courses.facts_written",
        by=by,
        on=course,
        code=course.code,
        digest=compute_facts_digest(course),
    )


def list_facts_changes(course: Course) -> "QuerySet[CourseFactsChange]":
    """Return the edits of the facts of ``course`` since its current edition."""
    found = CourseFactsChange.objects.filter(course=course).order_by("at", "pk")
    current = course.current_edition
    return found.filter(at__gt=current.released_at) if current else found


def compute_facts_digest(course: Course) -> str:
    """Return the hash (SHA-256, hex) of the facts, to which approvals refer."""
    plain = json.dumps(_plain(course), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def list_facts_approvals(
    course: Course, since: list[CourseFactsChange]
) -> list[Approval]:
    """Return the approvals by people of exactly these facts, given after ``since``."""
    given = Approval.objects.filter(
        digest=compute_facts_digest(course),
        gate=Approval.Gate.PEER,
        by__isnull=False,
        at__gte=since[-1].at,
    )
    return list(given)


def list_facts_authors(since: list[CourseFactsChange]) -> frozenset[int]:
    """Return the people who made any of the edits ``since``."""
    return frozenset(one.by_id for one in since if one.by_id)


def _plain(course: Course) -> dict[str, Any]:
    return {
        "facts of": course.code,
        "titles": course.titles,
        "public titles": course.public_titles,
        "hours": f"{course.hours:.1f}",
        "validity": course.validity_months,
        "outcomes": [[one.number, one.texts] for one in course.outcomes.all()],
    }
