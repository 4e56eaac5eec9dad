"""What is said of a course itself: read by a second person before the first release.

Code, titles, hours, validity and outcomes are printed on certificates and decide when
these expire, and no page holds them. Whoever writes them notes it; from then on the next
edition waits until somebody else has approved exactly these facts.
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
    """Note that ``by`` wrote the facts of ``course``, in the transaction that did it."""
    CourseFactsChange.objects.create(course=course, by=by, at=timezone.now())
    audit_log.record_action(
        "courses.facts_written",
        by=by,
        on=course,
        code=course.code,
        digest=compute_facts_digest(course),
    )


def list_facts_changes(course: Course) -> "QuerySet[CourseFactsChange]":
    """Return who wrote the facts of ``course`` since its current edition, and when."""
    found = CourseFactsChange.objects.filter(course=course).order_by("at", "pk")
    current = course.current_edition
    return found.filter(at__gt=current.released_at) if current else found


def compute_facts_digest(course: Course) -> str:
    """Return the hash (SHA-256, hex) of the facts: an approval of them names it."""
    plain = json.dumps(_plain(course), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def has_approved_facts(course: Course, since: list[CourseFactsChange]) -> bool:
    """Tell whether nobody of those in ``since``, but another, approved the facts after it."""
    given = Approval.objects.filter(
        digest=compute_facts_digest(course),
        gate=Approval.Gate.PEER,
        by__isnull=False,
        at__gte=since[-1].at,
    )
    return given.exclude(by__in=list_facts_authors(since)).exists()


def list_facts_authors(since: list[CourseFactsChange]) -> frozenset[int]:
    """Return the people who wrote any of ``since``."""
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
