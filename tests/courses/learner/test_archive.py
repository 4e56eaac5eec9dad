"""What a learner takes away of herself, and that it is hers alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from courses.assessment.attempts import extra_time
from courses.assessment.marks import marking
from courses.assessment.practice import practising
from courses.learner.archive import archive_of
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, answer, begin, exam_enrolment

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=9)


def practised(**facts):
    """Somebody who answered one question to practise, and one of an exam rightly."""
    bank = [{"for_practice": True}, {}]
    enrolment = exam_enrolment(bank, paper={"questions": 1}, **facts)
    key = practising.practice_of(enrolment).next_key
    question = practising.question_of(enrolment, key)
    sent = {"choice": ["b"]}
    practising.answer(enrolment, question, sent, language="kk", at=LATER)
    attempt = begin(enrolment)
    answer(attempt)
    marking.mark(attempt, at=LATER, by=enrolment.learner.user)
    return enrolment


def test_archive_holds_answers_given_to_practise():
    enrolment = practised()
    practised()

    (row,) = archive_of(enrolment.learner)["practice"]

    code = row.pop("question__version__unit__slug")
    assert row == {
        "enrolment__course__code": enrolment.course.code,
        "given": ["b"],
        "is_right": False,
        "answered_at": LATER,
    }
    assert code


def test_archive_holds_exams_with_their_answers_and_no_words_of_questions():
    enrolment = practised()
    practised()

    archive = archive_of(enrolment.learner)

    (exam,) = archive["exams"]
    facts = ("purpose", "number", "language", "handed_in_at", "score", "passed")
    assert [exam[fact] for fact in facts] == ["exam", 1, "kk", LATER, 1, True]
    assert [row["answer"] for row in exam["answers"]] == [["a"]]
    assert "Сұрақ" not in str(archive)


def test_archive_holds_lessons_and_extra_time():
    enrolment = practised()
    extra_time.grant_extra_time(
        enrolment.learner,
        minutes=15,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        reason="Анықтама",
        by=UserFactory(),
    )

    archive = archive_of(enrolment.learner)

    (granted,) = archive["extra_time"]
    assert (granted["minutes"], granted["reason"]) == (15, "Анықтама")
    done = [row["finished_at"] for row in archive["lessons"]]
    assert done == [NOW, LATER]


def test_archive_is_handed_out_as_a_file_that_machines_read(client):
    enrolment = practised()
    client.force_login(enrolment.learner.user)

    answer = client.get(reverse("learner:archive"))

    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.json()["practice"][0]["given"] == ["b"]


@pytest.mark.parametrize("count", [1, 3])
def test_archive_asks_the_same_for_much(count, django_assert_num_queries):
    first = practised()
    for _course in range(count - 1):
        practised(learner=first.learner)

    with django_assert_num_queries(17):
        archive = archive_of(first.learner)

    assert len(archive["exams"]) == len(archive["practice"]) == count
