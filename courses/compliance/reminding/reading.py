"""How people stand, read some hundred at a time: as much of it as a message needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.db.models import Sum
from django.utils import timezone

from courses.compliance.models import RuleException
from courses.compliance.standing import Standing, State, standings
from courses.models import Edition, UnitText
from elearning.staff.models import StaffMember

#: So many people are reckoned together.
PEOPLE_AT_ONCE = 500
#: States in which there is a day to come, and something to be done by it.
OPEN = frozenset({State.DUE, State.NOT_STARTED, State.IN_PROGRESS, State.VALID})


@dataclass(frozen=True)
class Case:
    """How one person stands with one course.

    ``state`` and ``due_on`` are those of the course itself; an update of what she holds
    is told apart, and only where she is asked for it. ``user`` is there where she has an
    account that is open. ``assigned_on`` is the day on which somebody else put her on the
    course, ``assigned_due`` the day that was set then.
    """

    learner: int
    user: int | None
    language: str
    code: str
    slug: str
    place: int | None
    state: State
    due_on: date | None
    grace_until: date | None
    expires_on: date | None
    update_due_on: date | None
    update_minutes: int
    assigned_on: date | None
    assigned_due: date | None

    def is_open_by(self, day: date) -> bool:
        """Tell whether the course has to be passed by ``day``, which has not come yet."""
        return self.state in OPEN and self.due_on is not None and self.due_on <= day


def cases(on: date) -> Iterator[list[Case]]:
    """Yield how everybody employed on ``on`` stands, some hundred people at a time.

    Nothing of a rule about whose exception for her nobody has decided yet.
    """
    people = (
        StaffMember.objects.employed(on).order_by("pk").values_list("pk", flat=True)
    )
    for some in batched(list(people), PEOPLE_AT_ONCE, strict=False):
        staff = StaffMember.objects.filter(pk__in=some).select_related("user")
        waiting = RuleException.objects.open().filter(learner__in=some)
        undecided = set(waiting.values_list("learner", "requirement__course"))
        yield [
            _case(standing)
            for standing in standings(staff, on=on)
            if (standing.person.pk, standing.course.pk) not in undecided
        ]


def planned_minutes() -> dict[tuple[str, str], int]:
    """Return how long each course takes, by its code and the language (curriculum R15)."""
    texts = UnitText.objects.filter(
        version__entries__edition__in=Edition.objects.current()
    )
    sums = texts.values_list("version__entries__edition__course__code", "language")
    return {
        (code, language): total
        for code, language, total in sums.order_by().annotate(Sum("minutes"))
    }


def _case(standing: Standing) -> Case:
    course, user = standing.without_update, standing.person.user
    waits, enrolment = standing.waits_for_update, standing.enrolment
    chosen = enrolment is None or enrolment.enrolled_by_id == standing.person.user_id
    return Case(
        learner=standing.person.pk,
        user=user.pk if user and user.is_active else None,
        language=user.language if user else standing.person.language,
        code=standing.course.code,
        slug=standing.course.slug,
        place=standing.appointment.establishment_id if standing.appointment else None,
        state=course.state,
        due_on=course.due_on,
        grace_until=course.grace_until,
        expires_on=standing.expires_on,
        update_due_on=standing.update_due_on if waits else None,
        update_minutes=standing.update_minutes,
        assigned_on=None
        if chosen or enrolment is None
        else timezone.localdate(enrolment.enrolled_at),
        assigned_due=enrolment.due if enrolment else None,
    )
