"""Strangers, and the start page: bad turns first."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from courses.assessment.models import Attempt, Response
from tests.courses.assessment.pages.addresses import (
    at,
    start_url,
)
from tests.factories.assessment import begin, exam_enrolment, served

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["question", "sheet", "overview", "hand-in"])
def test_an_attempt_of_somebody_else_is_not_found(client, name):
    attempt, other = begin(), exam_enrolment()
    client.force_login(other.learner.user)

    assert client.get(at(name, attempt)).status_code == 404
    assert client.get(start_url(attempt.enrolment)).status_code == 404


def test_posts_to_somebody_elses_attempt_change_nothing(client):
    attempt, other = begin(), exam_enrolment()
    client.force_login(other.learner.user)
    data = {"choice": "a", "sequence": 1}

    answers = [
        client.post(at(name, attempt, 1), data)
        for name in ("question", "hand-in", "move")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Response.objects.exists()
    assert Attempt.objects.open().get().hold == attempt.hold


def test_unknown_and_signed_out(client, learner):
    assert learner.get(reverse("assessment:start", args=[uuid4()])).status_code == 404
    learner.logout()
    assert learner.get(reverse("assessment:start", args=[uuid4()])).status_code == 302


def test_start_page_lists_what_is_missing_and_has_no_button(client):
    enrolment = exam_enrolment(read=False)
    client.force_login(enrolment.learner.user)
    lesson = enrolment.edition.steps[0].version.unit

    page = client.get(start_url(enrolment))
    refused = client.post(start_url(enrolment), {"hold": "x"})

    assert reverse("content:lesson", args=[enrolment.course.slug, lesson.slug]) in (
        page.content.decode()
    )
    assert 'name="hold"' not in page.content.decode()
    assert refused.url == start_url(enrolment)
    assert not Attempt.objects.exists()


def test_start_clicked_twice_begins_one_attempt(learner, enrolment):
    hold = learner.get(start_url(enrolment)).context["hold"]

    first = learner.post(start_url(enrolment), {"hold": hold})
    second = learner.post(start_url(enrolment), {"hold": hold})

    attempt = Attempt.objects.get()
    assert first.url == second.url
    assert learner.get(first.url).status_code == 200
    assert attempt.hold == hold


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_speak_the_language_of_the_address(learner, attempt, language):
    with translation.override(language):
        pages = [
            learner.get(at(name, attempt, 1))
            for name in ("question", "overview", "hand-in")
        ]
        pages.append(learner.get(start_url(attempt.enrolment)))

    assert [page.status_code for page in pages] == [200] * 4
    assert all(f'<html lang="{language}"' in page.content.decode() for page in pages)
    stem = {"kk": "Сұрақ", "ru": "Вопрос", "en": "Question"}[language]
    assert re.search(f"<h1[^>]*>{stem} ", pages[0].content.decode())


def test_the_exam_goes_on_in_another_language(learner, attempt):
    choice = served(attempt, 1, choice="b")
    learner.post(at("question", attempt, 1), choice | {"sequence": 1})

    with translation.override("ru"):
        page = learner.get(at("question", attempt, 1)).content.decode()

    (name,) = choice["choice"]
    assert f'value="{name}" id="q1-{name}" checked' in page
