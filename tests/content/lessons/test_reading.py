"""Lessons as a learner meets them: her edition, her language, her place."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from content.models import LessonPage
from courses.enrolment import enrol_learner, leave_course
from courses.models import Enrolment
from tests.content.lessons.reading import progress, url, words
from tests.factories.content import CoursePages, name, publish, text_block
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def test_stranger_is_sent_to_sign_in(client, pages):
    response = client.get(url("l1"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_lesson_unknown_to_the_edition_is_not_found(reader):
    assert reader.get(url("l9")).status_code == 404
    assert reader.get(url("l1", course="t9")).status_code == 404


def test_lesson_of_somebody_not_enrolled_leads_to_the_outline(client, pages):
    client.force_login(StaffMemberFactory().user)

    response = client.get(url("l1"))

    assert (response.status_code, response.url) == (
        302,
        pages.course.get_absolute_url(),
    )


def test_lesson_of_a_course_she_left_is_closed_again(reader, learner, pages):
    leave_course(Enrolment.objects.get(learner=learner), by=learner.user)

    assert reader.get(url("l1")).status_code == 302


def test_lesson_is_rendered_from_her_edition_and_not_from_the_live_page(
    reader, pages, client
):
    for language in ("kk", "ru", "en"):
        page = LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)
        page.body = json.dumps([text_block("l1", "Жаңа редакция")])
        publish(page)
    assert "Жаңа редакция" not in words(reader.get(url("l1")))

    pages.release()
    assert "Жаңа редакция" not in words(reader.get(url("l1")))
    newcomer = StaffMemberFactory()
    enrol_learner(newcomer, pages.course, by=newcomer.user)
    client.force_login(newcomer.user)
    assert "Жаңа редакция" in words(client.get(url("l1")))


def test_outline_offers_the_newer_edition_as_a_note_only(reader, pages):
    for language in ("kk", "ru", "en"):
        page = LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)
        page.body = json.dumps([text_block("l1", "Жаңа")])
        publish(page)
    before = words(reader.get(pages.course.get_absolute_url()))
    pages.release()
    after = words(reader.get(pages.course.get_absolute_url()))

    with translation.override("kk"):
        note = translation.gettext("New version available")
    assert note not in before
    assert note in after


def test_missing_language_is_labelled_and_marked(client):
    pages = CoursePages(code="A1", languages=["kk", "ru"], lessons=[])
    pages.lesson("l1", [text_block("l1", "Мәтін")], languages=["kk", "ru"])
    pages.release()
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user)
    client.force_login(learner.user)

    page = words(client.get(url("l1", course="a1", language="en")))

    assert '<html lang="en"' in page
    assert "Not yet available in your language. Shown in Kazakh." in page
    assert '<div class="prose" lang="kk">' in page
    assert '<h1 lang="kk">' in page


def test_first_opening_is_noted_once(reader, learner):
    reader.get(url("l1"))
    started = progress(learner, "l1").started_at
    reader.get(url("l1", language="ru"))

    assert progress(learner, "l1").started_at == started


def test_place_is_kept_and_led_back_to(reader, learner, pages):
    reader.get(url("l2"))
    reader.post(url("l2") + "place/", {"block": name("check")})

    outline = words(reader.get(pages.course.get_absolute_url()))

    assert progress(learner, "l2").block == name("check")
    assert f'href="{url("l2")}#{name("check")}"' in outline


def test_place_of_a_stranger_is_not_found(client, pages):
    client.force_login(StaffMemberFactory().user)

    assert client.post(url("l2") + "place/", {"block": "x"}).status_code == 404


def test_lesson_leads_to_the_practice_of_its_course(practice):
    enrolment = Enrolment.objects.get(course__code="A1")

    page = practice.get(url("l1", course="a1"))

    assert reverse("assessment:practice", args=[enrolment.key]) in words(page)


def test_lesson_of_a_course_that_asks_nothing_leads_to_no_practice(client):
    pages = CoursePages(code="A2", lessons=[])
    pages.lesson("l1", [text_block("l1")])
    pages.release()
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user)
    client.force_login(learner.user)

    assert "/practice/" not in words(client.get(url("l1", course="a2")))


def test_unknown_action_is_not_found(reader):
    assert reader.post(url("l2"), {"action": "drop"}).status_code == 404


def test_done_finishes_and_leads_on(reader, learner):
    response = reader.post(url("l1"), {"action": "done"})

    assert response.url == url("l2")
    assert progress(learner, "l1").finished_at


def test_done_twice_changes_nothing(reader, learner):
    reader.post(url("l1"), {"action": "done"})
    first = progress(learner, "l1").finished_at
    reader.post(url("l1"), {"action": "done"})

    assert progress(learner, "l1").finished_at == first


def test_last_lesson_leads_to_the_exam(reader, learner):
    data = {"action": "decide", "choice": name("scenario", "n1", "b")}
    reader.post(url("s1"), data)
    response = reader.post(url("s1"), {"action": "done"})

    enrolment = Enrolment.objects.get(learner=learner)
    assert response.url == reverse("assessment:start", args=[enrolment.key])


def test_course_without_an_exam_is_completed_by_its_last_lesson(client):
    pages = CoursePages(code="A1", lessons=["l1"])
    pages.release()
    learner = StaffMemberFactory()
    enrolment = enrol_learner(learner, pages.course, by=learner.user)
    client.force_login(learner.user)

    response = client.post(url("l1", course="a1"), {"action": "done"})

    enrolment.refresh_from_db()
    assert response.url == pages.course.get_absolute_url()
    assert enrolment.completed_at


def test_quotation_links_to_its_provision(reader):
    with translation.override("kk"):
        rule = reverse("content:instrument", args=["nmr"])

    assert f'href="{rule}#p-43"' in words(reader.get(url("l2")))


def test_lesson_takes_as_many_queries_with_many_blocks(
    reader, pages, django_assert_max_num_queries
):
    reader.get(url("l1"))
    reader.get(url("l2"))
    with django_assert_max_num_queries(25) as short:
        reader.get(url("l1"))
    with django_assert_max_num_queries(25) as long:
        reader.get(url("l2"))

    assert len(long) <= len(short) + 2  # the two queries that resolve citations


def test_lesson_needs_no_script_and_no_foreign_address(reader):
    page = words(reader.get(url("l2")))

    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    assert " style=" not in page
    assert "onclick" not in page
