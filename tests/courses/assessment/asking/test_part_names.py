"""Parts of a question are served under names, kept by ids, and ids are no answer."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.assessment.asking.part_names import PartNames
from courses.assessment.marks import attempt_marking
from courses.assessment.models import AttemptItem, Response
from courses.learner.archive import build_learner_archive
from tests.factories.assessment import begin, exam_enrolment, save, served
from tests.factories.kinds import QUESTIONS, sent_for
from tests.factories.records import told, verbs

pytestmark = pytest.mark.django_db
#: Kinds with parts to choose, place or order.
WITH_PARTS = [name for name in QUESTIONS if name not in {"numeric", "text", "open"}]
#: A scenario is left out where its answers have to be a whole path.
CHANGEABLE = [name for name in QUESTIONS if name not in {"branching", "open"}]


def attempt_at(name):
    body, key = QUESTIONS[name]
    bank = [{"type": name, "body": body, "key": key}]
    enrolment = exam_enrolment(bank, paper={"questions": 1})
    return begin(enrolment, at=timezone.now())


def window(client, attempt):
    """Go on with ``attempt`` in a browser; returns the address of its question."""
    client.force_login(attempt.enrolment.learner.user)
    move = reverse("assessment:move", args=[attempt.key])
    return client.post(move, {"q": 1}).url


@pytest.mark.parametrize("name", CHANGEABLE)
def test_attempt_begun_before_parts_had_names_goes_on(client, name):
    """Orders and answers are in the rows as they ever were: by ids."""
    attempt, key = attempt_at(name), QUESTIONS[name][1]
    save(attempt, 1, sent_for(name, key), 1, at=timezone.now())
    kept = Response.objects.get().given

    address = window(client, attempt)
    page = client.get(address).content.decode()
    sent = served(attempt, 1, **sent_for(name, key))
    for values in sent.values():
        assert all(f'value="{value}"' in page for value in values)
    client.post(address, sent | {"sequence": 2, "go": "next"})
    client.post(address.replace("?", "hand-in/?"))

    attempt.refresh_from_db()
    assert [one.given for one in Response.objects.order_by("pk")] == [kept, kept]
    assert attempt.passed


@pytest.mark.parametrize("name", WITH_PARTS)
def test_ids_are_no_answer_in_an_exam(client, name):
    attempt, key = attempt_at(name), QUESTIONS[name][1]
    address = window(client, attempt)

    page = client.post(address, sent_for(name, key) | {"sequence": 1, "go": "next"})

    assert page.status_code == 400
    (message,) = page.context["messages"]
    assert "Бетті қайта жүктеп" in str(message)
    assert not Response.objects.exists()


@pytest.mark.parametrize("name", WITH_PARTS)
def test_parts_have_other_names_in_another_attempt(name):
    question = attempt_at(name).items.get().question
    text = question.body["kk"]

    first, second = (
        set(re.findall(r"'served': '(\w+)'", str(_named(question, text, pk))))
        for pk in (1, 2)
    )

    assert first
    assert first & second == set()


@pytest.mark.parametrize("name", WITH_PARTS)
def test_parts_have_the_same_names_in_every_language(name):
    question = attempt_at(name).items.get().question

    found = {
        tuple(re.findall(r"'served': '(\w+)'", str(_named(question, text, 1))))
        for text in question.body.values()
    }

    assert len(found) == 1


@pytest.mark.parametrize("name", ["matching", "ordering", "cloze", "single"])
def test_archive_of_a_learner_under_way_tells_answers_without_ids(name):
    attempt, key = attempt_at(name), QUESTIONS[name][1]
    save(attempt, 1, sent_for(name, key), 1, at=timezone.now())

    (exam,) = build_learner_archive(attempt.enrolment.learner)["exams"]

    (row,) = exam["answers"]
    assert row["answer"] == served(attempt, 1, **sent_for(name, key))


@pytest.mark.parametrize("name", CHANGEABLE)
def test_no_statement_is_about_a_question_before_the_hand_in(name):
    attempt, key = attempt_at(name), QUESTIONS[name][1]
    save(attempt, 1, sent_for(name, key), 1, at=timezone.now())

    before = verbs(told(attempt.enrolment))
    attempt_marking.mark_attempt(attempt, at=timezone.now())
    after = verbs(told(attempt.enrolment))

    assert ("answered" in before, "answered" in after) == (False, True)


def _named(question, text, pk):
    return PartNames.of_item(AttemptItem(pk=pk, question=question)).in_text(text)
