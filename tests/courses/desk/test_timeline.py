"""A person's line of time, as her personnel officer reads it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses import progress
from courses.assessment.marks import attempt_marking
from courses.enrolment import enrol_learner
from courses.records import statement_timeline
from courses.records.statements import statement_builder
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.lrs.statements import statement_store
from tests.factories.assessment import NOW, answer, begin, edition_with_exam
from tests.factories.courses import CourseFactory
from tests.factories.lrs import AUTHORITY, statement, voiding
from tests.factories.records import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(enter):
    return enter(Role.FACILITY_HR)


def walk(person):
    """Take a person through a course: a lesson on one day, the exam on the next."""
    course = CourseFactory(title_en="Human rights")
    edition_with_exam([{}] * 4, course=course)
    enrolment = enrol_learner(person, course, by=person.user, at=NOW)
    (lesson,) = progress.list_lessons_before_exam(enrolment)
    progress.start_unit(enrolment, lesson, language="ru", at=NOW)
    progress.finish_unit(
        enrolment, lesson, language="ru", at=NOW + timedelta(minutes=7)
    )
    attempt = begin(enrolment, at=NOW + timedelta(days=1))
    answer(attempt, wrong=[1])
    attempt_marking.mark_attempt(attempt, at=NOW + timedelta(days=1, minutes=18))
    return enrolment


def opened(client, person, **query):
    with translation.override("en"):
        return client.get(reverse("desk:timeline", args=[person.key]), query)


def test_nothing_recorded_is_said(client, house, officer):
    assert opened(client, house.insider).context["days"] == []


def test_course_is_told_by_day_in_plain_sentences(client, house, officer):
    enrolment = walk(house.insider)

    days = opened(client, house.insider).context["days"]

    lesson, exam = (step.version.text("en").title for step in enrolment.edition.steps)
    said = [[(item.sentence, item.outcome) for item in day.moments] for day in days]
    assert said == [
        [
            ("Certificate earned: “Human rights”", ""),
            ("Completed: “Human rights”", "result 75%"),
            (f"Completed: “{exam}”", "18 minutes, 100% of the course done"),
            (f"Exam passed: “{exam}”", "result 75%, 18 minutes"),
            (f"Questions answered in “{exam}”", "3 of 4 right"),
            (f"Exam started: “{exam}”", ""),
            (f"Started: “{exam}”", ""),
        ],
        [
            (f"Completed: “{lesson}”", "7 minutes, 50% of the course done"),
            (f"Started: “{lesson}”", ""),
            ("Enrolled on a course: “Human rights”", ""),
        ],
    ]


def test_names_are_in_the_reader_s_language(client, house, officer):
    walk(house.insider)

    with translation.override("ru"):
        page = client.get(reverse("desk:timeline", args=[house.insider.key]))

    assert "Завершено: «Права человека»" in page.content.decode()


def test_voided_and_others_statements_are_not_told(client, house, officer):
    enrolment = walk(house.insider)
    statement_store.store_statements(
        [voiding(told(enrolment)[0]["id"])],
        authority=statement_builder.build_authority(),
    )
    statement_store.store_statements([statement()], authority=AUTHORITY)

    days = opened(client, house.insider).context["days"]

    said = [item.sentence for day in days for item in day.moments]
    assert not [text for text in said if text.startswith("Enrolled on a course")]
    assert len(said) == 9


def test_look_is_audited(client, house, officer):
    opened(client, house.insider)

    entry = Entry.objects.get(action="records.timeline_viewed")
    assert (entry.by, entry.person) == (officer, str(house.insider.key))


def test_older_page_goes_on_where_the_first_ends(client, house, officer, monkeypatch):
    walk(house.insider)
    monkeypatch.setattr(statement_timeline, "PAGE", 4)
    seen, query = [], {}
    while query is not None:
        context = opened(client, house.insider, **query).context
        seen += [moment.sentence for day in context["days"] for moment in day.moments]
        query = {"older": context["older"]} if context["older"] else None

    looks = Entry.objects.filter(action="records.timeline_viewed")
    assert sum(look.details["statements"] for look in looks) == len(told())
    assert seen[-1] == "Enrolled on a course: “Human rights”"


def test_queries_do_not_grow_with_what_happened(client, house, officer):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            opened(client, house.insider)
        return len(captured)

    walk(house.insider)
    queries()
    one = queries()
    walk(house.insider)

    assert queries() == one
