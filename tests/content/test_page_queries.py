"""No page of a learner's journey asks the database more, the more rows it shows."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import progress
from courses.acknowledgements.reading_rules import create_reading_rule
from courses.assessment.attempts import answer_store
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt
from courses.assessment.practice import course_practice
from courses.certificates.models import Certificate
from courses.classroom import session_registrations
from courses.enrolment import enrol_learner
from courses.provisions.models import Document
from elearning.notices.notifications import notify_user
from tests.factories.assessment import exam_enrolment
from tests.factories.certificates import CertificateFactory
from tests.factories.classroom import DAY, officer, session
from tests.factories.compliance import RequirementFactory
from tests.factories.content import CoursePages, check_block
from tests.factories.provisions import DocumentFactory
from tests.factories.staff import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

#: What a page asks at most.
MOST = 25


def course(number):
    """A course of so many lessons with so many checks each, and as long an exam."""
    code = f"Q{number}"
    pages = CoursePages(code=code, lessons=[])
    for lesson in range(number):
        checks = [check_block(f"{lesson}-{check}") for check in range(number)]
        pages.lesson(f"l{lesson}", checks)
    pages.exam(questions=number)
    for question in range(number):
        pages.question(f"{code}-Q{question}")
        pages.question(f"{code}-P{question}", for_practice=True)
    pages.release()
    return pages.course


def learner(number):
    """Somebody with so much of everything: asked, under way, done, to be read."""
    appointed = AppointmentFactory(starts_on=date(2020, 1, 1))
    person, place = appointed.staff_member, appointed.establishment
    for one in range(number):
        held = CertificateFactory(completion__learner=person).completion
        RequirementFactory(post=appointed.post, course=held.course)
        other = exam_enrolment(learner=person)
        RequirementFactory(post=appointed.post, course=other.course)
        guideline = DocumentFactory(
            kind="guideline",
            code=f"G{number}{one}",
            distribution=Document.Distribution.REGISTER_ONLY,
        )
        create_reading_rule(
            appointed.post, guideline, starts_on=date(2020, 1, 1), days=30, by=None
        )
        taught = session(
            place=place, begins=timezone.now() + (3 + one) * DAY, at=timezone.now()
        )
        session_registrations.register_people(
            taught, [person], by=officer(place), at=timezone.now()
        )
        notify_user(person.user, "follow-up-test", str(one), context={"code": "C1"})
    return person


def journey(number):
    """Return the addresses of the pages, and the browser of their reader."""
    person, on = learner(number), course(number)
    enrolment = enrol_learner(person, on, by=person.user)
    for unit in progress.list_lessons_before_exam(enrolment):
        progress.finish_unit(enrolment, unit, language="kk")
    browser = Client()
    browser.force_login(person.user)
    asked = course_practice.build_practice_progress(enrolment).next_key
    start = reverse("assessment:start", args=[enrolment.key])
    pages = {
        "my training": reverse("learner:training"),
        "course": on.get_absolute_url(),
        "lesson": reverse("content:lesson", args=[on.slug, "l0"]),
        "practice": reverse(
            "assessment:practice-question", args=[enrolment.key, asked]
        ),
        "exam start": start,
    }
    found = {name: queries(browser, path) for name, path in pages.items()}
    found["exam question"] = queries(browser, browser.post(start).url)
    attempt = Attempt.objects.get(enrolment=enrolment)
    for item in attempt.items.select_related("question__version"):
        form = item.question.kind.form(item.question.kind.solution(item.question.key))
        answer_store.save_answer(
            attempt.key,
            item.position,
            answer_store.SentAnswer(form, 1),
            at=timezone.now(),
            by=person.user,
        )
    attempt_marking.mark_attempt(attempt, at=timezone.now(), by=person.user)
    certificate = Certificate.objects.get(completion__enrolment=enrolment)
    pages = {
        "result": reverse("learner:result", args=[attempt.key]),
        "my certificates": reverse("learner:certificates"),
        "notices": reverse("notices:list"),
        "verification": reverse("certificates:verify", args=[certificate.code]),
    }
    return found | {name: queries(browser, path) for name, path in pages.items()}


def queries(browser, path):
    """Return how many queries a page asks that was opened before."""
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200, path
    return len(asked)


@pytest.mark.slow
def test_no_page_asks_more_the_more_it_shows():
    few, many = journey(1), journey(3)

    assert many == few
    assert {name: number for name, number in many.items() if number > MOST} == {}
