"""Exceptions of people for whom a rule gives an impossible day, and their decisions.

Until somebody decides, nothing is assigned by the rule and no reminders are sent; the
standing says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.compliance.errors import ComplianceError
from courses.compliance.exemption_runs import ALONE, compute_last_days_alone
from courses.compliance.exemptions import (
    ExemptionTerms,
    grant_exemption,
    limit_joined_exemptions,
)
from courses.compliance.impossible_deadlines import find_impossible_ground
from courses.compliance.models import Exemption, Requirement, RuleException
from courses.compliance.periods.rebuild_requests import request_period_rebuild
from courses.compliance.standing_facts import StandingFacts
from courses.compliance.status import CourseStanding
from courses.transactions import unit_of_work
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.staff.models import Absence, StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

_AT_ONCE = 500


@dataclass(frozen=True)
class RuleExceptionDecision:
    """A decision with its reason: another day, the day of the rule, or an exemption.

    ``due_on`` is the other day; ``until`` is the last day of an exemption, and
    ``open_because`` says why it has none.
    """

    outcome: RuleException.Outcome
    reason: str
    due_on: date | None = None
    until: date | None = None
    open_because: str = ""


@dataclass(frozen=True)
class RuleExceptionResult:
    """The number of exceptions decided, and of exemptions waiting for a second officer."""

    exceptions: int
    waiting: int = 0


def record_rule_exceptions(rows: Iterable[RuleException], *, by: "User | None") -> int:
    """Store exceptions; a person’s existing exception from the rule is kept.

    Exemptions that they join to others are limited, as by an absence noted afterwards.
    """
    found = list(rows)
    if not found:
        return 0
    with unit_of_work():
        RuleException.objects.bulk_create(
            found, batch_size=_AT_ONCE, ignore_conflicts=True
        )
        keys = [row.learner_id for row in found]
        _limit_joined(found, by=by)
        request_period_rebuild(StaffMember.objects.filter(pk__in=keys))
        audit_log.record_action("compliance.exceptions_found", by=by, people=len(found))
    return len(found)


def record_newcomer_exceptions(
    standings: Iterable[CourseStanding], facts: StandingFacts, at: datetime
) -> set[tuple[int, int]]:
    """Record people who have come under a rule that gives them an impossible day.

    Returns them as pairs of ids of rule and person. A day in the past is no ground
    here: if an appointment is entered late, the day of the rule applies. Safe to
    repeat.
    """
    found = []
    for one in standings:
        rule = one.requirement
        if rule is None or one.exception is not None or one.completion is not None:
            continue
        if ground := find_impossible_ground(
            one, facts.of[one.person.pk].absences, is_new=False
        ):
            found.append(_exception(rule, one.person.pk, ground, one.first_due_on, at))
    record_rule_exceptions(found, by=None)
    return {(row.requirement_id, row.learner_id) for row in found}


def build_preview_exceptions(
    rule: Requirement, impossible: Iterable[tuple[int, str, date | None]], at: datetime
) -> list[RuleException]:
    """Return unsaved exceptions for the ids, grounds and days of a preview."""
    return [_exception(rule, *one, at) for one in impossible]


def decide_rule_exceptions(
    exceptions: Iterable[RuleException],
    decision: RuleExceptionDecision,
    *,
    by: "User",
    at: datetime | None = None,
) -> RuleExceptionResult:
    """Decide all of ``exceptions`` or none; return their number.

    Raises ``ComplianceError`` without a reason, for a day in the past or later than one
    officer may exempt each of them, naming all whom it refuses, if one of them was
    decided in the meantime, and for people who would decide about themselves.
    """
    now = at or timezone.now()
    _check(decision, timezone.localdate(now))
    keys = [row.pk for row in exceptions]
    with unit_of_work():
        rows = RuleException.objects.open().filter(pk__in=keys)
        rows = (
            rows.select_for_update(of=("self",))
            .select_related("requirement__course", "learner")
            .order_by("learner_id", "pk")
        )
        found = list(rows)
        _check_all(found, len(keys), by)
        people = StaffMember.objects.filter(pk__in=[row.learner_id for row in found])
        people.lock()
        if decision.outcome == RuleException.Outcome.DATE and decision.due_on:
            _demand_by_one_officer(found, decision.due_on, now)
        _resolve(found, decision, by=by, at=now)
        waiting = _exempt(found, decision, by=by, at=now)
        audit_log.record_action_for_each(
            "compliance.exception_decided",
            by=by,
            about=[(row, row.learner.key) for row in found],
            reason=decision.reason.strip(),
            outcome=decision.outcome.value,
            due_on=decision.due_on,
        )
        request_period_rebuild(people)
    return RuleExceptionResult(len(found), waiting)


def compute_latest_day(today: date) -> date:
    """Return the latest day that one officer may set instead of the day of a rule."""
    return today + ALONE


def explain_latest_day() -> str:
    """Return why a later day is refused, and what to do."""
    return _(
        "The other day can be at most a year from today. For longer, "
        "choose an exemption, which a second officer confirms."
    )


def _exception(
    rule: Requirement, learner: int, ground: str, due_on: date | None, at: datetime
) -> RuleException:
    return RuleException(
        requirement=rule,
        learner_id=learner,
        ground=ground,
        computed_on=due_on,
        found_at=at,
    )


def _limit_joined(rows: list[RuleException], *, by: "User | None") -> None:
    """Limit the exemptions between which the clock now stands still."""
    lasting = Exemption.objects.by_one_officer({row.learner_id for row in rows})
    lasting = lasting.exclude(ends_on__lt=timezone.localdate())
    held = set(lasting.values_list("staff_member", "course"))
    rows = [row for row in rows if (row.learner_id, row.requirement.course_id) in held]
    if rows:
        StaffMember.objects.filter(pk__in=[row.learner_id for row in rows]).lock()
    for row in rows:
        found_on = timezone.localdate(row.found_at)
        limit_joined_exemptions(
            Absence(staff_member=row.learner, starts_on=found_on),
            found_on,
            by=by,
            at=row.found_at,
            course=row.requirement.course,
        )


def _check(decision: RuleExceptionDecision, today: date) -> None:
    require_reason(decision.reason, ComplianceError)
    is_dated = decision.outcome == RuleException.Outcome.DATE
    if is_dated and decision.due_on is None:
        raise ComplianceError(_("Enter the day by which it must be passed."))
    if is_dated and decision.due_on is not None and decision.due_on < today:
        raise ComplianceError(_("This day has passed. Choose today or a later day."))
    is_exempt = decision.outcome == RuleException.Outcome.EXEMPT
    if is_exempt and decision.until is None and not decision.open_because.strip():
        raise ComplianceError(_("Enter the last day, or say why there is none."))


def _check_all(found: list[RuleException], wanted: int, by: "User") -> None:
    if gone := wanted - len(found):
        words = ngettext(
            "%(count)d of them has been decided in the meantime. Nothing was "
            "done: check the list again.",
            "%(count)d of them have been decided in the meantime. Nothing "
            "was done: check the list again.",
            gone,
        )
        raise ComplianceError(words % {"count": gone})
    if any(row.learner.user_id == by.pk for row in found):
        raise ComplianceError(
            _("You cannot decide about yourself. Ask another personnel officer.")
        )


def _resolve(
    rows: list[RuleException],
    decision: RuleExceptionDecision,
    *,
    by: "User",
    at: datetime,
) -> None:
    """Record the decision on each of ``rows``."""
    for row in rows:
        row.outcome, row.reason = decision.outcome, decision.reason.strip()
        row.resolved_by, row.resolved_at = by, at
        if decision.outcome == RuleException.Outcome.DATE:
            row.due_on = decision.due_on
    fields = ["outcome", "due_on", "reason", "resolved_by", "resolved_at"]
    RuleException.objects.bulk_update(rows, fields, batch_size=_AT_ONCE)


def _exempt(
    rows: list[RuleException],
    decision: RuleExceptionDecision,
    *,
    by: "User",
    at: datetime,
) -> int:
    """Exempt the people of decided ``rows``, if that is the decision.

    Returns how many exemptions wait for a second officer.
    """
    if decision.outcome != RuleException.Outcome.EXEMPT:
        return 0
    exemptions = [
        grant_exemption(
            row.learner,
            row.requirement.course,
            ExemptionTerms(
                kind=Exemption.Kind.WAIVER,
                reason=row.reason,
                starts_on=max(timezone.localdate(at), row.requirement.starts_on),
                ends_on=decision.until,
                open_because=decision.open_because,
            ),
            by=by,
            at=at,
        )
        for row in rows
    ]
    return sum(one.is_waiting for one in exemptions)


def _demand_by_one_officer(
    rows: list[RuleException], due_on: date, at: datetime
) -> None:
    """Refuse a day after the last until which one officer exempts each person."""
    days = compute_last_days_alone(rows, due_on, at=at)
    late: dict[str, date] = {}
    for row in rows:
        if (last := days[row.pk]) < due_on:
            number = row.learner.staff_number
            late[number] = min(last, late.get(number, last))
    if len(late) > 1:
        raise ComplianceError(
            _(
                "One officer cannot give this date to %(numbers)s: consecutive "
                "exemptions and other dates count together. Nothing was done. Decide "
                "about these people on their own, or choose an exemption, which a "
                "second officer confirms."
            )
            % {"numbers": ", ".join(sorted(late))}
        )
    for number, last in late.items():
        raise ComplianceError(_explain_refusal(number, last, timezone.localdate(at)))


def _explain_refusal(number: str, last: date, today: date) -> str:
    if last < today:
        return _(
            "%(number)s has used up the year that one officer can give: "
            "consecutive exemptions and other dates count together. Choose "
            "an exemption, which a second officer confirms."
        ) % {"number": number}
    return _(
        "The latest other date for %(number)s is %(day)s: consecutive "
        "exemptions and other dates count together. For a longer period "
        "choose an exemption, which a second officer confirms."
    ) % {"number": number, "day": date_format(last)}
