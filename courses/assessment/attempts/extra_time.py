"""Extra time at exams for one person, for a limited period and with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.assessment.errors import ExamGrantError
from courses.assessment.models import ExtraTime, PaperVersion
from courses.transactions import unit_of_work
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.audit.reasons import require_reason
from elearning.prepared_queries import PreparedQuery, QueryParameter
from elearning.staff.models import StaffMember

#: The most that can be granted: 100 per cent of the paper's time, or four hours.
MOST_PERCENT = 100
MOST_MINUTES = 240


@dataclass(frozen=True)
class ExtraTimeTerms:
    """The extra time and its period: minutes, or per cent of the paper's time."""

    starts_on: date
    ends_on: date
    percent: int | None = None
    minutes: int | None = None


def grant_extra_time(
    person: StaffMember,
    terms: ExtraTimeTerms,
    *,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> ExtraTime:
    """Give ``person`` extra time at the exams they start within a period.

    Of several grants on a day the greatest counts. Raises ``ExamGrantError`` for
    invalid terms, a missing reason, and a grant to oneself.
    """
    require_reason(reason, ExamGrantError)
    check_not_self(person, by)
    if terms.ends_on < terms.starts_on:
        raise ExamGrantError(
            _("The last day is before the first. Correct one of the dates.")
        )
    _demand_amount(terms.percent, terms.minutes)
    with unit_of_work():
        granted = ExtraTime.objects.create(
            staff_member=person,
            **vars(terms),
            reason=reason.strip(),
            granted_at=at or timezone.now(),
            granted_by=by,
        )
        audit_log.record_action(
            "assessment.extra_time_granted",
            by=by,
            on=granted,
            person=person.key,
            percent=terms.percent,
            minutes=terms.minutes,
        )
    return granted


def end_extra_time(extra: ExtraTime, *, on: date, reason: str, by: User) -> None:
    """Make ``on`` the last day of ``extra``; attempts under way keep their time."""
    require_reason(reason, ExamGrantError)
    if on < extra.starts_on or (extra.ends_on and on > extra.ends_on):
        raise ExamGrantError(
            _("This extra time does not apply on that day, so it cannot end then.")
        )
    with unit_of_work():
        extra.ends_on = on
        extra.save(update_fields=["ends_on"])
        audit_log.record_action(
            "assessment.extra_time_ended",
            by=by,
            on=extra,
            person=extra.staff_member.key,
            reason=reason.strip(),
            after=on,
        )


def compute_extra_minutes(
    person: StaffMember, paper: PaperVersion, at: datetime
) -> int:
    """Return the extra minutes of ``person`` for ``paper`` if they start at ``at``."""
    held = _held.ask(person=person.pk, day=timezone.localdate(at))
    return max((extra.of(paper.minutes) for extra in held), default=0)


def check_not_self(person: StaffMember, by: User) -> None:
    """Raise ``ExamGrantError`` if ``by`` would grant something to themselves."""
    if person.user_id == by.pk:
        raise ExamGrantError(_("You cannot grant this to yourself. Ask a colleague."))


@PreparedQuery
def _held() -> QuerySet[ExtraTime]:
    granted = ExtraTime.objects.on(QueryParameter("day", ExtraTime, "starts_on"))
    return granted.filter(
        staff_member=QueryParameter("person", ExtraTime, "staff_member")
    )


def _demand_amount(percent: int | None, minutes: int | None) -> None:
    if (percent is None) == (minutes is None):
        raise ExamGrantError(_("Enter either minutes or per cent, not both."))
    if percent is not None and not 1 <= percent <= MOST_PERCENT:
        raise ExamGrantError(_("Enter 1 to 100 per cent."))
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise ExamGrantError(_("Enter 1 to 240 minutes."))
