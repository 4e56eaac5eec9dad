"""Passes and certificates that the audit trail does not bear out: changed behind the platform."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from courses.certificates import register
from courses.certificates.models import Certificate
from courses.recognition.checking.wording import Kind
from courses.recognition.models import Finding
from courses.records import provenance
from courses.records.models import Completion

_AT_ONCE = 2000


def certificates(people: Any, on: date) -> Iterator[Finding]:
    """Find certificates that say other than what was issued, or that came back to life."""
    rows = Certificate.objects.filter(completion__learner__in=people).with_fate()
    for row in register.altered(rows.order_by("pk").iterator(_AT_ONCE)):
        yield Finding(
            kind=Kind.ALTERED_CERTIFICATE,
            learner_id=row.completion.learner_id,
            since=row.issued_on,
            facts={"number": row.number},
        )


def passes(people: Any, on: date) -> Iterator[Finding]:
    """Find passes that were not recorded as they stand, or that came back to life."""
    rows = Completion.objects.filter(learner__in=people).order_by("pk")
    listed = rows.select_related("course", "withdrawal", "superseded_by")
    for row in provenance.altered(listed.iterator(_AT_ONCE)):
        yield Finding(
            kind=Kind.ALTERED_PASS,
            learner_id=row.learner_id,
            since=row.passed_on,
            facts={"course": row.course.code, "passed_on": row.passed_on.isoformat()},
        )
