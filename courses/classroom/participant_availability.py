"""Reasons why people cannot come to a session: away, elsewhere, or not in the service."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from courses.classroom.models import Registration, Session, SessionDay
from elearning.staff.models import Absence, Appointment, DatedModel, filter_overlapping


def list_unavailability_reasons(
    people: Collection[int], session: Session
) -> dict[int, str]:
    """Return, in a sentence each, why some of ``people`` cannot come to ``session``.

    ``people`` are ids of staff members; those who can come are not in the result. The
    number of queries is fixed.
    """
    days = session.days
    if not people or not days:
        return {}
    first, last = days[0].on, days[-1].on
    served = _rows(Appointment, people, first, last)
    away = _rows(Absence, people, first, last)
    elsewhere = _elsewhere(people, session)
    found = {}
    for person in people:
        known = served[person], away[person], elsewhere[person]
        said = (_on(day, *known) for day in days)
        if words := next(filter(None, said), ""):
            found[person] = words
    return found


def _on(
    day: SessionDay,
    served: Collection[DatedModel],
    away: Collection[DatedModel],
    elsewhere: Collection[SessionDay],
) -> str:
    """Return why somebody cannot come on ``day``, or ``""``."""
    when = {"day": date_format(day.on, "DATE_FORMAT")}
    if not any(row.holds_on(day.on) for row in served):
        return _("Not in service on %(day)s.") % when
    if any(row.holds_on(day.on) for row in away):
        return _("Away on %(day)s: leave, illness or another absence.") % when
    for other in elsewhere:
        if other.starts_at < day.ends_at and day.starts_at < other.ends_at:
            starts, ends = (
                time_format(timezone.localtime(at), "H:i")
                for at in (other.starts_at, other.ends_at)
            )
            words = _(
                "In another session on %(day)s, %(start)s – %(end)s (course %(code)s)."
            )
            code = other.session.course.code
            return words % (when | {"start": starts, "end": ends, "code": code})
    return ""


def _rows[Row: DatedModel](
    model: type[Row], people: Collection[int], first: date, last: date
) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    known = model._default_manager.filter(staff_member__in=people)
    for row in filter_overlapping(known, first, last):
        rows[row.staff_member_id].append(row)  # type: ignore[attr-defined]
    return rows


def _elsewhere(
    people: Collection[int], session: Session
) -> dict[int, list[SessionDay]]:
    """Return the days of other sessions for which the people are registered or waiting."""
    rows = Registration.objects.standing().filter(
        learner__in=people,
        session__cancelled_at=None,
        session__starts_at__lt=session.ends_at,
        session__ends_at__gt=session.starts_at,
    )
    known = rows.exclude(session=session).select_related("session__course")
    found = defaultdict(list)
    for row in known.prefetch_related("session__all_days"):
        for day in row.session.days:
            day.session = row.session  # its course is loaded already
            found[row.learner_id].append(day)
    return found
