"""Questions in lessons: answered, and told at once."""

from unittest.mock import ANY

import pytest
from django.urls import reverse
from django.utils import translation

from courses.enrolment import enrol_learner
from courses.events import SelfCheckAnswered
from tests.content.lessons.reading import progress, url, words
from tests.events import hearing
from tests.factories.content import CoursePages, check_block, name
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def test_check_answered_returns_to_its_block_with_feedback(reader, learner):
    wrong = name("check", "b")
    data = {"action": "check", "block": name("check"), "choice": wrong}
    with hearing(SelfCheckAnswered) as heard:
        response = reader.post(url("l2"), data)

    assert response.url == f"{url('l2')}#{name('check')}"
    page = words(reader.get(url("l2")))
    assert "Түсіндірме b" in page
    assert "Түсіндірме a" not in page
    answer = {"given": [wrong], "correct": False, "at": ANY}
    assert progress(learner, "l2").notes == {name("check"): answer}
    assert [(one.response, one.correct, one.score) for one in heard] == [
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

    answer = {"given": [name("check", "a")], "correct": True, "at": ANY}
    assert progress(learner, "l2").notes == {name("check"): answer}


@pytest.mark.usefixtures("pages")  # with the provisions
def test_check_links_the_note_of_an_option_to_the_provision_it_cites(client):
    pages = CoursePages(code="A1", lessons=[])
    block = check_block()
    block["value"]["options"][1]["value"]["cites"] = "NMR 43"
    pages.lesson("l1", [block])
    pages.release()
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user)
    client.force_login(learner.user)
    data = {"action": "check", "block": name("check"), "choice": name("check", "b")}

    client.post(url("l1", course="a1"), data)

    page = words(client.get(url("l1", course="a1")))
    note = page[page.index('-feedback"') :]
    with translation.override("kk"):
        rule = reverse("content:instrument", args=["nmr"])
    assert f'href="{rule}#' in note[: note.index("</form>")]


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


def test_completed_lesson_can_be_read_and_answered_without_changing_the_record(client):
    pages = CoursePages(code="A1", lessons=[])
    pages.lesson("l1", [check_block()])
    pages.release()
    learner = StaffMemberFactory()
    enrol_learner(learner, pages.course, by=learner.user)
    client.force_login(learner.user)
    client.post(url("l1", course="a1"), {"action": "done"})
    data = {"action": "check", "block": name("check"), "choice": name("check", "a")}

    client.post(url("l1", course="a1"), data)

    assert client.get(url("l1", course="a1")).status_code == 200
    assert progress(learner, "l1").notes == {}
