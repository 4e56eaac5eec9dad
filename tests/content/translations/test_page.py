"""The page of a translation: whom it is for, what is open, what it is made from."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from content.models import LessonPage
from content.questions.models import QuestionDraft
from content.studio.translations.forms import build_field_name
from elearning.accounts.roles import Role
from tests.content.translations.sheets import TEXT, opened, sent, url, words, write
from tests.factories.accounts import UserFactory
from tests.factories.content import CoursePages, name, text_block
from tests.factories.courses import CourseFactory, CourseRemitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.SAFEGUARD_REVIEWER, Role.MINISTRY_HR])
def test_page_is_for_trainers_alone(pages, sign_in, role):
    answer = sign_in(UserFactory(roles=[role])).get(url())

    assert answer.status_code == 302
    assert "translate" not in answer.url


def test_course_outside_her_remit_does_not_exist(studio, trainer, pages):
    CourseRemitFactory(user=trainer, course=CourseFactory(code="OTHER"))

    assert studio.get(url()).status_code == 404


def test_language_that_is_none_of_ours_does_not_exist(studio, pages):
    assert studio.get(url("de")).status_code == 404


def test_only_what_changed_is_open(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))

    answer = studio.get(url())

    assert opened(answer) == [TEXT]
    assert len(answer.context["rows"]) == 4


def test_text_without_a_published_source_leads_back_to_the_table(studio, pages):
    pages.lesson("l3", [text_block("l3")], languages=["kk"])

    answer = studio.get(url("kk", "l3"), follow=True)

    assert answer.redirect_chain == [(reverse("desk:parity"), 302)]
    assert len(list(answer.context["messages"])) == 1


def test_missing_language_is_made_from_its_source(studio, pages):
    pages.lesson("l3", [text_block("l3")], languages=["kk"])

    page = studio.get(url("ru", "l3"))
    place = f"{name('l3')}/text"
    studio.post(
        url("ru", "l3"),
        sent(
            page,
            **{build_field_name("/title"): "Урок 3"} | words(page, place, "<p>Да</p>"),
        ),
    )

    made = LessonPage.objects.get(
        slug="l3", locale=Locale.objects.get(language_code="ru")
    )
    assert not made.live
    text = made.get_latest_revision_as_object()
    assert (text.title, text.summary, text.minutes) == ("Урок 3", "", 10)
    assert made.get_parent().specific == pages.modules["ru"]


def test_page_whose_parent_is_missing_says_so(studio, pages):
    CoursePages(code="T2", languages=["kk"], lessons=["alone"])

    page = studio.get(url("ru", "alone"))
    data = sent(page, **{build_field_name("/title"): "Урок"})
    answer = studio.post(url("ru", "alone"), data)

    assert answer.status_code == 200
    assert len(answer.context["form"].non_field_errors()) == 1
    assert not Page.objects.filter(slug="alone", locale__language_code="ru").exists()


def test_question_is_translated_by_its_parts(studio, pages):
    question = pages.question(languages=["kk"])["kk"]
    choice = question.answers[0].id

    page = studio.get(url("ru", "t1-q01"))
    studio.post(
        url("ru", "t1-q01"),
        sent(
            page,
            **{
                build_field_name("/stem"): "Вопрос?",
                build_field_name(f"{choice}/text"): "Да",
            },
        ),
    )

    made = QuestionDraft.objects.get(locale__language_code="ru")
    text = made.get_latest_revision_as_object()
    assert not made.live
    assert text.stem == "Вопрос?"
    assert [(one.value["text"], one.value["correct"]) for one in text.answers] == [
        ("Да", True),
        ("", False),
    ]


def test_blank_title_is_an_error_beside_its_field_and_nothing_is_saved(studio, pages):
    pages.lesson("l3", [text_block("l3")], languages=["kk"])

    page = studio.get(url("ru", "l3"))
    answer = studio.post(url("ru", "l3"), sent(page))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [build_field_name("/title")]
    assert "data-error-summary" in answer.text
    assert not Page.objects.filter(slug="l3", locale__language_code="ru").exists()


def test_blank_stem_of_a_question_is_an_error_beside_its_field(studio, pages):
    pages.question(languages=["kk"])
    page = studio.get(url("ru", "t1-q01"))

    answer = studio.post(url("ru", "t1-q01"), sent(page))

    assert list(answer.context["form"].errors) == [build_field_name("/stem")]
