"""An invented service of any size, for benchmarks: people, requirements and passes.

It is refused if there are any people: real and invented ones are never mixed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.compliance.errors import ComplianceError
from courses.compliance.models import Requirement
from courses.compliance.periods.rebuild_requests import EARLIEST, request_full_rebuild
from courses.models import Course
from courses.records.models import Completion
from courses.validity import compute_expiry
from elearning.audit import audit_log
from elearning.staff.models import (
    Absence,
    Appointment,
    Establishment,
    Post,
    StaffMember,
)

if TYPE_CHECKING:
    from elearning.accounts.models import User

_BATCH = 5_000
_DEPARTMENTS = 17
_POSTS = 11
_PEOPLE_A_PLACE = 200
_MONTHS = 12
_FAMILIES = (
    "Әбдіров",
    "Байжанов",
    "Громов",
    "Есенова",
    "Қасымова",
    "Лебедева",
    "Үсенов",
)
_GIVEN = ("Айгүл", "Асқар", "Вера", "Гүлнар", "Ерлан", "Игорь", "Сәуле", "Ұлан")


@dataclass(frozen=True)
class ServiceSize:
    """The size of the service: people, courses required of each of them, years of history."""

    staff: int = 20_000
    courses: int = 30
    years: int = 5


def simulate_service(
    size: ServiceSize, *, by: "User | None", today: date | None = None, seed: int = 1
) -> Counter[str]:
    """Create a service of ``size`` up to ``today``; return the number of rows of each kind.

    The same ``seed`` creates the same service. A quarter of the people have moved once,
    one in twelve has left, one in sixteen has been away; every twentieth pass is late.
    Every course is required of every post and valid for twelve months: the most
    expensive case to compute. Raises ``ComplianceError`` if there are people already.
    """
    if StaffMember.objects.exists():
        raise ComplianceError(
            _("There are people here already. Simulate in an empty installation.")
        )
    service = _Service(size, today or timezone.localdate(), Random(seed))  # noqa: S311 — no secret
    with transaction.atomic():
        made = service.make()
        request_full_rebuild(EARLIEST)
        audit_log.record_action("compliance.simulated", by=by, made=dict(made))
    return made


class _Service:
    def __init__(self, size: ServiceSize, today: date, chance: Random) -> None:
        self.size, self.today, self.chance = size, today, chance
        self.begins_on = today - timedelta(days=365 * size.years)

    def make(self) -> Counter[str]:
        places, posts, courses = self._places(), self._posts(), self._courses()
        made = Counter(establishments=len(places), posts=len(posts))
        made["courses"] = len(courses)
        made["requirements"] = _write(Requirement, self._requirements(posts, courses))
        made["staff"] = _write(StaffMember, self._people())
        people = list(StaffMember.objects.order_by("pk"))
        held = {one.pk: self._appointments(one, places, posts) for one in people}
        made["appointments"] = _write(
            Appointment, (row for rows in held.values() for row in rows)
        )
        made["absences"] = _write(Absence, self._absences(people))
        served = {
            pk: (rows[0].starts_on, rows[-1].ends_on) for pk, rows in held.items()
        }
        made["completions"] = _record(self._completions(people, courses, served))
        return made

    def _places(self) -> list[Establishment]:
        root = Establishment.add_root(
            titles=_titles("Орталық", "Комитет", "Committee"),
            code="sim",
            kind=Establishment.Kind.COMMITTEE,
        )
        departments = [
            root.add_child(
                titles=_titles("Департамент", "Департамент", "Department", number),
                code=f"sim-{number:02}",
                kind=Establishment.Kind.DEPARTMENT,
            )
            for number in range(1, _DEPARTMENTS + 1)
        ]
        count = max(1, self.size.staff // _PEOPLE_A_PLACE)
        return [
            departments[number % _DEPARTMENTS].add_child(
                titles=_titles("Мекеме", "Учреждение", "Establishment", number),
                code=f"sim-e{number:04}",
                kind=Establishment.Kind.MEDIUM,
            )
            for number in range(1, count + 1)
        ]

    def _posts(self) -> list[Post]:
        rows = [
            Post(titles=_titles("Лауазым", "Должность", "Post", n), code=f"sim-{n}")
            for n in range(1, _POSTS + 1)
        ]
        return Post.objects.bulk_create(rows)

    def _courses(self) -> list[Course]:
        rows = []
        for number in range(1, self.size.courses + 1):
            titles = _titles("Курс", "Курс", "Course", number)
            rows.append(
                Course(
                    titles=titles,
                    public_titles=titles,
                    code=f"S{number:02}",
                    slug=f"s{number:02}",
                    hours=2,
                    validity_months=_MONTHS,
                )
            )
        return Course.objects.bulk_create(rows)

    def _requirements(
        self, posts: list[Post], courses: list[Course]
    ) -> Iterator[Requirement]:
        for post in posts:
            for course in courses:
                yield Requirement(
                    post=post, course=course, months=_MONTHS, starts_on=self.begins_on
                )

    def _people(self) -> Iterator[StaffMember]:
        for number in range(1, self.size.staff + 1):
            yield StaffMember(
                staff_number=f"S{number:06}",
                family_name=self.chance.choice(_FAMILIES),
                given_name=self.chance.choice(_GIVEN),
                language=self.chance.choice(("kk", "ru")),
            )

    def _appointments(
        self, person: StaffMember, places: list[Establishment], posts: list[Post]
    ) -> list[Appointment]:
        """Return the appointments of ``person``, in order: one or two."""
        chance = self.chance
        starts_on = self.begins_on - timedelta(days=chance.randrange(700))
        if chance.random() < 1 / 20:
            starts_on = self._day()
        ends_on = self._day_after(starts_on) if chance.random() < 1 / 12 else None
        first = Appointment(
            staff_member=person,
            establishment=chance.choice(places),
            post=chance.choice(posts),
            starts_on=starts_on,
            ends_on=ends_on,
        )
        if ends_on is not None or chance.random() > 1 / 4:
            return [first]
        moved_on = self._day_after(starts_on)
        first.ends_on = moved_on - timedelta(days=1)
        second = Appointment(
            staff_member=person,
            establishment=chance.choice(places),
            post=first.post,
            starts_on=moved_on,
        )
        return [first, second]

    def _absences(self, people: Iterable[StaffMember]) -> Iterator[Absence]:
        for person in people:
            if self.chance.random() < 1 / 16:
                starts_on = self._day()
                days = self.chance.randrange(40, 500)
                yield Absence(
                    staff_member=person,
                    kind=self.chance.choice(Absence.Kind.values),
                    starts_on=starts_on,
                    ends_on=starts_on + timedelta(days=days),
                )

    def _completions(
        self,
        people: Iterable[StaffMember],
        courses: Iterable[Course],
        served: dict[int, tuple[date, date | None]],
    ) -> Iterator[Completion]:
        for person in people:
            first, last = served[person.pk]
            last = min(last or self.today, self.today)
            for course in courses:
                yield from self._passes(person, course, first, last)

    def _passes(
        self, person: StaffMember, course: Course, first: date, last: date
    ) -> Iterator[Completion]:
        spread = (
            365 if first < self.begins_on else 60
        )  # not all of the people there already are new
        passed_on = max(first, self.begins_on) + timedelta(
            self.chance.randrange(spread)
        )
        until: date | None = None
        while passed_on <= last:
            until = compute_expiry(passed_on, _MONTHS, until)
            at = timezone.make_aware(datetime.combine(passed_on, time(9)))
            yield Completion(
                learner=person,
                course=course,
                completed_at=at,
                passed_on=passed_on,
                expires_on=until,
                language=person.language,
                basis=Completion.Basis.LESSONS,
                recorded_at=at,
            )
            is_late = self.chance.random() < 1 / 20
            days = (
                self.chance.randrange(1, 300) if is_late else -self.chance.randrange(80)
            )
            passed_on = until + timedelta(days=days)

    def _day(self) -> date:
        return self.begins_on + timedelta(self.chance.randrange(365 * self.size.years))

    def _day_after(self, starts_on: date) -> date:
        """Return a day of the history, at least a month after ``starts_on``."""
        return max(self._day(), starts_on + timedelta(days=30))


def _titles(kk: str, ru: str, en: str, number: int = 0) -> dict[str, str]:
    mark = f" {number}" if number else ""
    return {"kk": kk + mark, "ru": ru + mark, "en": en + mark}


def _write(model: type[models.Model], rows: Iterable[Any]) -> int:
    count = 0
    for some in batched(rows, _BATCH, strict=False):
        model._default_manager.bulk_create(some)
        count += len(some)
    return count


def _record(passes: Iterable[Completion]) -> int:
    count = 0
    for some in batched(passes, _BATCH, strict=False):
        Completion.objects.bulk_create(some)
        count += audit_log.record_entries(
            audit_log.build_entry(
                "records.completed",
                by=None,
                on=one,
                person=one.learner.key,
                facts=one.facts,
            )
            for one in some
        )
    return count
