"""Lessons as a learner meets them: her edition, her language, her place."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from content.models import LessonPage
from courses.enrolment import enrol, leave
from courses.models import Enrolment, UnitProgress
from courses.signals import scenario_decided, self_check_answered
from tests.factories.content import (
    LANGUAGES,
    CoursePages,
    bank_block,
    check_block,
    name,
    publish,
    quote_block,
    scenario_block,
    text_block,
)
from tests.factories.provisions import released_instrument
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(module_db):
    released_instrument("36", "43")
    pages = CoursePages(lessons=["l1"])
    pages.lesson("l2", [text_block("l2"), check_block(), quote_block("NMR 43")])
    pages.lesson("s1", [scenario_block()])
    pages.exam()
    pages.question()
    pages.release()
    return pages


@pytest.fixture
def learner(pages):
    learner = StaffMemberFactory()
    enrol(learner, pages.course, by=learner.user)
    return learner


@pytest.fixture
def reader(client, learner):
    client.force_login(learner.user)
    return client


def url(unit, course="t1", language="kk"):
    with translation.override(language):
        return reverse("content:lesson", args=[course, unit])


def words(response):
    return response.content.decode()


def progress(learner, unit):
    return UnitProgress.objects.get(enrolment__learner=learner, unit__slug=unit)


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
    leave(Enrolment.objects.get(learner=learner), by=learner.user)

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
    enrol(newcomer, pages.course, by=newcomer.user)
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
    enrol(learner, pages.course, by=learner.user)
    client.force_login(learner.user)

    page = words(client.get(url("l1", course="a1", language="en")))

    assert '<html lang="en"' in page
    assert "Not yet in your language. It is shown in Kazakh." in page
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


def test_check_answered_returns_to_its_block_with_feedback(reader, learner):
    heard = []

    def hear(**facts):
        heard.append(facts)

    self_check_answered.connect(hear)
    try:
        wrong = name("check", "b")
        data = {"action": "check", "block": name("check"), "choice": wrong}
        response = reader.post(url("l2"), data)
    finally:
        self_check_answered.disconnect(hear)

    assert response.url == f"{url('l2')}#{name('check')}"
    page = words(reader.get(url("l2")))
    assert "Түсіндірме b" in page
    assert "Түсіндірме a" not in page
    answer = {"given": [wrong], "correct": False}
    assert progress(learner, "l2").notes == {name("check"): answer}
    assert [(one["response"], one["correct"], one["score"]) for one in heard] == [
        (wrong, False, 0)
    ]


@pytest.mark.parametrize(
    "choice", [[], ["elsewhere"], [name("check", "b")] * 2 + ["x"]]
)
def test_check_without_an_answer_or_with_a_foreign_one_keeps_nothing_and_says_why(
    reader, learner, choice
):
    data = {"action": "check", "block": name("check"), "choice": choice}

    page = reader.post(url("l2"), data)

    assert page.status_code == 400
    assert f'id="{name("check")}-error"' in words(page)
    assert f'aria-describedby="{name("check")}-error"' in words(page)
    assert progress(learner, "l2").notes == {}


def test_check_answered_again_replaces_the_answer(reader, learner):
    data = {"action": "check", "block": name("check")}
    for letter in ("b", "a", "a"):
        reader.post(url("l2"), data | {"choice": name("check", letter)})

    answer = {"given": [name("check", "a")], "correct": True}
    assert progress(learner, "l2").notes == {name("check"): answer}


@pytest.mark.usefixtures("pages")  # with the provisions
def test_check_links_the_note_of_an_option_to_the_provision_it_cites(client):
    pages = CoursePages(code="A1", lessons=[])
    block = check_block()
    block["value"]["options"][1]["value"]["cites"] = "NMR 43"
    pages.lesson("l1", [block])
    pages.release()
    learner = StaffMemberFactory()
    enrol(learner, pages.course, by=learner.user)
    client.force_login(learner.user)
    data = {"action": "check", "block": name("check"), "choice": name("check", "b")}

    client.post(url("l1", course="a1"), data)

    page = words(client.get(url("l1", course="a1")))
    note = page[page.index(f'id="{name("check")}-{name("check", "b")}-feedback"') :]
    with translation.override("kk"):
        rule = reverse("content:instrument", args=["nmr"])
    assert f'href="{rule}#' in note[: note.index("</form>")]


@pytest.fixture
def practice(client):
    """A learner's browser in a lesson that asks three questions of the bank."""
    pages = CoursePages(code="A1", lessons=[])
    keys = []
    for number, facts in enumerate([{}, {}, {"for_practice": False}], start=1):
        code = f"A1-Q0{number}"
        asked = {
            "type": "numeric",
            "answer": "15",
            "parts": {key: [] for key in LANGUAGES},
        }
        pages.question(code, **({"for_practice": True} | asked | facts))
        keys.append(name(code))
    pages.lesson("l1", [bank_block(key) for key in keys])
    pages.lesson("l2", [bank_block(keys[0])])
    pages.release()
    learner = StaffMemberFactory()
    enrol(learner, pages.course, by=learner.user)
    client.force_login(learner.user)
    return client


def test_number_that_is_none_is_refused_at_its_question_and_stays_in_the_field(
    practice,
):
    block = name("asks", name("A1-Q01"))
    data = {"action": "check", "block": block, "number": "көп"}

    page = practice.post(url("l1", course="a1"), data)

    assert page.status_code == 400
    assert words(page).count('value="көп"') == 1
    assert f'aria-describedby="{block}-error"' in words(page)


def test_lesson_asks_a_question_of_the_bank_and_tells_at_once(practice):
    block = name("asks", name("A1-Q01"))
    data = {"action": "check", "block": block, "number": "15"}

    answer = practice.post(url("l1", course="a1"), data)

    assert answer.url == f"{url('l1', course='a1')}#{block}"
    page = words(practice.get(url("l1", course="a1")))
    assert page.count("verdict-right") == 1


def test_lesson_leads_to_the_practice_of_its_course(practice):
    enrolment = Enrolment.objects.get(course__code="A1")

    page = practice.get(url("l1", course="a1"))

    assert reverse("assessment:practice", args=[enrolment.key]) in words(page)


def test_lesson_of_a_course_that_asks_nothing_leads_to_no_practice(client):
    pages = CoursePages(code="A2", lessons=[])
    pages.lesson("l1", [text_block("l1")])
    pages.release()
    learner = StaffMemberFactory()
    enrol(learner, pages.course, by=learner.user)
    client.force_login(learner.user)

    assert "/practice/" not in words(client.get(url("l1", course="a2")))


def test_lesson_never_asks_a_question_of_the_exam(practice):
    block = name("asks", name("A1-Q03"))
    data = {"action": "check", "block": block, "number": "15"}

    page = words(practice.get(url("l1", course="a1")))
    answer = practice.post(url("l1", course="a1"), data, follow=True)

    assert page.count('class="check"') == 2
    assert "A1-Q03" not in page
    assert [str(m.level_tag) for m in answer.context["messages"]] == ["warning"]


def test_lesson_costs_the_same_with_one_and_with_three_questions_of_the_bank(
    practice, django_assert_max_num_queries
):
    for lesson in ("l1", "l2"):
        practice.get(url(lesson, course="a1"))  # opens it
    with django_assert_max_num_queries(60) as many:
        practice.get(url("l1", course="a1"))
    with django_assert_max_num_queries(60) as one:
        practice.get(url("l2", course="a1"))

    assert len(many) == len(one)


def test_check_of_a_block_that_is_gone_says_so(reader):
    data = {"action": "check", "block": "gone", "choice": "x"}

    response = reader.post(url("l2"), data, follow=True)

    assert [str(m.level_tag) for m in response.context["messages"]] == ["warning"]


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
    enrolment = enrol(learner, pages.course, by=learner.user)
    client.force_login(learner.user)

    response = client.post(url("l1", course="a1"), {"action": "done"})

    enrolment.refresh_from_db()
    assert response.url == pages.course.get_absolute_url()
    assert enrolment.completed_at


def test_completed_lesson_can_be_read_and_answered_without_changing_the_record(client):
    pages = CoursePages(code="A1", lessons=[])
    pages.lesson("l1", [check_block()])
    pages.release()
    learner = StaffMemberFactory()
    enrol(learner, pages.course, by=learner.user)
    client.force_login(learner.user)
    client.post(url("l1", course="a1"), {"action": "done"})
    data = {"action": "check", "block": name("check"), "choice": name("check", "a")}

    client.post(url("l1", course="a1"), data)

    assert client.get(url("l1", course="a1")).status_code == 200
    assert progress(learner, "l1").notes == {}


def test_scenario_shows_the_consequence_its_principle_and_its_rule(reader):
    data = {"action": "decide", "choice": name("scenario", "n1", "a")}
    reader.post(url("s1"), data)

    page = words(reader.get(url("s1")))

    assert "Қадам n2" in page
    assert "Қағидат n2" in page
    with translation.override("kk"):
        rule = reverse("content:instrument", args=["nmr"])
    assert f'{rule}#p-36"' in page


def test_scenario_keeps_the_whole_path(reader, learner):
    heard = []

    def hear(**facts):
        heard.append((facts["node"], facts["correct"]))

    scenario_decided.connect(hear)
    try:
        for choice in (("n1", "a"), None, ("n1", "b")):
            if choice is None:
                reader.post(url("s1"), {"action": "back"})
            else:
                wanted = name("scenario", *choice)
                reader.post(url("s1"), {"action": "decide", "choice": wanted})
    finally:
        scenario_decided.disconnect(hear)

    path = progress(learner, "s1").notes[name("scenario")]["path"]
    assert [step.get("node", "back") for step in path] == ["n2", "back", "y"]
    assert heard == [("n2", None), ("y", True)]
    assert progress(learner, "s1").finished_at


def test_scenario_shows_the_path_walked_at_its_end(reader):
    for choice in (("n1", "a"), ("n2", "b")):
        data = {"action": "decide", "choice": name("scenario", *choice)}
        reader.post(url("s1"), data)

    page = words(reader.get(url("s1")))

    consequence = page[page.index('<section class="consequence"') :]
    walked = re.findall(r"<li>(.*?)</li>", consequence[: consequence.index("</ol>")])
    assert walked == ["Таңдау n1a", "Таңдау n2b"]


def test_scenario_choice_of_another_step_is_refused(reader, learner):
    elsewhere = name("scenario", "n2", "b")
    reader.post(url("s1"), {"action": "decide", "choice": elsewhere})

    assert progress(learner, "s1").notes == {}


def test_scenario_must_be_played_before_it_is_done(reader, learner):
    response = reader.post(url("s1"), {"action": "done"})

    assert response.url == url("s1")
    assert progress(learner, "s1").finished_at is None


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
