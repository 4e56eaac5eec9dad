"""Pages that a device keeps: read, answered and played with nothing but what is on them."""

import json

import pytest

from tests.browser import looking, people, walking

#: Keeps acts where the page can find them again; the real device seals and sends them.
_STAND_IN = """
const here = "acts";
const all = () => JSON.parse(localStorage.getItem(here) ?? "[]");
globalThis.device = {
  async keep(act) {
    if (localStorage.getItem("full")) throw new Error("no room");
    localStorage.setItem(here, JSON.stringify([...all(), act]));
    return { key: crypto.randomUUID(), state: "kept" };
  },
  async acts({ course, unit }) {
    const own = all().filter((act) => act.course === course);
    return unit === undefined ? own : own.filter((act) => act.unit === unit);
  },
};
"""
_FACTS = """
import json
from content.learner_view import load_lesson_text
from courses.models import Course
steps = Course.objects.get(code="C1").current_edition.steps
lessons = [step.version for step in steps if step.version.unit.kind == "lesson"]
checks = [
    (v.unit.slug, block) for v in lessons
    for block in load_lesson_text(v.text("kk")).body if block.block_type == "check"
]
slug, check = checks[0]
from courses.assessment.asking.part_names import PartNames
asked = check.value.question_in("kk")
choices = PartNames.of_check(check.id, asked).in_text(asked.text()[0])["choices"]
served = {one["id"]: one["served"] for one in choices}
print(json.dumps({
    "lessons": [v.unit.slug for v in lessons],
    "checked": slug,
    "check": check.id,
    "wrong": served[sorted(set(served) - set(check.value.right_ids))[0]],
    "right": [served[one] for one in sorted(check.value.right_ids)],
    "kept": sorted(check.value.right_ids),
    "scenario": next(v.unit.slug for v in lessons if v.text().details.get("has_scenario")),
}))
"""


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


@pytest.fixture(scope="module")
def learner(platform):
    (learner,) = people.learners(platform, 1)
    return learner


@pytest.fixture
def take_along(platform, visit, learner):
    """Open a window that shows kept pages in place of the server's, and asks it nothing else."""

    def take_along(size="phone", language="kk"):
        page = looking.listen(visit(size, language))
        people.as_learner(page, platform, learner)
        answer = page.request.get(f"/{language}/offline/courses/c1/")
        assert answer.ok, answer.text()
        kept = {
            one["path"]: page.request.get(one["url"]).text()
            for one in answer.json()["pages"]
        }

        def serve(route):
            path = route.request.url.removeprefix(platform.url).partition("#")[0]
            if path in kept:
                route.fulfill(body=kept[path], content_type="text/html; charset=utf-8")
            elif "/offline/device/" in path:
                route.fulfill(body="", content_type="text/javascript")
            elif path.startswith(("/static/", "/media/")):
                route.continue_()
            else:
                route.abort()

        page.context.clear_cookies()
        page.context.route("**/*", serve)
        page.add_init_script(_STAND_IN)
        return page

    return take_along


def acts(page):
    """What the device keeps: the acts of this window without what all have in common."""
    kept = json.loads(page.evaluate("localStorage.getItem('acts')") or "[]")
    shared = {"course", "language"}
    return [
        {name: value for name, value in act.items() if name not in shared}
        for act in kept
        if act["kind"] != "place"
    ]


def test_lesson_is_answered_finished_and_there_again(take_along, facts):
    page, unit = take_along(), facts["checked"]
    page.goto(f"/kk/courses/c1/{unit}/")
    check = page.locator(f"form.check[id='{facts['check']}']")
    button = check.locator("button[type=submit]")

    button.click()
    assert check.locator("[role=alert]").is_visible()
    check.locator(f"[value='{facts['wrong']}']").check()
    page.evaluate("localStorage.setItem('full', '1')")
    button.click()
    check.locator("[role=alert]").wait_for()
    assert not check.locator(".check-result").count()
    page.evaluate("localStorage.removeItem('full')")
    button.click()
    check.locator(".check-result").wait_for()
    assert check.locator(".choice-wrong").count() == 1
    assert looking.faults(page, "kk", "kept-lesson-phone-kk") == []
    assert looking.overflow(page) <= 0

    page.reload()
    check.locator(".choice-wrong").wait_for()
    for value in facts["right"]:
        check.locator(f"[value='{value}']").check()
    button.click()
    check.locator(".choice-right").first.wait_for()
    assert not check.locator(".choice-wrong").count()
    walking.press(page.locator("form:has([name=action][value=done]) button"))
    following = facts["lessons"][facts["lessons"].index(unit) + 1]
    assert page.url.endswith(f"/kk/courses/c1/{following}/")

    page.goto(f"/kk/courses/c1/{unit}/")
    page.locator(".reading-head .state-completed").wait_for()
    block = {"kind": "check", "unit": unit, "block": facts["check"]}
    assert [act for act in acts(page) if act["unit"] == unit] == [
        {"kind": "start", "unit": unit},
        block | {"fields": {"choice": [facts["wrong"]]}},
        block | {"fields": {"choice": facts["right"]}},
        {"kind": "done", "unit": unit},
    ]


def test_scenario_is_played_to_its_end_and_back(take_along, facts):
    page, unit = take_along(), facts["scenario"]
    page.goto(f"/kk/courses/c1/{unit}/")
    done = page.locator("form:has([name=action][value=done])")
    scenario = page.locator("section.scenario")
    assert done.is_hidden()

    ended = scenario.locator(".consequence > .check-result")
    tried = {}
    while not ended.count():
        choices = scenario.locator("[name=choice]")
        names = tuple(sorted(choices.evaluate_all("all => all.map(one => one.value)")))
        place = tried[names] = tried.get(names, -1) + 1
        choices.nth(place % len(names)).check()
        before = scenario.inner_html()
        scenario.locator("form.check button").click()
        page.wait_for_function(
            "before => document.querySelector('section.scenario').innerHTML !== before",
            arg=before,
        )
    assert scenario.locator(".principle").is_visible()
    assert done.is_visible()
    assert looking.faults(page, "kk", "kept-scenario-phone-kk") == []
    shown = scenario.inner_text()
    page.reload()
    ended.wait_for()
    assert scenario.inner_text() == shown

    scenario.locator("[value=back]").click()
    scenario.locator("[name=choice]").first.wait_for()
    scenario.locator("[value=restart]").click()
    page.locator("section.scenario > .prose").first.wait_for()
    assert done.is_visible()
    kinds = [act["kind"] for act in acts(page)]
    assert kinds.count("decide") == sum(tried.values()) + len(tried)
    assert kinds[-3:] == ["done", "back", "restart"]


def test_outline_ticks_what_is_done_and_says_why_the_exam_waits(take_along, facts):
    page = take_along("desk", "kk")
    page.goto("/kk/courses/c1/")
    assert not page.locator(".step-done").count()
    first = facts["lessons"][0]
    page.goto(f"/kk/courses/c1/{first}/")
    walking.press(page.locator("form:has([name=action][value=done]) button"))

    page.goto("/kk/courses/c1/")

    page.locator(".step-done").wait_for()
    assert page.locator(".step-done").count() == 1
    head = page.locator(".course-head a.button")
    assert head.get_attribute("href").startswith(
        f"/kk/courses/c1/{facts['lessons'][1]}/"
    )
    assert page.locator("#exam h2").is_visible()
    assert not page.locator("a[href*='/exams/']").count()
    assert looking.faults(page, "kk", "kept-course-desk-kk") == []


def test_practice_asks_new_questions_first_then_wrong_ones(take_along, platform):
    right = walking.right_answers(platform)
    page = take_along("phone", "ru")
    page.goto("/ru/offline/courses/c1/practice/")
    form = page.locator("form.question:visible")
    total = page.locator("form[data-question]").count()
    seen = []
    for number in range(total):
        seen.append(form.get_attribute("id"))
        answer(page, form, right if number else None)
        assert form.locator(".check-result").is_visible()
        if number == 0:
            assert looking.faults(page, "ru", "kept-practice-phone-ru") == []
        form.locator("[data-next]").click()
    assert len(set(seen)) == total
    assert form.get_attribute("id") == seen[0]  # the one that was wrong
    assert f"{total - 1} из {total}" in page.locator("[data-right]").inner_text()

    page.reload()
    assert form.get_attribute("id") == seen[0]
    kept = acts(page)
    assert [act["question"] for act in kept] == seen
    assert {act["kind"] for act in kept} == {"practice"}


def answer(page, form, right):
    """Answer as the key says; without one, somehow and wrongly."""
    if right is None:
        spoil(form)
    else:
        stem = form.locator("legend").inner_text().strip()
        walking.fill_in(form, right[stem])
    form.locator("button[type=submit]").click()
    form.locator(".check-result").wait_for()


def spoil(form):
    """Answer something that is no right answer to any question of the course."""
    fields = form.locator("fieldset :is(input, select)")
    match fields.first.evaluate("field => field.type"):
        case "select-one":
            for field in fields.all():
                field.select_option(index=1)
        case "text":
            fields.first.fill("999999")
        case _:
            taken = form.locator("template[data-taken]").evaluate_all(
                "all => all.filter(one => one.content.querySelector('.choice-wrong'))"
                ".map(one => one.dataset.taken)"
            )
            form.locator(f"[value='{taken[0]}']").check()
