"""The result of an exam, with the certificate on the same page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.marks import attempt_marking
from courses.certificates.models import Certificate
from courses.learner.exam_result import build_result_context
from courses.records.models import Completion
from tests.factories.accounts import UserFactory
from tests.factories.assessment import answer, begin
from tests.factories.open_answers import marked, written

pytestmark = pytest.mark.django_db


def sat(*, wrong=(), **facts):
    """An exam handed in a moment ago."""
    attempt = begin(at=timezone.now() - timedelta(minutes=5), **facts)
    answer(attempt, wrong=wrong)
    return attempt_marking.mark_attempt(
        attempt, at=timezone.now(), by=attempt.enrolment.learner.user
    )


def test_result_of_a_failed_exam_has_no_certificate():
    attempt = sat(wrong={1, 2, 3})

    result = build_result_context(attempt)

    assert result["certificate"] is None
    assert not Completion.objects.exists()
    assert result["opens_at"] == attempt.handed_in_at + timedelta(hours=24)


def test_result_of_the_last_attempt_names_no_next_one():
    result = build_result_context(sat(wrong={1, 2, 3}, paper={"attempts": 1}))

    assert (result["opens_at"], result["none_left"]) == (None, True)


def test_result_of_a_passed_exam_shows_its_certificate(client):
    attempt = sat(wrong={1})
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    certificate = Certificate.objects.get()
    assert certificate.completion.enrolment == attempt.enrolment
    assert float(certificate.completion.score) == 0.75
    assert page.context["certificate"] == certificate
    assert certificate.number in page.content.decode()


def test_result_names_the_lessons_of_the_topics_that_went_wrong():
    attempt = sat(wrong={1, 2, 3})
    text = attempt.enrolment.edition.steps[0].version.text("kk")
    outcome = attempt.items.first().question.outcome
    type(text).objects.update(details={"outcomes": [outcome.number]})
    attempt.refresh_from_db()

    to_read = build_result_context(attempt)["to_read"]

    assert [[link.title for link in topic.lessons] for topic in to_read] == [
        [text.title]
    ]


def corrected(attempt, given):
    """Make ``given`` what is right in a question of ``attempt`` that was answered rightly."""
    now = timezone.now()
    question = attempt.items.filter(mark=1).first().question
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(question, "replaced", given=given),
        reason="Кілт қате",
        by=UserFactory(),
        at=now,
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=now
    )
    regrades.apply_due_corrections(now)


def test_pass_that_is_lost_is_told_neutrally_beside_the_certificate(client):
    attempt = sat(wrong={1})
    corrected(attempt, ["b"])
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    assert page.context["result"].percentage == 50
    assert page.context["certificate"] == Certificate.objects.get()
    with translation.override("kk"):
        assert gettext("A question was corrected") in page.content.decode()
        assert gettext("Not passed") not in page.content.decode()


def test_start_page_leads_to_the_pass_by_which_the_course_ended(client):
    attempt = sat(wrong={1})
    corrected(attempt, ["b"])
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("assessment:start", args=[attempt.enrolment.key]))

    assert page.url == reverse("learner:result", args=[attempt.key])


def own_words(*, ago=timedelta(0), **facts):
    """An exam with an answer for a trainer, handed in so long ago."""
    at = timezone.now() - ago
    attempt = written(at=at - timedelta(minutes=5), **facts)
    return attempt_marking.mark_attempt(
        attempt, at=at, by=attempt.enrolment.learner.user
    )


def test_page_of_a_waiting_exam_says_what_waits_and_by_when(client):
    attempt = own_words(others=3)
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    assert page.templates[0].name == "learner/waiting.html"
    facts = {name: page.context[name] for name in ("waiting", "marked", "is_late")}
    assert facts == {"waiting": 1, "marked": 3, "is_late": False}
    assert [(topic.right, topic.total) for topic in page.context["topics"]] == [(3, 3)]


def test_page_of_an_exam_that_waits_too_long_says_so(client):
    attempt = own_words(ago=timedelta(days=30))
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    assert page.context["is_late"]


def test_waiting_exam_is_shown_to_its_learner_alone(client):
    attempt, other = own_words(), own_words()
    client.force_login(other.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    assert page.status_code == 404


def test_result_shows_what_was_given_and_said_and_never_the_question(client):
    attempt = own_words(markers=2)
    marked(attempt, 2, 1, comment="Қағиданы атаңыз.")
    marked(attempt, 2, 2)
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    (shown,) = page.context["open_answers"]
    assert (shown.number, shown.percentage) == (1, 87)
    assert [
        [(one.label, one.points, one.most) for one in mark.criteria]
        for mark in shown.marks
    ] == [[("Өлшем x", 2, 2), ("Өлшем y", n, 2)] for n in (1, 2)]
    words = page.content.decode()
    assert "Қағиданы атаңыз." in words
    assert "Сұрақ?" not in words


def test_decision_alone_is_shown_where_markers_did_not_agree(client):
    attempt = own_words(markers=2)
    for points in (0, 2):
        marked(attempt, points, points)
    marked(attempt, 1, 1, decides=True, comment="Шешім.")

    (shown,) = build_result_context(attempt.__class__.objects.get())["open_answers"]

    assert [mark.comment for mark in shown.marks] == ["Шешім."]


@pytest.mark.parametrize("page", ["learner:training", "assessment:start", "course"])
def test_learner_finds_her_waiting_exam_from_everywhere(client, page):
    attempt = own_words()
    client.force_login(attempt.enrolment.learner.user)
    addresses = {
        "learner:training": reverse("learner:training"),
        "assessment:start": reverse("assessment:start", args=[attempt.enrolment.key]),
        "course": attempt.enrolment.course.get_absolute_url(),
    }

    words = client.get(addresses[page]).content.decode()

    assert reverse("learner:result", args=[attempt.key]) in words


def test_start_page_tells_that_a_trainer_marks(client):
    enrolment = own_words().enrolment
    client.force_login(enrolment.learner.user)

    page = client.get(reverse("assessment:start", args=[enrolment.key]))

    assert (page.context["open_questions"], page.context["marking_days"]) == (1, 5)


def test_open_answer_that_was_never_given_is_said_to_be_missing(client):
    attempt = own_words(text="")
    client.force_login(attempt.enrolment.learner.user)

    with translation.override("en"):
        page = client.get(reverse("learner:result", args=[attempt.key]))

    (shown,) = page.context["open_answers"]
    assert (shown.is_given, shown.percentage, shown.marks) == (False, 0, [])
    assert "You did not answer this question." in page.text


def test_certificate_is_offered_in_the_other_languages_as_well(client):
    attempt = sat()
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    paper = Certificate.objects.get().pdf_url
    assert [f'href="{paper}?lang={code}"' in page.text for code in ("ru", "en")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(("practice", "leads"), [(0, False), (1, True)])
def test_failed_exam_leads_to_practice_where_there_is_some(client, practice, leads):
    bank = [{}] * 4 + [{"for_practice": True}] * practice
    attempt = sat(wrong={1, 2, 3}, bank=bank)
    client.force_login(attempt.enrolment.learner.user)

    page = client.get(reverse("learner:result", args=[attempt.key]))

    address = reverse("assessment:practice", args=[attempt.enrolment.key])
    assert (address in page.text) is leads
