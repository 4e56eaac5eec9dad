"""Versions of lessons and questions, read before they are released."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses.models import Unit, UnitVersion
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.content import (
    CoursePages,
    check_block,
    publish,
    scenario_block,
    text_block,
)
from tests.factories.courses import CourseFactory
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db

RELEASERS = {Role.TRAINER, Role.SAFEGUARD_REVIEWER}


@pytest.fixture(scope="module")
def built(module_db):
    released_instrument("36")  # the scenario cites it
    pages = CoursePages(lessons=[])
    pages.lesson("l1", [text_block("l1"), check_block(), scenario_block()])
    pages.question()
    return pages


@pytest.fixture
def enter(client):
    def as_role(role):
        pass_both_steps(client, UserFactory(roles=[role]))
        return client

    return as_role


def newest(kind):
    return UnitVersion.objects.newest().get(unit__kind=kind)


def url(version, slug="t1", language="kk"):
    with translation.override(language):
        return reverse("content:version", args=[slug, version.pk])


def test_preview_sends_strangers_to_the_door(client, pages):
    assert client.get(url(newest(Unit.Kind.LESSON))).status_code == 302


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", [Unit.Kind.LESSON, Unit.Kind.QUESTION])
def test_preview_opens_to_releasers_alone(pages, enter, role, kind):
    answer = enter(role).get(url(newest(kind)))

    assert answer.status_code == (200 if role in RELEASERS else 404)


def test_version_of_another_course_is_not_there(pages, enter):
    CourseFactory(code="T9", slug="t9")

    answer = enter(Role.TRAINER).get(url(newest(Unit.Kind.LESSON), "t9"))

    assert answer.status_code == 404


@pytest.mark.parametrize("kind", [Unit.Kind.COURSE, Unit.Kind.MODULE])
def test_version_of_anything_else_is_not_there(pages, enter, kind):
    assert enter(Role.TRAINER).get(url(newest(kind))).status_code == 404


def test_preview_takes_no_answers(pages, enter):
    assert enter(Role.TRAINER).post(url(newest(Unit.Kind.LESSON))).status_code == 405


def test_preview_shows_the_version_and_not_what_came_later(pages, enter):
    version = newest(Unit.Kind.LESSON)
    page = pages.lessons["l1"]["kk"]
    page.title = "Кейінгі атау"
    publish(page)

    words = enter(Role.TRAINER).get(url(version)).content.decode()

    assert "Сабақ l1 kk" in words
    assert "Кейінгі атау" not in words


def test_preview_is_labelled_and_shows_all_feedback_and_every_step(pages, enter):
    answer = enter(Role.SAFEGUARD_REVIEWER).get(
        url(newest(Unit.Kind.LESSON), language="en")
    )

    words = answer.content.decode()
    assert "Preview of what would be released" in words
    assert '<meta name="robots" content="noindex">' in words
    assert all(f"Түсіндірме {letter}" in words for letter in "abc")
    assert all(f"Қадам {node}" in words for node in ("n1", "n2", "y", "z"))
    assert 'action="#' not in words


def test_question_is_shown_with_its_right_answer(pages, enter):
    version = newest(Unit.Kind.QUESTION)

    answer = enter(Role.TRAINER).get(url(version, language="en"))

    (field,) = answer.context["form"].fields
    assert [choice.is_chosen for choice in field.options] == [True, False]
    assert "Correct answer" in answer.content.decode()


def test_desk_links_to_exactly_the_versions_it_would_release(pages, enter):
    answer = enter(Role.TRAINER).get(reverse("desk:release-course", args=["t1"]))

    words = answer.content.decode()
    with translation.override("kk"):
        for kind in (Unit.Kind.LESSON, Unit.Kind.QUESTION):
            assert url(newest(kind)) in words
