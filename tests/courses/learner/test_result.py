"""The result of an exam, with the certificate on the same page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from courses.assessment import correcting, marking, regrading
from courses.certificates.models import Certificate
from courses.learner.result import result_of
from courses.records.models import Completion
from tests.factories.accounts import UserFactory
from tests.factories.assessment import answer, begin

pytestmark = pytest.mark.django_db


def sat(*, wrong=(), **facts):
    """An exam handed in a moment ago."""
    attempt = begin(at=timezone.now() - timedelta(minutes=5), **facts)
    answer(attempt, wrong=wrong)
    return marking.mark(attempt, at=timezone.now(), by=attempt.enrolment.learner.user)


def test_result_of_a_failed_exam_has_no_certificate():
    attempt = sat(wrong={1, 2, 3})

    result = result_of(attempt)

    assert result["certificate"] is None
    assert not Completion.objects.exists()
    assert result["opens_at"] == attempt.handed_in_at + timedelta(hours=24)


def test_result_of_the_last_attempt_names_no_next_one():
    result = result_of(sat(wrong={1, 2, 3}, paper={"attempts": 1}))

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

    to_read = result_of(attempt)["to_read"]

    assert [[link.title for link in topic.lessons] for topic in to_read] == [
        [text.title]
    ]


def corrected(attempt, given):
    """Make ``given`` what is right in a question of ``attempt`` that was answered rightly."""
    now = timezone.now()
    question = attempt.items.filter(mark=1).first().question
    kept = correcting.propose(
        correcting.draft(question, "replaced", given=given),
        reason="Кілт қате",
        by=UserFactory(),
        at=now,
    )
    correcting.decide(kept, confirmed=True, reason="Иә", by=UserFactory(), at=now)
    regrading.apply_due(now)


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
