"""An exam without script, over a broken line, after a power cut, handed in twice."""

import pytest

from tests.browser import looking, people, walking

_WITHOUT_SCENARIOS = """
import json
from django.utils import timezone
from courses.assessment.bank import question_quarantine, question_states
from courses.assessment.models import QuestionVersion
from courses.models import Unit
asked = QuestionVersion.objects.filter(type="branching").values("version__unit")
for unit in Unit.objects.filter(pk__in=asked):
    question_quarantine.quarantine_question(
        unit, reason="Each step needs the line", by=None, at=timezone.now()
    )
print(json.dumps(True))
"""


#: Gives the exam of an enrolment five minutes more, as its invigilator does.
_GIVE = """
import json
from django.utils import timezone
from courses.assessment.attempts import time_allowances
from courses.assessment.models import Attempt
from content.demo.demo_accounts import get_demo_user
attempt = Attempt.objects.open().get(enrolment__key="{enrolment}")
time_allowances.grant_minutes(
    attempt, 5, reason="Желі", seen=attempt.ends_at, by=get_demo_user("trainer"),
    at=timezone.now(),
)
print(json.dumps(None))
"""


@pytest.fixture(scope="module")
def right(platform):
    return walking.right_answers(platform)


@pytest.fixture(scope="module")
def plain(platform):
    """Keep scenarios out of exams: each step waits for the line (``test_branching``)."""
    assert walking.facts(platform, _WITHOUT_SCENARIOS)


@pytest.fixture(scope="module")
def people_on_course(platform):
    return people.learners(platform, 7, read=6)


@pytest.fixture(scope="module")
def candidates(people_on_course):
    return iter(people_on_course[:6])


@pytest.fixture
def candidate(candidates):
    return next(candidates)


@pytest.fixture
def newcomer(people_on_course):
    """Somebody who has read nothing yet."""
    return people_on_course[6]


def begin(page, platform, learner, language="kk"):
    """Start the exam of ``learner``."""
    people.as_learner(page, platform, learner)
    page.goto(f"/{language}/exams/{learner['enrolment']}/")
    page.locator("main form button").last.click()
    page.wait_for_selector("form.question")


def go_on(page):
    """Go to the next question."""
    number = int(page.locator("[data-page]").get_attribute("data-page"))
    page.locator("form.question .actions button").first.click()
    page.wait_for_selector(f"[data-page='{number + 1}']")


def choose_saved(page):
    """Answer the question on the page, wait until it is saved, and go on."""
    chosen = walking.choose(page)
    page.locator("[data-saved]:visible").wait_for()
    go_on(page)
    return chosen


def kept(page, count):
    """Load the page anew and return what the first questions hold."""
    page.reload()
    page.wait_for_load_state("networkidle")
    answers = []
    for number in range(1, count + 1):
        page.locator(".navigator a").nth(number - 1).click()
        page.wait_for_selector(f"[data-page='{number}']")
        answers.append(walking.held(page))
    return answers


def test_exam_is_sat_without_script_and_cannot_be_changed_afterwards(
    platform, visit, candidate, right
):
    page = visit("phone", "kk", java_script_enabled=False)
    begin(page, platform, candidate)
    asked = 0
    while page.locator("form.question").count():
        asked += 1
        walking.fill(page, right[page.locator("form.question h1").inner_text()])
        walking.press(page.locator("form.question .actions button").first)
    assert asked == 20

    walking.press(page.locator("main .actions a").first)
    walking.press(page.locator("main form button").first)
    assert page.locator(".result-passed").is_visible()
    assert page.locator(".certificate").count() == 1
    result, number = page.url, page.locator(".certificate dd").first.inner_text()

    for _step in range(3):
        page.go_back()
    if page.locator("form.question").count():  # a page the browser had kept
        walking.choose(page, place=1)
        walking.press(page.locator("form.question .actions button").first)
    # a step of a scenario is sent with #now, which a browser keeps on being led on
    assert page.url.partition("#")[0] == result
    assert page.locator(".certificate dd").first.inner_text() == number
    assert page.locator(".result-number").inner_text().startswith("100")

    desk = looking.listen(visit("desk", "ru"))
    people.as_learner(desk, platform, candidate).goto(result.replace("/kk/", "/ru/"))
    assert looking.faults(desk, "ru", "desk-ru-exam-passed") == []
    desk.goto("/ru/my/certificates/")
    assert desk.locator(".certificate").count() == 1


def test_saved_answers_survive_a_power_cut(platform, plain, visit, candidate):
    page = visit("phone", "kk")
    begin(page, platform, candidate)
    chosen = [choose_saved(page) for _question in range(3)]

    platform.kill()
    chosen.append(walking.choose(page))
    page.locator("[data-failed]:visible").wait_for()
    platform.start()

    page.locator("[data-saved]:visible").wait_for()
    assert kept(page, 4) == chosen


def test_answers_given_without_a_line_are_sent_when_it_is_back(
    platform, plain, visit, candidate
):
    page = visit("phone", "kk")
    begin(page, platform, candidate)
    page.wait_for_load_state("networkidle")  # the script has all questions now
    chosen = [choose_saved(page)]

    page.context.set_offline(True)
    for _question in range(4):
        chosen.append(walking.choose(page))
        page.locator("[data-failed]:visible").wait_for()
        go_on(page)
    assert page.locator(".exam-bar .saved-failed").is_visible()
    page.context.set_offline(False)

    page.locator(".exam-bar .saved-failed").wait_for(state="detached")
    page.locator(".navigator .answered").nth(4).wait_for()
    assert kept(page, 5) == chosen


@pytest.mark.parametrize(("size", "language"), [("phone", "kk"), ("desk", "ru")])
def test_minutes_given_are_told_where_the_exam_is_written(
    platform, visit, candidate, size, language
):
    page = looking.listen(visit(size, language))
    begin(page, platform, candidate, language)
    before = page.locator("[data-ends]").text_content()

    walking.facts(platform, _GIVE.format(enrolment=candidate["enrolment"]))
    choose_saved(page)

    told = page.locator("[data-moved]")
    assert told.is_visible()
    assert page.locator("[data-ends]").text_content() != before
    assert page.locator("[data-ends]").text_content() in told.inner_text()
    assert looking.faults(page, language, f"{size}-{language}-exam-minutes-given") == []
    walking.press(page.locator("aside .button"))
    assert page.locator("main", has_text="Желі").count() == 1


def test_double_click_on_handing_in_gives_one_result(
    platform, visit, candidate, newcomer
):
    page = looking.listen(visit("desk", "ru"))
    begin(page, platform, candidate, "ru")
    attempt = page.url.split("/attempts/")[1].split("/")[0]
    walking.press(page.locator("aside .button"))
    walking.press(page.locator("main .actions a").first)
    assert looking.faults(page, "ru", "desk-ru-exam-hand-in") == []

    page.locator("main form button").first.dblclick()
    page.wait_for_selector(".result-not-passed")
    assert looking.faults(page, "ru", "desk-ru-exam-not-passed") == []
    assert looking.overflow(page) == 0
    page.goto(f"/ru/exams/{candidate['enrolment']}/")
    assert page.locator("main .rows a[href*='/my/results/']").count() == 1

    stranger = people.as_learner(visit("desk", "ru"), platform, newcomer)
    for path in (
        f"/ru/exams/{candidate['enrolment']}/",
        f"/ru/exams/attempts/{attempt}/",
        f"/ru/exams/attempts/{attempt}/overview/",
        f"/ru/exams/attempts/{attempt}/hand-in/",
        f"/ru/my/results/{attempt}/",
    ):
        assert stranger.goto(path).status == 404
