"""Audit of access to answer keys by people who have, or may have, to take the exam.

Authors and reviewers of questions read answer keys, and may be learners of the same
course. In that case, each access is recorded, once a day per question. For anybody
else, one entry a day records that they read keys of the course, so that nobody reads
them first and takes the course later unnoticed.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.assessment.models import Attempt, AttemptPurpose
from courses.compliance.status import CourseStanding, StandingState, list_standings
from courses.models import Course, Enrolment, Unit
from courses.records.models import Completion
from courses.updates.update_tasks import has_open_update, list_update_tasks
from elearning.audit import audit_log
from elearning.audit.models import Entry
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: A learner of the course read an answer key.
ACTION = "questions.key_viewed"
#: Somebody else read answer keys of the course that day.
OF_COURSE = "questions.keys_viewed"
#: How long somebody who left a course after an attempt counts as enrolled: they may
#: return.
AFTER_LEAVING = timedelta(days=180)


def record_key_view(user: "User", course: Course, question: UUID | None = None) -> None:
    """Record that ``user`` reads the answer key of ``question``; see ``record_key_views``.

    Without a question, they read the keys of the whole course, for example as a file.
    """
    record_key_views(user, course, [question])


def record_key_views(
    user: "User", course: Course, questions: Iterable[UUID | None]
) -> None:
    """Record that ``user`` reads the answer keys of ``questions`` of ``course``.

    Safe to repeat; the number of queries does not grow with the questions.
    """
    if read := {str(question or "") for question in questions}:
        _note(user, {course: read})


def record_course_key_views(user: "User", courses: Iterable[Course]) -> None:
    """Record that ``user`` reads, or may read from now on, all answer keys of ``courses``.

    Safe to repeat; the number of queries does not grow with the courses.
    """
    if read := {course: {""} for course in courses}:
        _note(user, read)


def record_all_key_views(user: "User") -> None:
    """Record that ``user`` gives something access to the keys of every course with an exam."""
    exams = Unit.objects.filter(kind=Unit.Kind.EXAM)
    record_course_key_views(user, Course.objects.filter(pk__in=exams.values("course")))


def has_exam_ahead(user: "User", course: Course) -> bool:
    """Return whether ``user`` is taking ``course``, or has to pass or renew it now.

    Whoever left it recently after an attempt is still taking it. Holding a required
    course, or being exempt from it, means no exam ahead; an update does not count.
    """
    settled = (StandingState.VALID, StandingState.WAIVED)
    return _is_under_way(user, course) or any(
        one.without_update.state not in settled for one in _asked_in(user, course)
    )


def has_yet_to_pass(user: "User", course: Course) -> bool:
    """Return whether any test may still ask ``user`` questions of ``course``.

    As ``has_exam_ahead``, and also if an update is pending, or during an exemption.
    """
    return (
        _is_under_way(user, course)
        or any(one.state != StandingState.VALID for one in _asked_in(user, course))
        or has_open_update(user, course)
    )


def _note(user: "User", read: dict[Course, set[str]]) -> None:
    """Record once a day that ``user`` reads the keys of these questions of each course."""
    person = StaffMember.objects.filter(user=user).first()
    learned = _learned(person, read) if person else set()
    told = _told_today(user, read)
    audit_log.record_entries(
        audit_log.build_entry(
            action,
            by=user,
            on=course,
            person=person.key if person else "",
            course=course.code,
            question=question,
        )
        for course, questions in read.items()
        for action, question in (
            [(ACTION, one) for one in sorted(questions)]
            if course.pk in learned
            else [(OF_COURSE, "")]
        )
        if (action, str(course.pk), question) not in told
    )


def _told_today(user: "User", courses: Iterable[Course]) -> set[tuple[str, str, str]]:
    found = Entry.objects.filter(
        action__in=(ACTION, OF_COURSE),
        by=user,
        at__date=timezone.localdate(),
        subject_type=Course._meta.label_lower,
        subject_id__in=[str(course.pk) for course in courses],
    )
    return set(found.values_list("action", "subject_id", "details__question"))


def _learned(person: StaffMember, courses: Iterable[Course]) -> set[int]:
    """Return those of ``courses`` that ``person`` is taking, or has to hold or update."""
    wanted = {course.pk for course in courses}
    under_way = _list_under_way().filter(learner=person, course__in=wanted)
    learned = set(under_way.values_list("course", flat=True))
    if learned != wanted:
        learned |= {one.course.pk for one in _asked_of(person)}
    if not learned >= wanted:
        tasks = list_update_tasks(person, on=timezone.localdate())
        learned |= {one.completion.course_id for one in tasks}
    return learned


def _is_under_way(user: "User", course: Course) -> bool:
    """Return whether ``user`` is on ``course``, or left it recently after an exam attempt."""
    return _list_under_way().filter(learner__user=user, course=course).exists()


def _list_under_way() -> QuerySet[Enrolment]:
    """Return the enrolments under way, and those left recently after an exam attempt.

    Whoever has passed since leaving is no longer under way.
    """
    tried = Attempt.every.filter(enrolment=OuterRef("pk"), purpose=AttemptPurpose.EXAM)
    passed = Completion.objects.filter(
        learner=OuterRef("learner"),
        course=OuterRef("course"),
        completed_at__gt=OuterRef("ended_at"),
    )
    left = Q(
        Exists(tried), ~Exists(passed), ended_at__gt=timezone.now() - AFTER_LEAVING
    )
    return Enrolment.objects.filter(Q(ended_at=None) | left, completed_at=None)


def _asked_in(user: "User", course: Course) -> list[CourseStanding]:
    """Return the standing of ``user`` with ``course``, if a rule requires it today."""
    person = StaffMember.objects.filter(user=user).first()
    asked = _asked_of(person) if person else []
    return [one for one in asked if one.course.pk == course.pk]


def _asked_of(person: StaffMember) -> list[CourseStanding]:
    """Return the standings of ``person`` with the courses that rules require today."""
    mine = StaffMember.objects.filter(pk=person.pk)
    return [
        one for one in list_standings(mine, on=timezone.localdate()) if one.is_required
    ]
