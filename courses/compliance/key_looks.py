"""Looks at the keys of questions by those who have to answer them themselves, or may yet.

Whoever writes or reviews questions reads keys, and may be a learner of the same course. The
trail tells then: once a day for each question. Of anybody else it tells once a day that they
read keys of the course, so that nobody reads them first and takes the course afterwards.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from courses.compliance.standing import Standing, State, standings
from courses.models import Course, Enrolment
from elearning.audit import trail
from elearning.audit.models import Entry
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: A learner of the course read a key.
ACTION = "questions.key_viewed"
#: Somebody else read keys of the course that day.
OF_COURSE = "questions.keys_viewed"


def note_look(user: "User", course: Course, question: UUID | None = None) -> None:
    """Write down that ``user`` reads the key of ``question``; see ``note_looks``.

    Without a question they read the keys of the whole course, as in a file.
    """
    note_looks(user, course, [question])


def note_looks(user: "User", course: Course, questions: Iterable[UUID | None]) -> None:
    """Write down that ``user`` reads the keys of ``questions``, which are of ``course``.

    Safe to repeat; as many queries for many questions as for one.
    """
    read = {str(question or "") for question in questions}
    if not read:
        return
    person = StaffMember.objects.filter(user=user).first()
    is_learner = person is not None and _learns(person, course)
    action, told = (ACTION, read) if is_learner else (OF_COURSE, {""})
    trail.write_all(
        trail.entry(
            action,
            by=user,
            on=course,
            person=person.key if person else "",
            course=course.code,
            question=question,
        )
        for question in sorted(told - _told_today(action, user, course))
    )


def note_course_looks(user: "User", courses: Iterable[Course]) -> None:
    """Write down that ``user`` reads, or may read from now on, all keys of ``courses``."""
    for course in courses:
        note_look(user, course)


def has_yet_to_pass(user: "User", course: Course) -> bool:
    """Tell whether ``user`` is under way in ``course``, or has to pass or renew it now.

    Whoever holds a course of their post, or is exempt from it, has no exam before them.
    """
    person = StaffMember.objects.filter(user=user).first()
    if person is None:
        return False
    asked = _asked_of(person, course)
    return _is_under_way(person, course) or (
        asked is not None and asked.state not in {State.VALID, State.WAIVED}
    )


def _told_today(action: str, user: "User", course: Course) -> set[str]:
    """Return the questions of ``course`` of which the trail tells today already."""
    found = Entry.objects.filter(
        action=action,
        by=user,
        at__date=timezone.localdate(),
        subject_type=Course._meta.label_lower,  # noqa: SLF001 — public by custom
        subject_id=str(course.pk),
    )
    return set(found.values_list("details__question", flat=True))


def _learns(person: StaffMember, course: Course) -> bool:
    """Tell whether ``person`` is under way in ``course``, or has to hold it today."""
    return _is_under_way(person, course) or _asked_of(person, course) is not None


def _is_under_way(person: StaffMember, course: Course) -> bool:
    return Enrolment.objects.active().filter(learner=person, course=course).exists()


def _asked_of(person: StaffMember, course: Course) -> Standing | None:
    """Return how ``person`` stands with ``course``, where a rule asks it of them today."""
    mine = StaffMember.objects.filter(pk=person.pk)
    found = standings(mine, on=timezone.localdate())
    asked = (one for one in found if one.is_required and one.course.pk == course.pk)
    return next(asked, None)
