"""Career history: events of a person’s service and training, derived from records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.certificates.models import Certificate
from courses.models import Course
from courses.records.models import Completion
from elearning.staff.amendment_history import AmendmentHistory
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from courses.records.models import Withdrawal


@dataclass(frozen=True)
class HistoryEvent:
    """An event on a day, past or future."""

    on: date
    icon: str
    words: str
    detail: str = ""
    url: str = ""
    withdrawal: "Withdrawal | None" = None


@dataclass(frozen=True)
class CareerHistory:
    """The history as known on ``on``: past events, newest first, and those ahead."""

    on: date
    past: list[HistoryEvent]
    ahead: list[HistoryEvent]


def build_career_history(person: StaffMember, on: date) -> CareerHistory:
    """Return the history of ``person`` as it was known at the end of ``on``.

    The number of queries does not depend on the number of events.
    """
    knowledge = AmendmentHistory(on)
    events = [
        *_service(person, knowledge),
        *_training(person, on),
        *_exemptions(person, knowledge),
    ]
    events.sort(key=lambda one: one.on, reverse=True)
    return CareerHistory(
        on,
        [one for one in events if one.on <= on],
        [one for one in reversed(events) if one.on > on],
    )


def _service(
    person: StaffMember, knowledge: AmendmentHistory
) -> Iterator[HistoryEvent]:
    held = person.appointments.select_related("establishment", "post")
    for row in knowledge.of(held):
        place = row.establishment.title
        about = {"post": row.post.title}
        begun = _("Acting: %(post)s") if row.is_acting else _("Appointed: %(post)s")
        yield HistoryEvent(row.starts_on, "people", begun % about, place)
        if row.ends_on:
            ended = _("Appointment ended: %(post)s") % about
            yield HistoryEvent(row.ends_on, "people", ended, place)
    for rank in knowledge.of(person.ranks_held.select_related("rank")):
        words = _("Rank: %(rank)s") % {"rank": rank.rank.title}
        yield HistoryEvent(rank.starts_on, "flag", words)
    for absence in knowledge.of(person.absences.all()):
        kind = {"kind": absence.get_kind_display()}
        yield HistoryEvent(
            absence.starts_on, "bars", _("Absence began: %(kind)s") % kind
        )
        if absence.ends_on:
            yield HistoryEvent(
                absence.ends_on, "bars", _("Absence ended: %(kind)s") % kind
            )


def _training(person: StaffMember, on: date) -> Iterator[HistoryEvent]:
    for enrolment in person.enrolments.select_related("course"):
        day = timezone.localdate(enrolment.enrolled_at)
        if day <= on:
            words = _("Enrolled on the course: %(course)s")
            yield HistoryEvent(day, "course", words % _about(enrolment.course))
    yield from _passes(person, on)
    yield from _observed(person, on)
    papers: Iterable[Certificate] = Certificate.objects.filter(
        completion__learner=person, issued_on__lte=on
    ).select_related("completion__course")
    for paper in papers:
        words = _("Certificate issued: %(course)s")
        yield HistoryEvent(
            paper.issued_on,
            "certificate",
            words % _about(paper.completion.course),
            paper.number,
            reverse("desk:certificates:certificate", args=[paper.key]),
        )
    for read in person.acknowledgements.select_related("document"):
        if read.read_on <= on:
            words = _("Guideline read: %(document)s")
            yield HistoryEvent(
                read.read_on, "guideline", words % {"document": read.document.title}
            )


def _observed(person: StaffMember, on: date) -> Iterator[HistoryEvent]:
    for row in person.observations.select_related("checklist"):
        if row.seen_on <= on:
            words = _("Practice observed: %(sheet)s") % {"sheet": row.checklist.title}
            yield HistoryEvent(row.seen_on, "eye", words)


def _passes(person: StaffMember, on: date) -> Iterator[HistoryEvent]:
    passes = Completion.objects.filter(
        learner=person, passed_on__lte=on, recorded_at__date__lte=on
    ).exclude(superseded_by__recorded_at__date__lte=on)
    for row in passes.select_related("course", "withdrawal"):
        until = _("Valid until %(day)s") % {"day": _day(row.expires_on)}
        words = _("Passed: %(course)s") % _about(row.course)
        yield HistoryEvent(row.passed_on, "tick-circle", words, until)
        taken = getattr(row, "withdrawal", None)
        if taken and timezone.localdate(taken.recorded_at) <= on:
            words = _("Pass withdrawn: %(course)s") % _about(row.course)
            yield HistoryEvent(taken.withdrawn_on, "cross", words, withdrawal=taken)


def _exemptions(
    person: StaffMember, knowledge: AmendmentHistory
) -> Iterator[HistoryEvent]:
    for row in knowledge.of(person.exemptions.select_related("course")):
        if not row.has_days:
            continue
        about = _about(row.course)
        yield HistoryEvent(
            row.starts_on,
            "dash",
            _("Exempt: %(course)s") % about,
            row.get_kind_display(),
        )
        if row.ends_on:
            words = _("Exemption ended: %(course)s") % about
            yield HistoryEvent(row.ends_on, "dash", words)
    decided = person.rule_exceptions.exclude(outcome="")
    for one in decided.select_related("requirement__course"):
        day = timezone.localdate(one.resolved_at)
        if day <= knowledge.on:
            words = _("Exception to a rule decided: %(course)s")
            yield HistoryEvent(
                day,
                "edit",
                words % _about(one.requirement.course),
                one.get_outcome_display(),
            )


def _about(course: Course) -> dict[str, Any]:
    return {"course": f"{course.code} — {course.title}"}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
