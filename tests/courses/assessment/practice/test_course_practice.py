"""Practice: what is asked next, what is kept, and who never sees it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.assessment.errors import AnswerError
from courses.assessment.models import PracticeAnswer, StateChange
from courses.assessment.practice import course_practice
from courses.models import UnitText
from courses.records import statement_timeline
from tests.factories.assessment import NOW, exam_enrolment
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def learner(practice=3, exam=1):
    """A learner on a course with so many questions for practice, and of its exam."""
    bank = [{"for_practice": True}] * practice + [{}] * exam
    return exam_enrolment(bank, paper={"questions": 1})


def answered(enrolment, key, choice="a", at=NOW):
    question = course_practice.find_practice_question(enrolment, key)
    sent = {"choice": [choice]}
    return course_practice.record_practice_answer(
        enrolment, question, sent, language="kk", at=at
    )


def address(enrolment, key=None):
    if key is None:
        return reverse("assessment:practice", args=[enrolment.key])
    return reverse("assessment:practice-question", args=[enrolment.key, key])


def exam_question(enrolment):
    """The key of the question of the exam."""
    entries = enrolment.edition.entries.filter(version__unit__kind="question")
    versions = [entry.version for entry in entries.select_related("version__unit")]
    return next(v.unit.key for v in versions if not v.question.for_practice)


@pytest.mark.parametrize("method", ["get", "post"])
def test_practice_of_somebody_else_is_not_found(client, method):
    enrolment = learner()
    key = course_practice.build_practice_progress(enrolment).next_key
    client.force_login(StaffMemberFactory().user)

    assert client.get(address(enrolment)).status_code == 404
    assert getattr(client, method)(address(enrolment, key)).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_question_of_the_exam_or_of_nowhere_is_not_found(client, method):
    enrolment = learner()
    client.force_login(enrolment.learner.user)

    for key in (exam_question(enrolment), uuid.uuid4()):
        page = getattr(client, method)(address(enrolment, key), {"choice": "a"})
        assert page.status_code == 404
    assert not PracticeAnswer.objects.exists()


@pytest.mark.parametrize("choice", [[], ["z"], ["a", "b"]])
def test_what_is_no_answer_is_refused_at_the_question(client, choice):
    enrolment = learner()
    client.force_login(enrolment.learner.user)
    key = course_practice.build_practice_progress(enrolment).next_key

    page = client.post(address(enrolment, key), {"choice": choice})

    assert page.status_code == 400
    assert 'id="p-error"' in page.content.decode()
    assert not PracticeAnswer.objects.exists()
    with pytest.raises(AnswerError):
        answered(enrolment, key, "z")


def test_leaked_and_retired_questions_are_not_practised():
    enrolment = learner()
    key = course_practice.build_practice_progress(enrolment).next_key
    unit = course_practice.find_practice_question(enrolment, key).version.unit
    StateChange.objects.create(unit=unit, state="quarantined", reason="Leak", at=NOW)

    assert course_practice.build_practice_progress(enrolment).total == 2
    assert course_practice.find_practice_question(enrolment, key) is None


def test_new_questions_come_first_then_wrong_ones_then_the_longest_ago():
    enrolment = learner()
    order = []
    for minute, choice in enumerate(["b", "a", "a", "a", "a"]):
        key = course_practice.build_practice_progress(enrolment).next_key
        answered(enrolment, key, choice, at=NOW + minute * MINUTE)
        order.append(key)

    first, second, third = order[:3]
    assert len({first, second, third}) == 3
    assert order[3:] == [first, second]


def test_practice_says_how_many_questions_are_new():
    enrolment = learner()
    answered(
        enrolment, course_practice.build_practice_progress(enrolment).next_key, "b"
    )

    how_far = course_practice.build_practice_progress(enrolment)

    assert (how_far.new, how_far.answered, how_far.right) == (2, 1, 0)


def test_last_answer_replaces_the_one_before():
    enrolment = learner()
    key = course_practice.build_practice_progress(enrolment).next_key
    for minute, choice in enumerate("ba"):
        answered(enrolment, key, choice, at=NOW + minute * MINUTE)

    kept = PracticeAnswer.objects.get()
    assert (kept.given, kept.is_right) == (["a"], True)
    assert course_practice.build_practice_progress(enrolment).right == 1


def test_answer_comes_back_with_what_is_told_and_a_way_on(client):
    enrolment = learner()
    client.force_login(enrolment.learner.user)
    key = course_practice.build_practice_progress(enrolment).next_key

    answer = client.post(address(enrolment, key), {"choice": "b"})
    told = client.get(answer.url)
    again = client.get(address(enrolment, key))

    assert answer.url == f"{address(enrolment, key)}?told=1#told"
    assert told.context["check"].is_answered
    assert not told.context["check"].is_right
    assert told.context["next_url"] != address(enrolment, key)
    assert not again.context["check"].is_answered
    assert told.context["breadcrumbs"][-1][0] == address(enrolment)


def test_practice_is_seen_by_the_learner_alone():
    enrolment = learner()
    answered(enrolment, course_practice.build_practice_progress(enrolment).next_key)
    stranger = StaffMemberFactory().user

    lines = statement_timeline.get_timeline_page(enrolment.learner).lines

    assert PracticeAnswer.objects.visible_to(enrolment.learner.user).count() == 1
    assert not PracticeAnswer.objects.visible_to(stranger).exists()
    assert (
        statement_timeline.list_person_statements(enrolment.learner).count()
        == len(lines) + 1
    )


def test_lessons_with_self_checks_stand_beside_it(client):
    enrolment = learner(practice=0)
    entry = next(
        one for one in enrolment.edition.steps if one.version.unit.kind == "lesson"
    )
    texts = UnitText.objects.filter(version=entry.version)
    texts.update(details={"checks": ["x", "y"]})
    row = enrolment.progress.get(unit=entry.version.unit)
    row.notes = {"x": {"given": ["a"], "correct": True}}
    row.save()
    client.force_login(enrolment.learner.user)

    page = client.get(address(enrolment))

    ((_url, checks),) = page.context["lessons"]
    assert (checks.right, checks.total) == (1, 2)


def test_course_without_anything_to_practise_says_so(client):
    enrolment = learner(practice=0)
    client.force_login(enrolment.learner.user)

    page = client.get(address(enrolment))

    assert page.status_code == 200
    assert page.context["practice"].total == 0
    assert course_practice.build_practice_url(enrolment) == ""


def test_practice_costs_the_same_with_one_and_with_three_questions(
    client, django_assert_max_num_queries
):
    asked = []
    for practice in (1, 3):
        enrolment = learner(practice)
        key = course_practice.build_practice_progress(enrolment).next_key
        answered(enrolment, key)
        client.force_login(enrolment.learner.user)
        client.get(address(enrolment, key))
        with django_assert_max_num_queries(25) as queries:
            client.get(address(enrolment, key))
        asked.append(len(queries))

    assert asked[0] == asked[1]
