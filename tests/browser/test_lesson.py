"""Lessons on a slow line, without script, and on the next device."""

import re

import pytest

from tests.browser import people, walking
from tests.waiting import until

_FACTS = """
import json
from content.learner_view import load_lesson_text
from courses.models import Course
steps = Course.objects.get(code="C1").current_edition.steps
lessons = [step.version for step in steps if step.version.unit.kind == "lesson"]
heavy = max(lessons, key=lambda version: version.text("kk").size)
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
    "heavy": heavy.unit.slug,
    "checked": slug,
    "check": check.id,
    "wrong": served[sorted(set(served) - set(check.value.right_ids))[0]],
    "right": [served[one] for one in sorted(check.value.right_ids)],
    "scenario": next(v.unit.slug for v in lessons if v.text().details.get("has_scenario")),
}))
"""


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


@pytest.fixture(scope="module")
def readers(platform):
    return iter(people.learners(platform, 3))


@pytest.fixture
def reader(readers):
    return next(readers)


def test_first_visit_of_the_heaviest_lesson_is_light(platform, visit, facts, reader):
    page = people.as_learner(visit("phone", "kk"), platform, reader)
    weights = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on(
        "Network.loadingFinished",
        lambda event: weights.append(event["encodedDataLength"]),
    )

    page.goto(f"/kk/courses/c1/{facts['heavy']}/", wait_until="networkidle")

    assert len(weights) <= 12
    assert sum(weights) <= 60 * 1024
    assert page.foreign == []


def test_course_is_read_and_answered_without_script(platform, visit, facts, reader):
    page = visit("phone", "kk", java_script_enabled=False)
    people.as_learner(page, platform, reader)
    page.goto(f"/kk/courses/c1/{facts['checked']}/")
    assert len(page.locator("article.reading").inner_text()) > 1500

    check = page.locator(f"form.check[id='{facts['check']}']")
    check.locator(f"[value='{facts['wrong']}']").check()
    walking.press(check.locator("button"))
    assert page.url.endswith(f"#{facts['check']}")
    assert check.locator(".check-result").is_visible()
    assert check.locator(".choice-feedback").count() >= 1
    assert 0 <= check.bounding_box()["y"] < 740

    walking.press(page.locator("form:has([name=action][value=done]) button"))
    assert re.search(r"/kk/courses/c1/[\w-]+/$", page.url)

    page.goto(f"/kk/courses/c1/{facts['scenario']}/")
    assert not page.locator("form:has([name=action][value=done])").count()
    walking.play(page)
    assert page.locator(".scenario .check-result").is_visible()
    page.goto("/kk/courses/c1/")
    assert page.locator(".step-done").count() == 2


def test_lesson_goes_on_at_the_same_place_on_another_device_in_another_language(
    platform, visit, facts, reader
):
    phone = people.as_learner(visit("phone", "kk"), platform, reader)
    phone.goto(f"/kk/courses/c1/{facts['checked']}/")
    phone.locator(f"[id='{facts['check']}']").evaluate(
        "block => block.scrollIntoView({behavior: 'instant'})"
    )
    phone.wait_for_function("() => scrollY > 500")
    phone.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    phone.close(run_before_unload=True)

    desk = people.as_learner(visit("desk", "ru"), platform, reader)
    button = desk.locator(".next-step .button")
    # the place is sent while the window closes
    until(lambda: desk.goto("/ru/my/") and "#" in button.get_attribute("href"))
    walking.press(button)
    assert desk.url.endswith(f"/ru/courses/c1/{facts['checked']}/#{facts['check']}")
    assert 0 <= desk.locator(f"[id='{facts['check']}']").bounding_box()["y"] < 400
