"""Passes and certificates that contradict the audit log: changed outside the platform."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from courses.certificates import certificate_audit
from courses.certificates.models import Certificate
from courses.recognition.consistency.finding_texts import RecordsFindingKind
from courses.recognition.models import Finding
from courses.records.completions import completion_audit
from courses.records.models import Completion

_AT_ONCE = 2000


def iter_altered_certificates(people: Any, on: date) -> Iterator[Finding]:
    """Yield certificates that differ from what was issued, or whose end was undone."""
    rows = Certificate.objects.filter(completion__learner__in=people).with_fate()
    for row in certificate_audit.iter_altered_certificates(
        rows.order_by("pk").iterator(_AT_ONCE)
    ):
        yield Finding(
            kind=RecordsFindingKind.ALTERED_CERTIFICATE,
            learner_id=row.completion.learner_id,
            since=row.issued_on,
            facts={"number": row.number},
        )


def iter_altered_passes(people: Any, on: date) -> Iterator[Finding]:
    """Yield passes that differ from what was recorded, or whose end was undone."""
    rows = Completion.objects.filter(learner__in=people).order_by("pk")
    listed = rows.select_related("course", "withdrawal", "superseded_by")
    for row in completion_audit.iter_altered_completions(listed.iterator(_AT_ONCE)):
        yield Finding(
            kind=RecordsFindingKind.ALTERED_PASS,
            learner_id=row.learner_id,
            since=row.passed_on,
            facts={"course": row.course.code, "passed_on": row.passed_on.isoformat()},
        )
