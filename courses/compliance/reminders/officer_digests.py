"""Digests for personnel officers: at most one a day, numbers only (curriculum R3, R16)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import FilteredRelation

from courses.compliance.reminders import reminder_notices
from courses.compliance.reminders.digest_days import (
    find_newest_day,
    list_last_digest_days,
)
from courses.compliance.reminders.reminder_cases import ReminderCase
from courses.compliance.standing_summary import LATE
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.notices.models import Notice
from elearning.notices.notifications import store_notices
from elearning.staff.models import Establishment, Remit, in_force

#: How long after the due day the second message is sent.
LONG = timedelta(days=30)
_ROLES = (Role.FACILITY_HR, Role.MINISTRY_HR)


class OfficerDigests:
    """Collects digests for personnel officers about the places in their remits.

    A digest is sent on a day on which a course falls due, or has been overdue for
    thirty days; it then has everything.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self._last = list_last_digest_days(reminder_notices.TRAINING_LATE)
        self._numbers: Counter[tuple[int, str]] = Counter()
        self._newest: dict[int, date] = {}

    def count(self, cases: Iterable[ReminderCase]) -> None:
        for case in cases:
            if case.place is None or case.due_on is None or not case.is_required:
                continue
            if case.state in LATE:
                self._numbers[case.place, "late"] += 1
                if case.due_on + LONG <= self.on:
                    self._numbers[case.place, "long"] += 1
            elif case.due_on == self.on and case.is_open_by(self.on):
                self._numbers[case.place, "today"] += 1
            else:
                continue
            before = self._newest.get(case.place, date.min)
            days = (before, case.due_on, case.due_on + LONG)
            self._newest[case.place] = find_newest_day(days, self.on)

    def tell(self, at: datetime) -> int:
        """Send each officer with new events in their remit the digest of the day."""
        paths = dict(Establishment.objects.values_list("pk", "path"))
        return store_notices(
            Notice(
                user_id=user,
                kind=reminder_notices.TRAINING_LATE,
                key=self.on.isoformat(),
                context={
                    name: sum(self._numbers[place, name] for place in places)
                    for name in ("today", "late", "long")
                },
                url="/desk/compliance/",
                created_at=at,
            )
            for user, tops in self._remits().items()
            if (places := {pk for pk, path in paths.items() if path.startswith(tops)})
            and self._is_news(user, places)
        )

    def _is_news(self, user: int, places: set[int]) -> bool:
        days = (self._newest.get(place, date.min) for place in places)
        return find_newest_day(days, self.on) > self._last.get(user, date.min)

    def _remits(self) -> dict[int, tuple[str, ...]]:
        """Return the top places in the remits of officers who are not away."""
        away = FilteredRelation(
            "staff_member__absences",
            condition=in_force(self.on, "staff_member__absences__"),
        )
        users = User.objects.filter(is_active=True).alias(away=away).filter(away=None)
        held = Remit.objects.filter(
            in_force(self.on), role__in=_ROLES, user__in=users.values("pk")
        )
        found: dict[int, tuple[str, ...]] = {}
        for user, path in held.values_list("user", "establishment__path"):
            found[user] = (*found.get(user, ()), path)
        return found
