"""Training history of the invented people: passes, absences and exemptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from content.demo.exam_history import COURSE as EXAMS_OF
from content.demo.exam_history import SITTERS, ExamSitter, create_exam_history
from courses import progress
from courses.compliance.course_assignment import assign_due_courses
from courses.compliance.exemptions import ExemptionTerms, grant_exemption
from courses.compliance.models import Exemption
from courses.compliance.status import CourseStanding, list_standings
from courses.models import Edition, Enrolment, UnitProgress
from courses.records.completions.course_completion import (
    PastCompletion,
    record_past_completions,
)
from courses.transactions import unit_of_work
from courses.validity import add_months
from elearning.accounts.models import User
from elearning.staff.absences import record_absence
from elearning.staff.models import Absence, Appointment, StaffMember

#: Days until the last valid day, by standing, with the weight of each range.
_SPREAD = (
    (66, (61, 320)),
    (14, (1, 60)),
    (6, (-14, -1)),
    (10, (-170, -15)),
)
_RENEWED_SHARE = 0.35
_STARTED_SHARE = 0.35
_AWAY = 9
_EXEMPT = 7


@dataclass(frozen=True)
class _Pass:
    """A pass that is not recorded yet."""

    standing: CourseStanding
    at: datetime
    score: float | None


def create_training_history(
    held: Iterable[Appointment], *, by: User, chance: Random, today: date
) -> None:
    """Record passes for everybody, and absences and exemptions for some of ``held``.

    Courses due after that were assigned and partly begun yesterday, so that nothing is
    dated in the future. Everything is recorded in two units of work.
    """
    people = [row.staff_member for row in held]
    if not people:
        return
    with unit_of_work():
        sitters = _pass_courses(chance, today)
        create_exam_history(sitters, chance=chance, at=timezone.now())
        _send_away(chance.sample(people, _AWAY), chance, today)
        _exempt(chance.sample(people, _EXEMPT), by, today)
    now = datetime.combine(today - timedelta(days=1), time(3), UTC)
    with unit_of_work():
        assign_due_courses(now)
        _begin(people, chance, now)


def _pass_courses(chance: Random, today: date) -> list[ExamSitter]:
    """Record the passes; return the people whose exam is sat question by question."""
    everybody = list_standings(StaffMember.objects.all(), on=today)
    _share_editions(everybody)
    passes = [item for one in everybody for item in _passes(one, chance, today)]
    passes.sort(key=lambda item: item.at)
    sat = _newest_exams(passes)
    passes = [item for item in passes if item not in sat]
    enrolments = Enrolment.objects.bulk_create(_enrolment(item) for item in passes)
    UnitProgress.objects.bulk_create(
        UnitProgress(
            enrolment=enrolment,
            unit=entry.version.unit,
            started_at=enrolment.enrolled_at,
            finished_at=enrolment.completed_at,
        )
        for enrolment in enrolments
        for entry in enrolment.edition.steps
    )
    record_past_completions(
        [
            PastCompletion(
                enrolment, item.at, item.score, item.standing.person.language
            )
            for item, enrolment in zip(passes, enrolments, strict=True)
        ],
        by=None,
    )
    return [ExamSitter(item.standing.person, item.at) for item in sat]


def _share_editions(standings: Iterable[CourseStanding]) -> None:
    """Load the edition of each course once, with its outline."""
    editions: dict[int, Edition | None] = {}
    for one in standings:
        if one.course.pk not in editions:
            editions[one.course.pk] = one.course.current_edition
        one.course.current_edition = editions[one.course.pk]


def _newest_exams(passes: list[_Pass]) -> list[_Pass]:
    """Return the newest passes of the exam course, one per person."""
    mine = [one for one in passes if one.standing.course.code == EXAMS_OF]
    newest = {one.standing.person.pk: one for one in mine}
    return sorted(newest.values(), key=lambda item: item.at)[-SITTERS:]


def _passes(standing: CourseStanding, chance: Random, today: date) -> Iterable[_Pass]:
    """Draw the times of passes; new appointees have none."""
    rule, appointment = standing.requirement, standing.appointment
    edition = standing.course.current_edition
    if rule is None or appointment is None or edition is None:
        return
    weights = [weight for weight, _days in _SPREAD]
    drawn = chance.choices(_SPREAD, weights)[0]
    is_new = (today - appointment.starts_on).days < rule.first_due_days
    if is_new:
        return
    longest = rule.months * 30 - 10
    days = min(chance.randint(*drawn[1]), longest)
    passed_on = add_months(today + timedelta(days=days), -rule.months)
    if chance.random() < _RENEWED_SHARE:
        earlier = add_months(passed_on, -rule.months) - timedelta(chance.randint(5, 60))
        yield _drawn(standing, earlier, chance)
    yield _drawn(standing, min(passed_on, today - timedelta(days=1)), chance)


def _drawn(standing: CourseStanding, on: date, chance: Random) -> _Pass:
    at = datetime.combine(on, time(chance.randint(3, 12), chance.randint(0, 59)), UTC)
    steps = [entry.version.unit for entry in _edition(standing).steps]
    has_exam = any(unit.kind == unit.Kind.EXAM for unit in steps)
    return _Pass(standing, at, chance.randint(16, 20) / 20 if has_exam else None)


def _enrolment(item: _Pass) -> Enrolment:
    return Enrolment(
        course=item.standing.course,
        edition=_edition(item.standing),
        learner=item.standing.person,
        enrolled_at=item.at - timedelta(days=12),
        started_at=item.at - timedelta(days=11),
        last_seen_at=item.at,
        completed_at=item.at,
    )


def _edition(standing: CourseStanding) -> Edition:
    edition = standing.course.current_edition
    if edition is None:
        raise RuntimeError(f"{standing.course.code} has no released edition.")
    return edition


def _send_away(people: list[StaffMember], chance: Random, today: date) -> None:
    for place, person in enumerate(people):
        kind = Absence.Kind.PARENTAL if place % 2 else Absence.Kind.ILLNESS
        starts_on = today - timedelta(days=chance.randint(30, 200))
        ends_on = None if place % 2 else today + timedelta(days=chance.randint(10, 60))
        record_absence(person, kind, starts_on=starts_on, ends_on=ends_on, by=None)


def _exempt(people: list[StaffMember], by: User, today: date) -> None:
    mine = StaffMember.objects.filter(pk__in=[person.pk for person in people])
    seen: set[int] = set()
    for standing in list_standings(mine, on=today):
        if standing.requirement is None or standing.person.pk in seen:
            continue
        seen.add(standing.person.pk)
        starts_on = today - timedelta(days=20)
        grant_exemption(
            standing.person,
            standing.course,
            ExemptionTerms(
                kind=Exemption.Kind.WAIVER,
                reason="Оқу академиясында осы курсты өзі жүргізеді.",
                starts_on=starts_on,
                ends_on=add_months(today, 6),
            ),
            by=by,
            at=datetime.combine(starts_on, time(4), UTC),
        )


def _begin(people: list[StaffMember], chance: Random, now: datetime) -> None:
    """Let some learners of assigned courses read the first lessons."""
    enrolments = Enrolment.objects.active().filter(learner__in=people)
    editions: dict[int, Edition] = {}
    for enrolment in enrolments.select_related("learner", "edition", "course"):
        edition = editions.setdefault(enrolment.edition_id, enrolment.edition)
        enrolment.edition = edition  # one outline for all readers
        lessons = [entry.version.unit for entry in enrolment.edition.steps[:3]]
        if chance.random() > _STARTED_SHARE:
            continue
        language = enrolment.learner.language
        for place, unit in enumerate(lessons[:-1] or lessons):
            at = now + timedelta(minutes=20 * place)
            progress.start_unit(enrolment, unit, language=language, at=at)
            if unit != lessons[-1]:
                later = at + timedelta(minutes=14)
                progress.finish_unit(enrolment, unit, language=language, at=later)
