"""Removal of expired records by rule, in batches, each with a row in the report.

A worker job. It finds due records from rows, and a batch is one transaction with its
report row, so that a kill loses nothing, nothing is removed twice, and the report is
exact. A tick takes a few batches and leaves the rest to the next one, so that exams
whose time is over do not have to wait.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F, Min
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from courses.assessment.attempts import answer_removal
from courses.assessment.models import Attempt, ExtraTime, PracticeAnswer
from courses.assessment.models.attempt import AttemptQuerySet
from courses.assessment.statistics import tally_store
from courses.certificates.models import Verification
from courses.enquiries import enquiry_removal as enquiries
from courses.enquiries.models import Enquiry
from courses.models import Enrolment, UnitProgress
from courses.records import statement_retention
from courses.retention import external_data, removal_obstacles, retention_rules
from courses.retention.external_data import ExternalRecords
from courses.retention.models import RetentionHold, RetentionRun
from courses.retention.retention_rules import RetentionRule
from elearning.audit import audit_log, row_expiry

#: Attempts or enrolments per transaction.
_BATCH = 100
#: Rows per transaction of small records.
_ROWS = 2_000
#: Transactions per tick of each rule.
_AT_ONCE = 5


@dataclass(frozen=True)
class RetentionSweep:
    """The execution of a rule: how due records are counted, dated and removed.

    ``due`` and ``take`` get the moment before which records have expired, and now:
    ``due`` counts due records, ``take`` removes at most a batch and returns the numbers
    removed, with ``number`` for the objects of the rule. ``oldest`` returns the moment
    of the oldest record.
    """

    rule: RetentionRule
    due: Callable[[datetime, datetime], int]
    oldest: Callable[[], datetime | None]
    take: Callable[[datetime, datetime], Counter[str]]


def remove_expired_records(at: datetime) -> int:
    """Remove expired records, some batches of each rule; return their number.

    Attempts still to be counted in statistics are left to a later tick.
    """
    return sum(_carry_out(sweep, at) for sweep in list_retention_sweeps())


def list_overdue_attempts(at: datetime) -> AttemptQuerySet:
    """Return the attempts whose answers have expired, blocked or not."""
    return _overdue(retention_rules.ANSWERS.before(at))


def _carry_out(sweep: RetentionSweep, at: datetime) -> int:
    total, before = 0, sweep.rule.before(at)
    for _turn in range(_AT_ONCE):
        with transaction.atomic():
            gone = sweep.take(before, at)
            number = gone.pop("number", 0)
            if not number:
                break
            run = RetentionRun.objects.create(
                rule=sweep.rule.key,
                before=before,
                at=at,
                number=number,
                details={name: n for name, n in sorted(gone.items()) if n},
            )
            audit_log.record_action(
                "retention.removed", by=None, on=run, rule=run.rule, number=number
            )
        total += number
    return total


# --- Answers in exams and tests -------------------------------------------------------


def _overdue(before: datetime) -> AttemptQuerySet:
    return Attempt.every.handed_in().filter(handed_in_at__lt=before).answered_still()


def _answers_due(before: datetime, at: datetime) -> AttemptQuerySet:
    return tally_store.filter_settled_attempts(
        removal_obstacles.filter_removable_attempts(_overdue(before), at)
    )


def _take_answers(before: datetime, at: datetime) -> Counter[str]:
    keys = list(
        _answers_due(before, at).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    )
    _lock(keys)
    # Read again: a hold may have been placed, or another worker been here, meanwhile.
    found = _answers_due(before, at).filter(pk__in=keys).with_verdict()
    attempts = list(found.select_related("enrolment__learner").order_by("pk"))
    if not attempts:
        return Counter()
    gone = answer_removal.remove_answers(attempts, at=at)
    gone["statements"] = statement_retention.remove_answer_statements(attempts)
    gone["number"] = len(attempts)
    return gone


def _lock(keys: list[int]) -> None:
    """Lock the attempts against corrections and other workers."""
    locked = Attempt.every.select_for_update(of=("self",), no_key=True)
    list(locked.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))


def _oldest_answers() -> datetime | None:
    kept = Attempt.every.handed_in().answered_still()
    oldest: datetime | None = kept.aggregate(oldest=Min("handed_in_at"))["oldest"]
    return oldest


# --- Answers in lessons ---------------------------------------------------------------


def _touched() -> Any:
    """Return enrolments with answers in lessons, by when they were last changed."""
    answered = UnitProgress.objects.exclude(notes={}).values("enrolment")
    found = Enrolment.objects.filter(pk__in=answered)
    return found.alias(
        touched=Greatest(
            F("enrolled_at"),
            Coalesce("last_seen_at", "enrolled_at"),
            Coalesce("completed_at", "enrolled_at"),
            Coalesce("ended_at", "enrolled_at"),
        )
    )


def _lessons_due(before: datetime, at: datetime) -> Any:
    return _touched().filter(touched__lt=before).exclude(learner__in=_held(at))


def _take_lessons(before: datetime, at: datetime) -> Counter[str]:
    found = _lessons_due(before, at).order_by("pk")
    locked = found.select_for_update(of=("self",), no_key=True)
    enrolments = list(locked[:_BATCH])
    if not enrolments:
        return Counter()
    notes = UnitProgress.objects.filter(enrolment__in=enrolments).exclude(notes={})
    return Counter(
        number=len(enrolments),
        statements=statement_retention.remove_lesson_answer_statements(enrolments),
        answers=notes.update(notes={}),
    )


def _oldest_lessons() -> datetime | None:
    found = _touched().annotate(last=F("touched"))
    oldest: datetime | None = found.aggregate(oldest=Min("last"))["oldest"]
    return oldest


# --- Small records -------------------------------------------------------------------


def _sweep_rows(
    rule: RetentionRule,
    rows: Callable[[], Any],
    since: str,
    remove: Callable[[list[int]], Counter[str]],
    owner: str = "enrolment__learner",
) -> RetentionSweep:
    """Return the sweep of ``rows`` by their column ``since``, unless held for ``owner``.

    ``remove`` gets the ids of a batch.
    """

    def due(before: datetime, at: datetime) -> Any:
        old = rows().filter(**{f"{since}__lt": before})
        return old.exclude(**{f"{owner}__in": _held(at)})

    def take(before: datetime, at: datetime) -> Counter[str]:
        found = due(before, at).order_by("pk").values_list("pk", flat=True)
        return remove(list(found[:_ROWS]))

    def find_oldest() -> datetime | None:
        oldest: datetime | None = rows().aggregate(oldest=Min(since))["oldest"]
        return oldest

    return RetentionSweep(rule, _counted(due), find_oldest, take)


def _remove_practice(keys: list[int]) -> Counter[str]:
    number, _by_model = PracticeAnswer.objects.filter(pk__in=keys).delete()
    return Counter(number=number)


def _remove_enquiries(keys: list[int]) -> Counter[str]:
    number, replies = enquiries.remove_enquiries(keys)
    return Counter(number=number, replies=replies)


def _remove_appended(rows: Any, keys: list[int]) -> Counter[str]:
    return Counter(number=row_expiry.delete_expired_rows(rows.filter(pk__in=keys)))


def _reasons_due(before: datetime, at: datetime) -> Any:
    ended = ExtraTime.objects.filter(ends_on__lt=timezone.localdate(before))
    return ended.exclude(reason="").exclude(staff_member__in=_held(at))


def _take_reasons(before: datetime, at: datetime) -> Counter[str]:
    found = _reasons_due(before, at).order_by("pk").values_list("pk", flat=True)
    rows = ExtraTime.objects.filter(pk__in=list(found[:_ROWS]))
    return Counter(number=rows.update(reason=""))


def _oldest_reason() -> datetime | None:
    kept = ExtraTime.objects.exclude(reason="")
    oldest: date | None = kept.aggregate(oldest=Min("ends_on"))["oldest"]
    if oldest is None:
        return None
    return timezone.make_aware(datetime.combine(oldest, time.min))


def _learning_due(before: datetime, at: datetime) -> int:
    return statement_retention.count_learning_before(before)


def _take_learning(before: datetime, at: datetime) -> Counter[str]:
    return Counter(
        number=statement_retention.remove_learning_statements(before, most=_ROWS)
    )


def _held(at: datetime) -> Any:
    holds = RetentionHold.objects.in_force(timezone.localdate(at))
    return holds.filter(attempt=None).order_by().values("learner")


def _counted(due: Callable[[datetime, datetime], Any]) -> Callable[..., int]:
    return lambda before, at: int(due(before, at).count())


def list_retention_sweeps() -> list[RetentionSweep]:
    """Return the sweep of each rule, those of apps above last."""
    return [*_SWEEPS, *map(_beside, external_data.list_external_records())]


def get_retention_rule(key: str) -> RetentionRule:
    """Return the rule with ``key`` that the job carries out."""
    return next(
        sweep.rule for sweep in list_retention_sweeps() if sweep.rule.key == key
    )


def _beside(kept: ExternalRecords) -> RetentionSweep:
    return _sweep_rows(
        kept.rule,
        kept.rows,
        kept.since,
        lambda keys: _remove_appended(kept.rows(), keys),
    )


_SWEEPS = (
    RetentionSweep(
        retention_rules.ANSWERS, _counted(_answers_due), _oldest_answers, _take_answers
    ),
    RetentionSweep(
        retention_rules.LESSONS, _counted(_lessons_due), _oldest_lessons, _take_lessons
    ),
    _sweep_rows(
        retention_rules.PRACTICE,
        PracticeAnswer.objects.all,
        "answered_at",
        _remove_practice,
    ),
    _sweep_rows(
        retention_rules.ENQUIRIES, Enquiry.objects.all, "asked_at", _remove_enquiries
    ),
    _sweep_rows(
        retention_rules.VERIFICATIONS,
        Verification.objects.all,
        "at",
        lambda keys: _remove_appended(Verification.objects.all(), keys),
        owner="certificate__completion__learner",
    ),
    RetentionSweep(
        retention_rules.EXTRA_TIME,
        _counted(_reasons_due),
        _oldest_reason,
        _take_reasons,
    ),
    RetentionSweep(
        retention_rules.LEARNING,
        _learning_due,
        statement_retention.find_oldest_learning,
        _take_learning,
    ),
)
