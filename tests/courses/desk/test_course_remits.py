"""Trainers of one course: an administrator gives it, and all the rest does not exist."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.assessment.corrections import key_corrections
from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    Filing,
    KeyCorrection,
    PaperVersion,
    QuestionState,
    QuestionVersion,
    ReviewTask,
    StateChange,
)
from courses.assessment.statistics import learning_gains, tally_store
from courses.models import CourseRemit
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, edition_with_exam
from tests.factories.courses import CourseFactory, CourseRemitFactory
from tests.factories.open_answers import marked, open_item, question, written
from tests.factories.statistics import taken

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST, GRANT = reverse("desk:course-remits"), reverse("desk:grant-course-remit")


@pytest.fixture
def data():
    return {
        "number": UserFactory(roles=[Role.TRAINER]).staff_number,
        "course": CourseFactory().code,
        "starts_on": f"{timezone.localdate()}",
        "ends_on": "",
        "reason": "Бұйрық № 7",
    }


@pytest.fixture
def bound(enter):
    """A trainer who is signed in and looks after one course without questions."""
    return CourseRemitFactory(user=enter(Role.TRAINER))


@pytest.fixture
def edition():
    """A course with an open question and two others, that is not theirs."""
    return edition_with_exam([question(), {}, {}], questions=3, open_questions=1)


def asked(edition):
    found = QuestionVersion.objects.filter(version__entries__edition=edition)
    return found.exclude(type="open").first()


def waiting(edition=None, **facts):
    """An open answer that waits for a marker."""
    attempt = written(**({"edition": edition} if edition else {}), **facts)
    attempt_marking.mark_attempt(attempt, at=NOW + timedelta(minutes=10))
    return open_item(attempt)


# giving and ending


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"number": "999999"},
        {"course": "no"},
        {"starts_on": "soon"},
        {"ends_on": "2020-01-01"},
        {"reason": " "},
    ],
)
def test_wrong_line_is_told_and_gives_nothing(enter, client, data, wrong):
    enter(Role.ADMINISTRATOR)

    answer = client.post(GRANT, data | wrong)

    assert answer.context["form"].errors
    assert not CourseRemit.objects.exists()


def test_somebody_who_is_no_trainer_is_told_and_given_nothing(enter, client, data):
    enter(Role.ADMINISTRATOR)

    answer = client.post(GRANT, data | {"number": UserFactory().staff_number})

    assert answer.context["form"].non_field_errors()
    assert not CourseRemit.objects.exists()


def test_a_course_is_given_listed_and_ended(enter, client, data):
    enter(Role.ADMINISTRATOR)

    client.post(GRANT, data)
    client.post(GRANT, data | {"course": ""})
    one, every = CourseRemit.objects.order_by("pk")
    page = client.get(LIST).content.decode()
    client.post(
        reverse("desk:end-course-remit", args=[one.pk]),
        {"on": f"{timezone.localdate()}", "reason": "Ауысты"},
    )

    assert (every.course, one.course.code) == (None, data["course"])
    assert data["course"] in page
    one.refresh_from_db()
    assert one.ends_on == timezone.localdate()


def test_list_leaves_out_what_has_ended(enter, client):
    enter(Role.ADMINISTRATOR)
    now = CourseRemitFactory()
    old = CourseRemitFactory(ends_on=timezone.localdate() - DAY)

    assert list(client.get(LIST).context["page"]) == [now]
    end = reverse("desk:end-course-remit", args=[old.pk])
    assert client.get(end).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_any_number(
    enter, client, count, django_assert_num_queries
):
    enter(Role.ADMINISTRATOR)
    for _number in range(count):
        CourseRemitFactory()
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)


# what a trainer of another course does not meet


def test_answers_of_another_course_are_not_there(bound, client, edition):
    item = waiting(edition)
    slug = edition.course.slug

    queue = client.get(reverse("desk:marking:queue"))
    pages = [
        client.get(reverse(f"desk:marking:{name}", args=args)).status_code
        for name, args in [
            ("next", [slug, "kk"]),
            ("mark", [item.pk]),
            ("decide", [item.pk]),
            ("set-aside", [item.pk]),
        ]
    ]

    assert queue.context["lines"] == []
    assert [tab.count for tab in queue.context["tabs"]] == [0, 0, None]
    assert pages == [404] * 4


def test_her_own_marks_stay_readable_when_the_course_is_not_hers_any_more(
    enter, client, edition
):
    user = enter(Role.TRAINER)
    marked(waiting(edition).attempt, by=user)
    CourseRemitFactory(user=user)

    page = client.get(reverse("desk:marking:mine"))

    assert [one.marker for one in page.context["page"]] == [user]


def test_answers_of_her_course_are_there(enter, client, edition):
    item = waiting(edition)
    CourseRemitFactory(user=enter(Role.TRAINER), course=edition.course)

    assert client.get(reverse("desk:marking:mark", args=[item.pk])).status_code == 200
    assert client.get(reverse("desk:marking:queue")).context["lines"][0].number == 1


def test_questions_of_another_course_are_not_there(bound, client, edition):
    one = asked(edition)
    unit = one.version.unit
    Filing.objects.create(key=unit.key, course=unit.course, folder="Құқық")

    bank = client.get(reverse("desk:bank:questions"))
    pages = [
        client.get(reverse(name, args=[key])).status_code
        for name, key in [
            ("desk:bank:question", unit.key),
            ("desk:bank:versions", unit.key),
            ("desk:bank:languages", unit.key),
            ("desk:bank:state", unit.key),
            ("desk:bank:file", unit.key),
            ("desk:bank:quarantine", unit.key),
            ("desk:corrections:propose", one.pk),
            ("desk:statistics:question", one.pk),
        ]
    ]

    assert list(bank.context["page"]) == []
    form = bank.context["form"]
    assert list(form.fields["course"].queryset) == []
    assert [value for value, _label in form.fields["folder"].choices] == [""]
    assert pages == [404] * 8


def test_corrections_tasks_and_facts_of_another_course_are_not_there(
    bound, client, edition
):
    one = asked(edition)
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(one, "full"),
        reason="Қате",
        by=UserFactory(),
        at=NOW,
    )
    task = ReviewTask.objects.create(
        question=one, cause="negative", n=30, facility=1, at=NOW
    )
    StateChange.objects.create(
        unit=one.version.unit, state=QuestionState.RETIRED, reason="Ескі", at=NOW
    )

    pages = [
        client.get(reverse(name, args=[key])).status_code
        for name, key in [
            ("desk:corrections:correction", kept.key),
            ("desk:corrections:decide", kept.key),
            ("desk:bank:close-task", task.pk),
        ]
    ]

    assert pages == [404] * 3
    for model in (KeyCorrection, ReviewTask, StateChange):
        assert not model.objects.visible_to(bound.user).exists()


def test_numbers_of_another_course_are_not_there(bound, client, edition):
    for _person in range(6):
        taken(edition, ["мәтін", "a", "b"])
    tally_store.count_new_attempts(NOW)
    paper = PaperVersion.objects.get(version__entries__edition=edition)

    page = client.get(reverse("desk:statistics:questions"))

    assert list(page.context["page"]) == []
    assert list(page.context["exams"]) == []
    assert learning_gains.list_course_gains(reader=bound.user) == []
    exam = client.get(reverse("desk:statistics:exam", args=[paper.pk]))
    assert exam.status_code == 404


def test_reviewer_reads_the_bank_of_every_course(enter, client, edition):
    user = enter(Role.SAFEGUARD_REVIEWER)
    CourseRemitFactory(user=user)

    page = client.get(
        reverse("desk:bank:question", args=[asked(edition).version.unit.key])
    )

    assert page.status_code == 200


@pytest.mark.parametrize("name", ["desk:bank:questions", "desk:marking:queue"])
def test_bounds_cost_no_query(enter, client, edition, name):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(name)).status_code == 200
        return len(seen)

    user = enter(Role.TRAINER)
    waiting(edition)
    queries()
    without = queries()
    CourseRemitFactory(user=user, course=edition.course)
    with_one = queries()
    CourseRemitFactory.create_batch(2, user=user)

    assert [with_one, queries()] == [without, without]
