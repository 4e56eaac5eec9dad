"""Facts from which standings are computed, for any day, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.compliance.models import Exemption, Requirement, RuleException
from courses.models import Enrolment
from courses.records.models import Completion
from courses.updates.update_status import OpenUpdate, build_open_updates
from elearning.staff.amendment_history import AmendmentHistory
from elearning.staff.classification import ClassificationAsOf
from elearning.staff.establishment_tree import EstablishmentTree
from elearning.staff.models import Absence, Appointment, StaffMember


@dataclass
class PersonFacts:
    """The facts about one person on the day; ``updates`` are open ones, by completion."""

    appointments: list[Appointment] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    exceptions: list[RuleException] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    updates: dict[int, list[OpenUpdate]] = field(default_factory=dict)


@dataclass
class StandingFacts:
    """The facts on the day: people, requirements, and the facts about each person by id."""

    people: list[StaffMember]
    requirements: list[Requirement]
    of: dict[int, PersonFacts]
    _by_post: dict[int, list[Requirement]] = field(default_factory=dict)

    def asked_of(self, appointment: Appointment) -> list[Requirement]:
        """Return the rules that cover ``appointment``, whatever the day."""
        post = appointment.post
        if post.pk not in self._by_post:
            rules = self.requirements
            self._by_post[post.pk] = [rule for rule in rules if rule.covers_post(post)]
        return [rule for rule in self._by_post[post.pk] if rule.covers(appointment)]


def load_standing_facts(
    staff: Any,
    on: date,
    courses: Iterable[int] | None = None,
    *,
    people: Iterable[StaffMember] | None = None,
) -> StandingFacts:
    """Return the facts about ``staff`` (a queryset) as they were at the end of ``on``.

    Rows that begin later are left out, and ends that became known later are undone, so
    that a report of a past day never changes. ``courses`` are the ids of courses to
    include, by default all; ``people`` are those of ``staff``, if loaded already.
    """
    about = {} if courses is None else {"course__in": list(courses)}
    tomorrow = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    among = {"staff_member__in": staff.order_by().values("pk"), "starts_on__lte": on}
    then = AmendmentHistory(on)
    tree, classes = EstablishmentTree(on), ClassificationAsOf(on)
    rules = then.of(_requirements(on).filter(**about))
    for rule in rules:
        tree.put_back(rule.establishment)
    facts = StandingFacts(
        list(staff if people is None else people), rules, defaultdict(PersonFacts)
    )
    appointments = Appointment.objects.filter(**among)
    for appointment in then.of(appointments.select_related("establishment", "post")):
        tree.put_back(classes.put_back(appointment).establishment)
        facts.of[appointment.staff_member_id].appointments.append(appointment)
    for absence in then.of(Absence.objects.filter(**among)):
        facts.of[absence.staff_member_id].absences.append(absence)
    exemptions = Exemption.objects.filter(**among, **about, granted_at__lt=tomorrow)
    for exemption in then.of(exemptions.select_related("course")):
        facts.of[exemption.staff_member_id].exemptions.append(exemption)
    for exception in _exceptions(staff, tomorrow, about):
        facts.of[exception.learner_id].exceptions.append(exception)
    _add_completions(facts, _completions(staff, on).filter(**about), staff, on)
    for enrolment in _enrolments(staff, tomorrow).filter(**about):
        facts.of[enrolment.learner_id].enrolments.append(enrolment)
    return facts


def _add_completions(
    facts: StandingFacts, rows: QuerySet[Completion], staff: Any, on: date
) -> None:
    completions = list(rows)
    updates = build_open_updates(completions, staff.order_by().values("pk"), on=on)
    for completion in completions:
        known = facts.of[completion.learner_id]
        known.completions.append(completion)
        if completion.pk in updates:
            known.updates[completion.pk] = updates[completion.pk]


def _requirements(on: date) -> QuerySet[Requirement]:
    rows = Requirement.objects.filter(starts_on__lte=on)
    return rows.select_related("course", "post", "category", "establishment")


def _exceptions(
    staff: Any, tomorrow: datetime, about: dict[str, Any]
) -> Iterator[RuleException]:
    """Yield the exceptions found by then; those decided later are open."""
    rows = RuleException.objects.filter(
        **{f"requirement__{name}": value for name, value in about.items()},
        learner__in=staff.order_by().values("pk"),
        found_at__lt=tomorrow,
    )
    for row in rows:
        if row.resolved_at is not None and row.resolved_at >= tomorrow:
            row.outcome, row.due_on = "", None
        yield row


def _completions(staff: Any, on: date) -> QuerySet[Completion]:
    rows = Completion.objects.as_of(on).select_related("course")
    return rows.filter(learner__in=staff.order_by().values("pk"))


def _enrolments(staff: Any, tomorrow: datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(
        Q(completed_at=None) | Q(completed_at__gte=tomorrow),
        Q(ended_at=None) | Q(ended_at__gte=tomorrow),
        learner__in=staff.order_by().values("pk"),
        enrolled_at__lt=tomorrow,
    ).select_related("course")
