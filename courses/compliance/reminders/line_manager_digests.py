"""Digests for line managers: at most one a day, numbers and codes only (curriculum R3, R16)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from courses.compliance.reminders import reminder_notices
from courses.compliance.reminders.digest_days import (
    find_newest_day,
    list_last_digest_days,
)
from courses.compliance.reminders.reminder_cases import ReminderCase
from courses.compliance.standing_summary import LATE
from elearning.notices.models import Notice
from elearning.notices.notifications import store_notices
from elearning.staff.models import Reporting, StaffMember, in_force

#: How long before a course is due the manager is told.
SOON = timedelta(days=30)
_DAY = timedelta(days=1)


@dataclass
class _Digest:
    """The digest of one manager: courses due soon, due today and overdue, with numbers.

    ``newest`` is the day of the latest event in it.
    """

    soon: Counter[str] = field(default_factory=Counter)
    today: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    newest: date = date.min


class LineManagerDigests:
    """Collects digests for managers from the cases of their direct reports.

    A digest is sent on a day on which a course comes to be due within thirty days, is
    due or becomes overdue; it then has everything. A course assigned with less time is
    new on the day after.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self._last = list_last_digest_days(reminder_notices.PEOPLE_DUE)
        self._found: dict[int, _Digest] = defaultdict(_Digest)
        self._of: dict[int, set[int]] = defaultdict(set)
        managing = StaffMember.objects.at_work(on).filter(user__is_active=True)
        lines = Reporting.objects.filter(
            in_force(on), manager__in=managing.values("pk")
        )
        for person, user in lines.values_list("staff_member", "manager__user"):
            self._of[person].add(user)

    def count(self, cases: Iterable[ReminderCase]) -> None:
        for case in cases:
            if case.due_on is None or case.is_way_to_renew:
                continue
            users = self._of.get(case.learner, ())
            is_late = case.state in LATE
            if is_late or case.is_open_by(self.on + SOON):
                for user in users:
                    self._add(user, case, case.due_on, is_late=is_late)

    def tell(self, at: datetime) -> int:
        """Send each manager with new events the digest of the day; return the number of notices."""
        return store_notices(
            Notice(
                user_id=user,
                kind=reminder_notices.PEOPLE_DUE,
                key=self.on.isoformat(),
                context={
                    "soon": digest.soon,
                    "today": digest.today,
                    "late": digest.late,
                },
                url="/my/people/",
                created_at=at,
            )
            for user, digest in self._found.items()
            if digest.newest > self._last.get(user, date.min)
        )

    def _add(
        self, user: int, case: ReminderCase, due_on: date, *, is_late: bool
    ) -> None:
        digest = self._found[user]
        group = digest.late if is_late else digest.soon
        group[case.code] += 1
        if due_on == self.on:
            digest.today[case.code] += 1
        begun = due_on - SOON
        if case.assigned_on is not None:
            begun = max(begun, case.assigned_on + _DAY)
        days = (digest.newest, begun, due_on, due_on + _DAY)
        digest.newest = find_newest_day(days, self.on)
