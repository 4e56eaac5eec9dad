"""A course taken along: read, answered, played and practised in flight mode, then sent once."""

import pytest

from tests.browser import looking, people, walking
from tests.browser.test_kept_pages import _FACTS, answer
from tests.waiting import until

#: What the server keeps of a learner: her notes by lesson, what is done, what she practised.
_KEPT = """
import json
from courses.assessment.models import PracticeAnswer
from courses.models import Enrolment
from content.offline.models import KeptAct
enrolment = Enrolment.objects.get(key={key!r})
rows = enrolment.progress.exclude(unit__kind="course").select_related("unit")
acts = KeptAct.objects.filter(enrolment=enrolment)
print(json.dumps({{
    "notes": {{row.unit.slug: row.notes for row in rows}},
    "done": sorted(row.unit.slug for row in rows if row.finished_at),
    "practised": PracticeAnswer.objects.filter(enrolment=enrolment).count(),
    "refused": list(acts.filter(outcome="refused").values_list("kind", "reason")),
}}))
"""


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


def kept(platform, learner):
    return walking.facts(platform, _KEPT.format(key=learner["enrolment"]))


def take_along(page):
    """Download the course on the page, as somebody does on her own phone."""
    page.locator("[data-take-along] summary").click()
    page.wait_for_function(
        "() => document.querySelector('[data-take-along] [data-size]').textContent"
    )
    page.locator("[data-own]").check()
    page.locator("[data-take]").click()
    page.locator("[data-remove]").wait_for()


def play(page):
    """Play the scenario on the page to an ending."""
    tried = {}
    scenario = page.locator("section.scenario")
    while not scenario.locator(".consequence > .check-result").count():
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
    return sum(tried.values()) + len(tried)


def learn(phone, facts, right):
    """Read, answer, play and practise; return how many choices the scenario took."""
    phone.goto(f"/kk/courses/c1/{facts['checked']}/")
    check = phone.locator(f"form.check[id='{facts['check']}']")
    for value in (facts["wrong"], *facts["right"]):
        check.locator(f"[value='{value}']").check()
        check.locator("button[type=submit]").click()
        check.locator(f".choice:has([value='{value}']) .choice-feedback").wait_for()
    walking.press(phone.locator("form:has([name=action][value=done]) button"))
    phone.goto(f"/kk/courses/c1/{facts['scenario']}/")
    steps = play(phone)
    phone.goto("/kk/offline/courses/c1/practice/")
    form = phone.locator("form.question:visible")
    answer(phone, form, right)
    form.locator("[data-next]").click()
    answer(phone, form, None)
    return steps


def arrived(platform, learner, phone, wanted):
    """Return what the server keeps once all that was ``wanted`` is there."""

    def all_there():
        now = kept(platform, learner)
        return now if now["done"] == wanted and now["practised"] == 2 else None

    return until(
        all_there,
        pause=lambda seconds: phone.wait_for_timeout(1000 * seconds),
        told=lambda: kept(platform, learner),
    )


def test_course_goes_on_in_flight_mode_and_is_sent_once(platform, visit, facts):
    (learner,) = people.learners(platform, 1)
    right = walking.right_answers(platform)
    phone = people.as_learner(looking.listen(visit("phone", "kk")), platform, learner)
    phone.goto("/kk/courses/c1/")
    take_along(phone)
    assert looking.faults(phone, "kk", "taken-along-phone-kk") == []

    phone.context.set_offline(True)
    steps = learn(phone, facts, right)
    phone.goto(f"/kk/courses/c1/{facts['checked']}/")
    phone.locator(f"form.check[id='{facts['check']}'] .choice-right").wait_for()
    phone.locator("[data-device-state]").wait_for()
    phone.goto("/kk/courses/c1/")
    phone.locator(".step-done").nth(1).wait_for()
    before = kept(platform, learner)
    assert before == {"notes": {}, "done": [], "practised": 0, "refused": []}

    phone.context.set_offline(False)
    phone.goto("/kk/offline/")
    done = sorted([facts["checked"], facts["scenario"]])
    after = arrived(platform, learner, phone, done)
    assert after["refused"] == []
    (told,) = after["notes"][facts["checked"]].values()
    assert (told["given"], told["correct"]) == (facts["kept"], True)
    (path,) = [note["path"] for note in after["notes"][facts["scenario"]].values()]
    assert len(path) == steps

    for _again in range(3):
        phone.context.set_offline(True)
        phone.context.set_offline(False)
        phone.goto("/kk/courses/c1/")
    assert kept(platform, learner) == after
    desk = people.as_learner(visit("desk", "kk"), platform, learner)
    desk.goto("/kk/courses/c1/")
    assert desk.locator(".step-done").count() == 2
    desk.goto(f"/kk/courses/c1/{facts['checked']}/")
    assert desk.locator(f"form.check[id='{facts['check']}'] .choice-right").count()
