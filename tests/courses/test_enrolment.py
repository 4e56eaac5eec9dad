from datetime import UTC, date, datetime

import pytest
from django.db.models import Count
from django.utils import timezone

from courses.enrolment import enrol_learner, leave_course
from courses.errors import EnrolmentError
from courses.events import LearnerEnrolled
from courses.models import Course, Enrolment
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.events import hearing
from tests.factories.courses import (
    LONG_AGO,
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    RemitFactory,
    StaffMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    with hearing(LearnerEnrolled) as events:
        yield events


def test_course_without_an_edition_refuses_and_says_what_to_do():
    learner = StaffMemberFactory()

    with pytest.raises(EnrolmentError, match=r".+\. .+\."):
        enrol_learner(learner, CourseFactory(), by=learner.user)


def test_closed_course_refuses():
    edition, learner = EditionFactory(course__closed_at=LONG_AGO), StaffMemberFactory()

    with pytest.raises(EnrolmentError):
        enrol_learner(learner, edition.course, by=learner.user)


def test_enrol_twice_is_harmless_and_told_once(heard):
    edition, learner = EditionFactory(), StaffMemberFactory()

    first = enrol_learner(learner, edition.course, by=learner.user)
    second = enrol_learner(learner, edition.course, by=learner.user)

    assert first == second
    assert heard == [LearnerEnrolled(first)]
    assert list(Entry.objects.values_list("action", "by")) == [
        ("courses.enrolled", learner.user.pk)
    ]


def test_enrol_again_after_completion_starts_afresh():
    done = EnrolmentFactory(completed_at=LONG_AGO)

    again = enrol_learner(done.learner, done.course, by=done.learner.user)

    assert set(done.learner.enrolments.all()) == {done, again}


def test_enrolment_keeps_its_edition_when_a_newer_one_is_released():
    before = EnrolmentFactory()
    newer = EditionFactory(course=before.course, number=before.edition.number + 1)
    course = Course.objects.get(pk=before.course.pk)

    after = enrol_learner(StaffMemberFactory(), course, by=None)

    before.refresh_from_db()
    assert before.edition != newer
    assert after.edition == newer


def test_assigned_course_cannot_be_left_by_its_learner():
    enrolment = EnrolmentFactory(due=date(2027, 1, 1))

    with pytest.raises(EnrolmentError):
        leave_course(enrolment, by=enrolment.learner.user)


def test_leaving_twice_ends_once():
    enrolment = EnrolmentFactory()

    leave_course(enrolment, by=enrolment.learner.user)
    leave_course(enrolment, by=enrolment.learner.user)

    assert Entry.objects.filter(action="courses.left").count() == 1


def test_overdue_is_only_what_is_still_under_way():
    late = EnrolmentFactory(due=date(2026, 5, 1))
    EnrolmentFactory(
        due=date(2026, 5, 1), completed_at=datetime(2026, 6, 1, tzinfo=UTC)
    )
    EnrolmentFactory(due=date(2026, 5, 2))

    assert set(Enrolment.objects.overdue(date(2026, 5, 2))) == {late}


def test_officer_sees_the_enrolments_of_her_remit_only():
    region = EstablishmentFactory()
    inside = AppointmentFactory(establishment=EstablishmentFactory(parent=region))
    outside = AppointmentFactory()
    mine, _theirs = (
        EnrolmentFactory(learner=inside.staff_member),
        EnrolmentFactory(learner=outside.staff_member),
    )
    officer = RemitFactory(establishment=region, role=Role.FACILITY_HR).user

    assert set(Enrolment.objects.visible_to(officer)) == {mine}


def test_ended_remit_shows_nobody():
    appointment = AppointmentFactory()
    EnrolmentFactory(learner=appointment.staff_member)
    officer = RemitFactory(
        establishment=appointment.establishment, ends_on=date(2021, 1, 1)
    ).user

    assert list(Enrolment.objects.visible_to(officer)) == []


def test_course_is_found_once_however_many_are_on_it():
    courses = [EditionFactory().course for _course in range(2)]
    person, hidden = StaffMemberFactory(), EditionFactory().course
    for course in courses:
        EnrolmentFactory.create_batch(3, edition=course.current_edition)
    EnrolmentFactory(edition=hidden.current_edition, learner=person)
    Course.objects.filter(pk=hidden.pk).update(closed_at=timezone.now())
    CourseFactory()  # nothing is released of it

    found = Course.objects.visible_to(person.user).annotate(units_=Count("units"))

    assert {course.code: course.units_ for course in found} == {
        course.code: course.units.count() for course in [*courses, hidden]
    }
    assert set(Course.objects.open()) == set(courses)
    other = StaffMemberFactory().user
    assert set(Course.objects.visible_to(other)) == set(courses)
