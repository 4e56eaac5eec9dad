"""Facts of a whole training record of one person at a moment."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from courses.acknowledgements.models import Acknowledgement
from courses.certificates import certificate_audit
from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate
from courses.certificates.update_deadlines import attach_updates
from courses.provisions.models import Document
from courses.records.completions import completion_audit
from courses.records.models import Completion
from courses.updates.update_status import find_first_due_date, load_open_updates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model, QuerySet

    from elearning.staff.models import StaffMember

#: The message for the log; learners are asked to contact the office.
_ALTERED = "The audit trail does not bear out what is on record. Run records_check."


@dataclass(frozen=True)
class PassedCourse:
    """A passed course; ``state`` is that at the moment of the record."""

    course: str
    titles: dict[str, str]
    edition: int | None
    passed_on: date
    valid_until: date
    basis: str
    state: str


@dataclass(frozen=True)
class RecordedCertificate:
    """A certificate; ``since`` is the day on which it was replaced or revoked.

    ``holder`` is the name on it, which may differ from today’s if it is no longer
    valid.
    """

    number: str
    course: str
    titles: dict[str, str]
    issued_on: date
    valid_until: date
    state: str
    since: date | None
    holder: str


@dataclass(frozen=True)
class RecordedReading:
    """A guideline that the learner acknowledged; titles only if it is open."""

    guideline: str
    titles: dict[str, str]
    edition: int | None
    read_on: date


@dataclass(frozen=True)
class TrainingRecordFacts:
    """The record of ``holder`` at the moment ``at``, with a unique ``number``."""

    number: str
    holder: str
    at: datetime
    passes: list[PassedCourse]
    certificates: list[RecordedCertificate]
    readings: list[RecordedReading]


def build_training_record(
    learner: "StaffMember", *, at: datetime
) -> TrainingRecordFacts:
    """Return the whole training record of ``learner`` at ``at``.

    It has passes and their validity, but no answers, results, post or place of work. A
    constant number of queries. Raises ``PrintingError`` if a pass or a certificate
    contradicts the audit log.
    """
    on = timezone.localdate(at)
    return TrainingRecordFacts(
        number=f"R-{on:%Y%m%d}-{secrets.token_hex(4).upper()}",
        holder=learner.full_name,
        at=at,
        passes=_passes(learner, on),
        certificates=_certificates(learner, on),
        readings=_readings(learner),
    )


def _passes(learner: "StaffMember", on: date) -> list[PassedCourse]:
    """Return the passes; a corrected pass is replaced by its correction."""
    found = Completion.objects.filter(learner=learner).select_related(
        "course", "edition", "withdrawal", "superseded_by"
    )
    rows = _borne_out(found, completion_audit.iter_altered_completions)
    open_updates = load_open_updates([learner.pk], on=on)
    return [
        PassedCourse(
            course=row.course.code,
            titles=row.course.public_titles,
            edition=row.edition.number if row.edition else None,
            passed_on=row.passed_on,
            valid_until=row.expires_on,
            basis=row.basis,
            state=_state(row, find_first_due_date(open_updates.get(row.pk, ())), on),
        )
        for row in rows
        if not hasattr(row, "superseded_by")
    ]


def _borne_out[T: "Model"](
    found: "QuerySet[T]", altered: "Callable[[list[T]], Iterator[T]]"
) -> list[T]:
    """Return the rows of ``found``, checked against the audit log.

    A correction may be made between the two queries, so rows are read again before they
    are reported as altered.
    """
    for _reading in range(2):
        rows = list(found.all())
        if not any(altered(rows)):
            return rows
    raise PrintingError(_ALTERED)


def _state(row: Completion, update_due_on: date | None, on: date) -> str:
    """Return the state of a pass on ``on`` (curriculum R1, R8, R19)."""
    withdrawal = getattr(row, "withdrawal", None)
    if withdrawal is not None and withdrawal.withdrawn_on <= on:
        return "revoked"
    last = min(row.expires_on, update_due_on or row.expires_on)
    return "valid" if on <= last else "expired"


def _certificates(learner: "StaffMember", on: date) -> list[RecordedCertificate]:
    found = Certificate.objects.of(learner).with_fate()
    rows = _borne_out(found, certificate_audit.iter_altered_certificates)
    return [
        RecordedCertificate(
            number=row.number,
            course=row.course_code,
            titles=row.public_titles,
            issued_on=row.issued_on,
            valid_until=row.expires_on,
            state=row.judged(on, row.update_due_on),
            since=row.revoked_on or row.replaced_on,
            holder=row.holder_name,
        )
        for row in attach_updates(rows)
    ]


def _readings(learner: "StaffMember") -> list[RecordedReading]:
    rows = Acknowledgement.objects.filter(learner=learner)
    return [
        RecordedReading(
            guideline=row.document.code,
            titles=_told(row.document),
            edition=row.edition.number if row.edition else None,
            read_on=row.read_on,
        )
        for row in rows.select_related("document", "edition")
    ]


def _told(document: Document) -> dict[str, str]:
    """Return the titles of an open document; others are identified by code only."""
    is_open = document.distribution == Document.Distribution.OPEN
    return document.titles if is_open else {}
