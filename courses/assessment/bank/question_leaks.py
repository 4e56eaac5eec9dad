"""Leaked questions: who saw them, the results without them, and the decisions taken."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from courses.assessment.bank.question_quarantine import check_same_quarantine
from courses.assessment.bank.question_states import lock_question_state
from courses.assessment.errors import QuestionBankError
from courses.assessment.marks import attempt_totals
from courses.assessment.marks.attempt_marking import AttemptResult
from courses.assessment.marks.attempt_totals import AttemptTotals
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    LeakDecision,
    QuestionState,
    StateChange,
    find_newest_change,
)
from courses.models import Unit
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.staff.models import Appointment, Establishment

if TYPE_CHECKING:
    from elearning.accounts.models import User


@dataclass(frozen=True)
class LeakEffect:
    """A marked attempt as it is, and as if the question had not been asked.

    ``without`` is ``None`` if no other question counted.
    """

    attempt: Attempt
    before: AttemptResult
    without: AttemptResult | None

    @property
    def passes_only_with(self) -> bool:
        """Whether the attempt passes only because of the question."""
        return self.before.passed and not (self.without and self.without.passed)

    @property
    def passes_only_without(self) -> bool:
        """Whether the attempt fails only because of the question."""
        return bool(self.without and self.without.passed and not self.before.passed)


@dataclass(frozen=True)
class LeakReport:
    """The basis for a decision about a leaked question; it names nobody.

    ``places`` are the establishments of the candidates on the day of their attempts,
    each with its number of attempts; ``None`` means no appointment on that day.
    """

    attempts: int
    under_way: int
    passing_only_with: int
    passing_only_without: int
    places: list[tuple[Establishment | None, int]]


def list_exposed_attempts(unit: Unit) -> QuerySet[Attempt]:
    """Return the attempts in which a question was asked, in any version."""
    asked = AttemptItem.objects.filter(question__version__unit=unit)
    seen = Attempt.objects.filter(pk__in=asked.values("attempt"))
    return seen.order_by("-started_at", "-pk")


def list_leak_effects(unit: Unit, attempts: QuerySet[Attempt]) -> list[LeakEffect]:
    """Return the results of the marked ``attempts`` with and without ``unit``.

    Computed from the current marks; nothing is written.
    """
    found = [row for row in attempts.select_related("paper") if row.is_marked]
    sums = attempt_totals.compute_attempt_totals(found)
    items = AttemptItem.objects.counting().filter(
        question__version__unit=unit, attempt__in=[row.pk for row in found]
    )
    leaked = {
        item.attempt_id: item
        for item in items.select_related("question").defer("question__body")
    }
    return [_effect(row, sums[row.pk], leaked.get(row.pk)) for row in found]


def build_leak_report(unit: Unit) -> LeakReport:
    """Return the figures about a leaked question."""
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("on")),
        staff_member=OuterRef("enrolment__learner"),
        starts_on__lte=OuterRef("on"),
    ).order_by("-starts_on", "-pk")
    attempts: Any = list_exposed_attempts(unit).annotate(on=TruncDate("started_at"))
    attempts = attempts.annotate(place=Subquery(held.values("establishment")[:1]))
    weighed = list_leak_effects(unit, list_exposed_attempts(unit))
    places = Counter(attempts.values_list("place", flat=True))
    known = Establishment.objects.in_bulk([pk for pk in places if pk is not None])
    total = sum(places.values())
    return LeakReport(
        attempts=total,
        under_way=total - len(weighed),
        passing_only_with=sum(one.passes_only_with for one in weighed),
        passing_only_without=sum(one.passes_only_without for one in weighed),
        places=sorted(
            ((known.get(pk), number) for pk, number in places.items()),
            key=lambda row: (-row[1], row[0].title if row[0] else ""),
        ),
    )


def decide_leak(
    unit: Unit,
    decision: LeakDecision.Decision,
    *,
    reason: str,
    expected: str,
    by: "User | None",
    at: datetime,
) -> LeakDecision:
    """Record the decision about the results of a quarantined question.

    Nothing changes automatically: whoever decides must act on it. A later decision does
    not replace an earlier one. ``expected`` is the mark of the quarantine as read
    (``question_quarantine.build_quarantine_mark``). Raises ``QuestionBankError``
    without a reason, and if the question is not quarantined, and ``OutdatedPageError``
    if the quarantine is another one by now.
    """
    words = require_reason(reason, QuestionBankError)
    with transaction.atomic():
        state, fact = lock_question_state(unit), find_newest_change(unit)
        if fact is None or state != QuestionState.QUARANTINED:
            raise QuestionBankError(_("This question is not quarantined."))
        check_same_quarantine(unit, expected)
        leak = build_leak_report(unit)
        kept = LeakDecision.objects.create(
            quarantine=fact,
            decision=decision,
            reason=words,
            attempts=leak.attempts,
            passing_only_with=leak.passing_only_with,
            passing_only_without=leak.passing_only_without,
            by=by,
            at=at,
        )
        audit_log.record_action(
            "assessment.leak_decided",
            by=by,
            on=unit,
            reason=kept.reason,
            decision=decision,
            attempts=leak.attempts,
        )
    return kept


def list_leak_decisions(facts: Sequence[StateChange], *, seen_by: "User") -> Any:
    """Return the decisions about the quarantines among ``facts``, newest first."""
    kept = LeakDecision.objects.visible_to(seen_by).filter(quarantine__in=facts)
    return kept.select_related("by").annotate(since=F("quarantine__at"))


def _effect(
    attempt: Attempt, sums: AttemptTotals, leaked: AttemptItem | None
) -> LeakEffect:
    before = sums.result
    if leaked is None:
        return LeakEffect(attempt, before, before)
    rest = sums.without(leaked)
    return LeakEffect(attempt, before, rest.result if rest.total else None)
