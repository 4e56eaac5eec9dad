"""The search: any keyboard finds, nobody finds what she may not read."""

import json

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from content.models import LessonPage
from content.search import views
from content.search.letter_folding import fold_letters
from content.search.models import SearchEntry
from content.search.search_results import search_released_texts
from courses.enrolment import enrol_learner
from tests.factories.content import CoursePages, publish, text_block
from tests.factories.provisions import released_instrument
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_fold_makes_look_alikes_equal_and_keeps_the_length():
    word = "Қамқоршылық, ұйқы, әңгіме, үһ, ғөё"

    assert fold_letters(word) == "камкоршылык, уйкы, ангиме, ух, гое"
    assert len(fold_letters(word)) == len(word)


@pytest.fixture
def learner():
    return StaffMemberFactory()


@pytest.fixture(scope="module")
def built(module_db):
    pages = CoursePages(lessons=[])
    pages.lesson("l1", [text_block("l1", "Қадір-қасиет <b>туралы</b>")])
    pages.release()
    return pages


def titles(query, learner, language="kk"):
    found = search_released_texts(query, user=learner.user, language=language)
    return [one.title for one in found]


def test_lesson_is_found_only_by_those_on_the_course(learner, pages):
    assert titles("кадир", learner) == []

    enrol_learner(learner, pages.course, by=learner.user)

    assert titles("кадир", learner) == ["Сабақ l1 kk"]


def test_course_is_found_by_everybody(learner, pages):
    assert titles("курс", learner) == ["Курс kk"]


def test_course_that_is_not_released_is_not_found(learner, pages):
    CoursePages("T9", lessons=[])

    assert titles("курс", learner) == ["Курс kk"]


def test_own_language_comes_first_and_each_thing_once(learner, pages):
    enrol_learner(learner, pages.course, by=learner.user)

    assert titles("l1", learner, language="ru") == ["Сабақ l1 ru"]


def test_learner_finds_the_words_of_her_own_edition(learner, pages):
    enrol_learner(learner, pages.course, by=learner.user)
    for language in ("kk", "ru", "en"):
        page = LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)
        page.body = json.dumps([text_block("l1", "Мүлдем басқа")])
        publish(page)
    pages.release()

    assert titles("мулдем", learner) == []
    assert titles("кадир", learner) == ["Сабақ l1 kk"]


def test_clause_is_found_in_its_standing_edition(learner):
    released_instrument("43")

    (found,) = search_released_texts("43", user=learner.user, language="kk")

    assert found.url == "/kk/rules/nmr/#p-43"


def test_every_word_must_be_there(learner, pages):
    enrol_learner(learner, pages.course, by=learner.user)

    assert titles("кадир туралы", learner) == ["Сабақ l1 kk"]
    assert titles("кадир бөтен", learner) == []


def test_snippet_marks_the_words_and_escapes_the_rest(learner, pages):
    enrol_learner(learner, pages.course, by=learner.user)

    (found,) = search_released_texts("касиет", user=learner.user, language="kk")

    assert "<mark>қасиет</mark>" in found.snippet
    assert "<b>" not in found.snippet


@pytest.mark.parametrize("query", ["", "   ", "%", "<script>", "\0", "a" * 500])
def test_odd_queries_are_answered(client, learner, pages, query):
    client.force_login(learner.user)

    response = client.get(reverse("search:search"), {"q": query})

    assert response.status_code == 200
    assert "<script>a" not in response.content.decode()


@time_machine.travel("2026-05-04T12:00:10Z", tick=False)
def test_nobody_searches_without_a_pause(client, learner, monkeypatch):
    monkeypatch.setattr(views, "MOST_A_MINUTE", 2)
    client.force_login(learner.user)
    page = reverse("search:search")

    found = [client.get(page, {"q": "курс"}).status_code for _ in range(3)]

    assert found == [200, 200, 429]
    assert client.get(page).status_code == 200  # without words nothing is searched
    client.force_login(StaffMemberFactory().user)
    assert client.get(page, {"q": "курс"}).status_code == 200


def test_page_marks_results_in_another_language(client, learner):
    CoursePages("T9", languages=["kk", "ru"], lessons=[]).release()
    client.force_login(learner.user)
    with translation.override("en"):
        url = reverse("search:search")

    page = client.get(url, {"q": "курс"}).content.decode()

    assert 'lang="kk"' in page.split("<main")[1]


def test_page_takes_as_many_queries_for_three_results(
    client, learner, django_assert_max_num_queries
):
    released_instrument("43")
    client.force_login(learner.user)
    url = reverse("search:search")
    client.get(url, {"q": "Мәтін"})
    with django_assert_max_num_queries(25) as one:
        client.get(url, {"q": "Мәтін"})
    released_instrument("7", "8", "9", code="CAT")
    with django_assert_max_num_queries(25) as many:
        client.get(url, {"q": "Мәтін"})

    assert len(one) == len(many)


def test_release_twice_adds_each_text_once(pages):
    before = SearchEntry.objects.count()
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    for language in ("kk", "ru", "en"):
        page = LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)
        page.body = json.dumps([text_block("l1", "Жаңа")])
        publish(page)
    pages.release()

    assert SearchEntry.objects.count() == before + 3
