"""Checks for passes, certificates and enrolments that contradict each other or the rules."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from courses import validity
from courses.certificates.models import Certificate
from courses.models import Course, Enrolment
from courses.recognition.consistency.finding_texts import RecordsFindingKind
from courses.recognition.models import Finding
from courses.records.models import Completion


def iter_passes_without_certificate(people: Any, on: date) -> Iterator[Finding]:
    """Yield passes of our courses in force that have no certificate."""
    rows = Completion.objects.filter(
        learner__in=people, superseded_by=None, withdrawal=None, certificates=None
    ).exclude(basis=Completion.Basis.EXTERNAL)
    for row in rows.select_related("course").order_by("pk"):
        yield Finding(
            kind=RecordsFindingKind.NO_CERTIFICATE,
            learner_id=row.learner_id,
            since=timezone.localdate(row.recorded_at),
            facts={"course": row.course.code, "passed_on": row.passed_on.isoformat()},
        )


def iter_outdated_certificates(people: Any, on: date) -> Iterator[Finding]:
    """Yield certificates in force that differ from the pass as it is now."""
    rows = Certificate.objects.current().filter(completion__learner__in=people)
    corrected = Q(completion__superseded_by__isnull=False)
    other = ~Q(expires_on=F("completion__expires_on"))
    for row in rows.filter(corrected | other).select_related("completion"):
        yield Finding(
            kind=RecordsFindingKind.OTHER_PAPER,
            learner_id=row.completion.learner_id,
            since=row.issued_on,
            facts={"number": row.number, "course": row.course_code},
        )


def iter_contradictory_corrections(people: Any, on: date) -> Iterator[Finding]:
    """Yield corrections that replace a withdrawn pass, or one of another person or course."""
    rows = Completion.objects.filter(learner__in=people).exclude(supersedes=None)
    strange = ~Q(supersedes__learner=F("learner")) | ~Q(supersedes__course=F("course"))
    both = Q(supersedes__withdrawal__isnull=False)
    for row in rows.filter(strange | both).select_related("course").order_by("pk"):
        yield Finding(
            kind=RecordsFindingKind.STRANGE_CORRECTION,
            learner_id=row.learner_id,
            since=timezone.localdate(row.recorded_at),
            facts={"course": row.course.code, "passed_on": row.passed_on.isoformat()},
        )


def iter_wrong_expiry_dates(people: Any, on: date) -> Iterator[Finding]:
    """Yield passes whose last day follows from neither R1 nor R2 of the curriculum."""
    rows = Completion.objects.filter(learner__in=people).select_related("course")
    ordered = rows.order_by("learner", "course", "pk")
    listed = ordered.prefetch_related(None).iterator(chunk_size=2000)
    for _key, group in groupby(listed, lambda row: (row.learner_id, row.course_id)):
        yield from _of_one_course(list(group))


def iter_enrolments_without_pass(people: Any, on: date) -> Iterator[Finding]:
    """Yield completed enrolments without a pass."""
    rows = Enrolment.objects.filter(
        learner__in=people, completed_at__isnull=False, completion=None
    )
    for row in rows.select_related("course").order_by("pk"):
        assert row.completed_at is not None  # noqa: S101 — ensured by the filter
        yield Finding(
            kind=RecordsFindingKind.NO_PASS,
            learner_id=row.learner_id,
            since=timezone.localdate(row.completed_at),
            facts={"course": row.course.code},
        )


def _of_one_course(rows: list[Completion]) -> Iterator[Finding]:
    replaced = {row.supersedes_id for row in rows}
    for row in rows:
        if row.pk in replaced or _is_given(row, rows):
            continue
        yield Finding(
            kind=RecordsFindingKind.OTHER_LAST_DAY,
            learner_id=row.learner_id,
            since=timezone.localdate(row.recorded_at),
            facts={
                "course": row.course.code,
                "passed_on": row.passed_on.isoformat(),
                "expires_on": row.expires_on.isoformat(),
                "expected": validity.compute_expiry(
                    row.passed_on, row.course.validity_months
                ).isoformat(),
            },
        )


def _is_given(row: Completion, rows: Iterable[Completion]) -> bool:
    """Return whether the rules give the last day of ``row``, with any of the other passes.

    A certificate of another body has a last day of its own, but for our courses it is
    never later than a pass of ours would be valid.
    """
    course = row.course
    longest = validity.compute_expiry(row.passed_on, course.validity_months)
    if row.basis == Completion.Basis.EXTERNAL:
        is_outside = course.delivery == Course.Delivery.EXTERNAL
        return is_outside or row.expires_on <= longest
    given = {
        validity.compute_expiry(row.passed_on, course.validity_months, other.expires_on)
        for other in rows
        if other.pk != row.pk
    }
    return row.expires_on in given | {longest}
