"""The training of a learner: to do, under way and finished."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F, Prefetch, prefetch_related_objects
from django.utils import timezone

from courses.assessment.models import Attempt
from courses.compliance.renewals import merge_refreshers
from courses.compliance.standing_facts import load_standing_facts
from courses.compliance.status import CourseStanding, StandingState, compute_standings
from courses.learner.course_items import CourseItem, add_exam_opening, build_course_item
from courses.models import Enrolment
from courses.records.completions.correction_chain import attach_withdrawals
from courses.updates.update_tasks import UpdateTask, build_update_tasks
from elearning.staff.models import StaffMember

#: States that do not count among mandatory courses.
_ASKS_NOTHING = (StandingState.WAIVED, StandingState.NOT_REQUIRED)


@dataclass(frozen=True)
class TrainingOverview:
    """The home page: the one thing to do now, other courses under way, and finished ones.

    ``asked`` are the standings with required courses that are not under way. Of the
    ``mandatory`` courses, ``in_force`` are valid today. ``stands`` has the standing
    with each course, ``updates`` the certificates that wait for an update.
    """

    now: CourseItem | None = None
    others: list[CourseItem] = field(default_factory=list)
    asked: list[CourseStanding] = field(default_factory=list)
    finished: list[Enrolment] = field(default_factory=list)
    mandatory: int = 0
    in_force: int = 0
    stands: list[CourseStanding] = field(default_factory=list)
    updates: list[UpdateTask] = field(default_factory=list)

    @property
    def required(self) -> list[CourseItem]:
        """Other courses under way that are required."""
        return [item for item in self.others if item.is_asked]

    @property
    def chosen(self) -> list[CourseItem]:
        """Other courses under way that the learner chose."""
        return [item for item in self.others if not item.is_asked]


def build_training_overview(learner: StaffMember, at: datetime) -> TrainingOverview:
    """Return the training of ``learner`` at ``at``, earliest due first."""
    on = timezone.localdate(at)
    me = StaffMember.objects.filter(pk=learner.pk)
    facts = load_standing_facts(me, on, people=[learner])
    stands = {one.course.pk: one for one in compute_standings(facts, on)}
    active, finished = _enrolments(learner)
    rows = {one.taken.pk: one for one in merge_refreshers(stands.values())}
    stands_of = stands | rows
    items = [build_course_item(one, at, stands_of.get(one.course_id)) for one in active]
    items.sort(key=lambda item: (not item.is_under_way, item.ends_at))
    now = add_exam_opening(items[0], at) if items else None
    under_way = {enrolment.course_id for enrolment in active}
    asked = [
        one
        for course, one in rows.items()
        if course not in under_way and one.state != StandingState.NOT_REQUIRED
    ]
    mandatory = [one for one in rows.values() if _is_mandatory(one)]
    in_force = sum(_is_in_force(one, on) for one in mandatory)
    known = facts.of[learner.pk]
    return TrainingOverview(
        now,
        items[1:],
        asked,
        finished,
        len(mandatory),
        in_force,
        list(stands.values()),
        build_update_tasks(known.completions, known.updates, on=on),
    )


def _is_mandatory(standing: CourseStanding) -> bool:
    return standing.is_required and standing.state not in _ASKS_NOTHING


def _is_in_force(standing: CourseStanding, on: date) -> bool:
    return standing.expires_on is not None and standing.expires_on >= on


def _enrolments(learner: StaffMember) -> tuple[list[Enrolment], list[Enrolment]]:
    """Return the active enrolments of ``learner``, earliest due first, and completed ones.

    Active ones come with progress and attempts, completed ones with withdrawals.
    """
    rows = learner.enrolments.exclude(completed_at=None, ended_at__isnull=False)
    known = rows.select_related("course", "edition").order_by(
        F("due").asc(nulls_last=True),
        F("last_seen_at").desc(nulls_last=True),
        "enrolled_at",
        "pk",
    )
    active = [one for one in known if one.completed_at is None]
    attempts = Attempt.objects.select_related("paper", "further")
    prefetch_related_objects(active, "progress", Prefetch("attempts", attempts))
    finished = [one for one in known if one.completed_at is not None]
    finished.sort(key=_completed_at, reverse=True)
    return active, attach_withdrawals(finished) if finished else []


def _completed_at(enrolment: Enrolment) -> datetime:
    assert enrolment.completed_at is not None  # noqa: S101 — called for completed ones only
    return enrolment.completed_at
