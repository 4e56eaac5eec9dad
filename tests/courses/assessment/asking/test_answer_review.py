"""What a candidate sees of her questions afterwards, and what she never does."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from courses.assessment.asking import answer_review
from courses.assessment.corrections import key_corrections
from courses.assessment.errors import PublishedFactsError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, PaperVersion, StateChange
from courses.assessment.papers.published_questions import record_paper
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    PaperVersionFactory,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.courses import UnitVersionFactory
from tests.factories.kinds import QUESTIONS
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def handed_in(review, *, bank=None, wrong=(), answered=True, **facts):
    """An exam that was handed in, under a paper that shows as much as ``review``."""
    bank = bank or [{}] * 4
    paper = {"review": review, "questions": len(bank)}
    attempt = begin(bank=bank, paper=paper | facts)
    if answered:
        answer(attempt, wrong=wrong)
    return attempt_marking.mark_attempt(attempt, at=attempt.started_at)


def verdicts(one):
    """The choices of a reviewed question that something is told of."""
    (field,) = one.form.fields
    return {option.id: option.verdict for option in field.options if option.verdict}


def test_paper_takes_no_review_that_there_is_not():
    version = UnitVersionFactory(unit__kind="exam")
    facts = {"questions": 1, "minutes": 1, "pass_mark": 80, "attempts": 1}

    with pytest.raises(PublishedFactsError):
        record_paper(version, facts | {"review": "everything"})

    assert not PaperVersion.objects.exists()


@pytest.mark.parametrize("review", PaperVersion.Review.values)
def test_nothing_is_shown_while_an_exam_is_written(client, review):
    attempt = begin(paper={"review": review})
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    assert answer_review.list_reviewed_questions(attempt) == []
    assert page.status_code == 302


def test_review_of_somebody_else_is_not_found(client):
    attempt = handed_in("full")
    client.force_login(StaffMemberFactory().user)

    assert client.get(reverse("learner:result", args=[attempt.key])).status_code == 404


def test_exam_shows_no_question_unless_its_paper_says_so(client):
    attempt = handed_in("result", wrong={1})
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key])).content.decode()

    assert PaperVersion().review == "result"
    assert answer_review.list_reviewed_questions(attempt) == []
    for item in attempt.items.all():
        assert item.question.text()[0]["stem"] not in page


def test_review_of_answers_says_what_was_right_and_never_what_would_have_been(client):
    attempt = handed_in("answers", wrong={1})
    client.force_login(attempt.enrolment.learner.user)

    shown = answer_review.list_reviewed_questions(attempt)
    page = client.get(reverse("learner:result", args=[attempt.key]))

    assert [one.is_right for one in shown] == [False, True, True, True]
    assert list(verdicts(shown[0]).values()) == ["wrong"]
    assert verdicts(shown[1]) == {"a": "right"}
    assert page.content.decode().count('class="check"') == 4


def test_full_review_shows_what_would_have_been_right():
    shown = answer_review.list_reviewed_questions(handed_in("full", wrong={1}))

    assert sorted(verdicts(shown[0]).values()) == ["right", "wrong"]
    assert verdicts(shown[0])["a"] == "right"


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"branching", "open"}))
@pytest.mark.parametrize("review", ["answers", "full"])
def test_question_without_an_answer_shows_its_key_in_a_full_review_only(name, review):
    body, key = QUESTIONS[name]
    bank = [{"type": name, "body": body, "key": key}]

    with translation.override("kk"):
        (one,) = answer_review.list_reviewed_questions(
            handed_in(review, bank=bank, answered=False)
        )

    solutions = [field.solution for field in one.form.fields if field.solution]
    told = solutions + [
        option.id
        for field in one.form.fields
        for option in field.options
        if option.verdict
    ]
    assert (one.is_answered, one.is_right) == (False, False)
    assert bool(told) == (review == "full")


def test_question_in_trial_is_never_shown():
    edition = edition_with_exam([{}] * 3, questions=2, review="full", trials=1)
    tried = edition.entries.filter(version__unit__kind="question").last().version.unit
    StateChange.objects.create(unit=tried, state="trial", reason="New", at=NOW)
    attempt = begin(exam_enrolment(edition=edition))
    attempt = attempt_marking.mark_attempt(attempt, at=attempt.started_at)

    assert attempt.items.count() == 3
    assert len(answer_review.list_reviewed_questions(attempt)) == 2


def test_review_costs_the_same_with_one_and_with_three_questions(
    django_assert_num_queries,
):
    one, three = (
        handed_in("answers", bank=[{"cites": ["X 1"]}] * count) for count in (1, 3)
    )

    with django_assert_num_queries(4):
        answer_review.list_reviewed_questions(one)
    with django_assert_num_queries(4):
        answer_review.list_reviewed_questions(three)


def test_release_warns_that_an_exam_shows_its_questions():
    found = {}
    for review in PaperVersion.Review.values:
        edition = edition_with_exam([{}], questions=1, review=review)
        versions = [entry.version for entry in edition.entries.all()]
        findings = answer_review.list_review_warnings(edition.course, versions)
        found[review] = [one.is_refusal for one in findings]

    assert found == {"result": [], "answers": [False], "full": [False]}


@pytest.mark.parametrize(
    ("facts", "warnings"),
    [
        ({"test_review": "answers"}, 0),
        ({"test_review": "full"}, 1),
        ({"test_review": "full", "review": "full"}, 2),
        ({"test_review": "result"}, 0),
        ({"test_review": "full", "pre_test_questions": 0}, 1),
        (
            {
                "test_review": "full",
                "pre_test_questions": 0,
                "follow_up_questions": 0,
            },
            0,
        ),
    ],
)
def test_release_warns_that_a_test_shows_questions_of_the_exam(facts, warnings):
    edition = edition_with_exam([{}], questions=1, **facts)
    versions = [entry.version for entry in edition.entries.all()]

    found = answer_review.list_review_warnings(edition.course, versions)

    assert [one.is_refusal for one in found] == [False] * warnings


@pytest.mark.parametrize(
    ("purpose", "review"),
    [
        ("exam", "result"),
        ("update", "result"),
        ("pre-test", "full"),
        ("follow-up", "full"),
    ],
)
def test_update_test_shows_as_much_as_the_exam(purpose, review):
    paper = PaperVersionFactory(review="result", test_review="full")

    assert Attempt(paper=paper, purpose=purpose).review == review


def test_what_is_right_is_told_by_the_corrected_key():
    attempt = handed_in("full", wrong={1})
    item = attempt.items.get(position=1)
    (chosen,) = item.responses.get().given
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(item.question, "replaced", given=[chosen]),
        reason="Кілт қате",
        by=UserFactory(),
        at=NOW,
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
    )

    one = answer_review.list_reviewed_questions(attempt)[0]

    assert one.is_right
    assert verdicts(one) == {chosen: "right"}


def test_every_answer_that_was_chosen_keeps_its_tick_on_the_page(client):
    """Radios of one name on one page would share a single tick."""
    attempt = handed_in("answers")
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    ticks = [tag for tag in re.findall("<input[^>]*>", page.text) if "checked" in tag]
    assert len(ticks) == 4
    assert not any("name=" in tag for tag in ticks)
