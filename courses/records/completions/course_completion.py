"""Recording of passes, each once, with the last valid day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from courses import validity
from courses.models import Course, Enrolment
from courses.records.events import CompletionRecorded, CompletionsRecorded
from courses.records.models import Completion
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.audit.models import Entry
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from datetime import date

    from elearning.accounts.models import User


@dataclass(frozen=True)
class PastCompletion:
    """A past pass of the course of ``enrolment``; ``score`` as in a completion."""

    enrolment: Enrolment
    at: datetime
    score: float | None
    language: str


def record_completion(
    enrolment: Enrolment,
    *,
    by: "User | None",
    at: datetime,
    score: float | None,
    language: str,
    recorded_at: datetime | None = None,
    device_at: datetime | None = None,
) -> Completion:
    """Record the pass of ``enrolment`` and return it; repeating changes nothing.

    ``score`` is a share from 0 to 1, or ``None`` where the course has no exam;
    ``recorded_at`` is when it became known, where that was later than ``at``;
    ``device_at`` is what the clock of a device said, where it was done on one. The
    expiry follows rules R1 and R2 of the curriculum from the course's validity and the
    pass before. Sends ``CompletionRecorded`` in the same transaction.
    """
    passed_on = timezone.localdate(at)
    before = _pass_before(enrolment.learner, enrolment.course, passed_on)
    with unit_of_work():
        completion, created = Completion.objects.get_or_create(
            enrolment=enrolment,
            defaults={
                "learner": enrolment.learner,
                "course": enrolment.course,
                "edition": enrolment.edition,
                "completed_at": at,
                "passed_on": passed_on,
                "expires_on": _expiry(enrolment.course, passed_on, before),
                "score": _kept(score),
                "language": language,
                "basis": _basis(score),
                "recorded_at": recorded_at or at,
                "device_at": device_at,
                "recorded_by": by,
            },
        )
        if created:
            _tell(completion, before, by=by)
    return completion


def record_past_completions(
    passes: Iterable[PastCompletion], *, by: "User | None"
) -> Sequence[Completion]:
    """Record ``passes`` of people without any records yet; return them by time.

    What ``record_completion`` does for each, in a few queries for thousands. Sends
    ``CompletionsRecorded`` in the same transaction.
    """
    earlier: dict[tuple[int, int], list[Completion]] = defaultdict(list)
    found = []
    for one in sorted(passes, key=lambda one: one.at):
        course, learner = one.enrolment.course, one.enrolment.learner
        held = earlier[learner.pk, course.pk]
        before = max(held, key=lambda row: row.expires_on, default=None)
        passed_on = timezone.localdate(one.at)
        row = Completion(
            enrolment=one.enrolment,
            learner=learner,
            course=course,
            edition=one.enrolment.edition,
            completed_at=one.at,
            passed_on=passed_on,
            expires_on=_expiry(course, passed_on, before),
            score=_kept(one.score),
            language=one.language,
            basis=_basis(one.score),
            recorded_at=one.at,
            recorded_by=by,
        )
        held.append(row)
        found.append((row, before if _is_renewal(row, before) else None))
    with unit_of_work():
        made = Completion.objects.bulk_create(row for row, _before in found)
        audit_log.record_entries(_entry(row, by=by) for row in made)
        CompletionsRecorded(found, by).send()
    return made


def record_renewed_completion(
    refresher: Completion, course: Course, *, by: "User | None"
) -> Completion:
    """Record that the pass of ``refresher`` renews ``course``; repeating changes nothing.

    That it may is for the caller to see to (``compliance.renewing``). It is by today's
    edition of the course, which the refresher goes through. Sends
    ``CompletionRecorded`` in the same transaction.
    """
    learner, passed_on = refresher.learner, refresher.passed_on
    before = _pass_before(learner, course, passed_on)
    with unit_of_work():
        completion, created = Completion.objects.get_or_create(
            rests_on=refresher,
            defaults={
                "learner": learner,
                "course": course,
                "edition": course.current_edition,
                "completed_at": refresher.completed_at,
                "passed_on": passed_on,
                "expires_on": _expiry(course, passed_on, before),
                "score": refresher.score,
                "language": refresher.language,
                "basis": Completion.Basis.REFRESHER,
                "recorded_at": refresher.recorded_at,
                "recorded_by": by,
            },
        )
        if created:
            _tell(completion, before, by=by)
    return completion


def record_classroom_completion(
    learner: StaffMember,
    course: Course,
    *,
    at: datetime,
    language: str,
    by: "User",
    recorded_at: datetime,
) -> Completion:
    """Record that ``learner`` passed ``course`` by attending it; ``at`` is its end.

    The caller sees to it that one session is recorded once, and that it was attended
    (``courses.classroom.session_closure``). The expiry follows R1 and R2 of the curriculum. Sends
    ``CompletionRecorded`` in the same transaction.
    """
    passed_on = timezone.localdate(at)
    before = _pass_before(learner, course, passed_on)
    with unit_of_work():
        completion = Completion.objects.create(
            learner=learner,
            course=course,
            completed_at=at,
            passed_on=passed_on,
            expires_on=_expiry(course, passed_on, before),
            language=language,
            basis=Completion.Basis.CLASSROOM,
            recorded_at=recorded_at,
            recorded_by=by,
        )
        _tell(completion, before, by=by)
    return completion


def _tell(
    completion: Completion, before: Completion | None, *, by: "User | None"
) -> None:
    """Write the audit entry of a new pass and send the signal, with the pass it renews."""
    _entry(completion, by=by).save()
    renewed = before if _is_renewal(completion, before) else None
    CompletionRecorded(completion, renewed, by).send()


def _entry(completion: Completion, *, by: "User | None") -> Entry:
    return audit_log.build_entry(
        "records.completed",
        by=by,
        on=completion,
        person=completion.learner.key,
        facts=completion.facts,
    )


def _is_renewal(completion: Completion, before: Completion | None) -> bool:
    return before is not None and before.is_valid(completion.passed_on)


def _pass_before(
    learner: StaffMember, course: Course, passed_on: "date"
) -> Completion | None:
    """Return the previous pass of the course with the latest expiry, if any.

    A pass withdrawn since does not count.
    """
    passes = Completion.objects.as_of(passed_on).filter(
        learner=learner, course=course, withdrawal=None
    )
    return passes.order_by("-expires_on").first()


def _expiry(course: Course, passed_on: "date", before: Completion | None) -> "date":
    until = before.expires_on if before else None
    return validity.compute_expiry(passed_on, course.validity_months, until)


def _kept(score: float | None) -> Decimal | None:
    return None if score is None else Decimal(str(round(score, 4)))


def _basis(score: float | None) -> Completion.Basis:
    return Completion.Basis.LESSONS if score is None else Completion.Basis.EXAM
