"""A course taken along on a telephone: in flight mode, back again, and gone with its owner."""

import re

import pytest

from tests.browser import looking, people, walking

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
    "checked": slug,
    "check": check.id,
    "right": [served[one] for one in sorted(check.value.right_ids)],
    "words": str(load_lesson_text(lessons[0].text("kk")).title),
}))
"""
_PROGRESS = """
import json
from content.offline.models import KeptAct
from courses.models import UnitProgress
from courses.records.models import Completion
rows = UnitProgress.objects.filter(enrolment__key={key!r}).order_by("unit__slug")
acts = KeptAct.objects.filter(enrolment__key={key!r})
print(json.dumps({{
    "acts": acts.count(),
    "refused": list(acts.filter(outcome="refused").values_list("kind", "reason")),
    "units": [[r.unit.slug, bool(r.finished_at), r.notes] for r in rows],
}}))
"""
#: Everything that the browser stores, as text: bytes as Latin letters, so that words show.
_STORED = """async () => {
  const found = [JSON.stringify([localStorage, sessionStorage])];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      found.push(name, asked.url, await (await cache.match(asked)).text());
    }
  }
  const plain = (value) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? new TextDecoder().decode(value)
      : value instanceof CryptoKey
        ? `key ${value.extractable}`
        : value && typeof value === "object"
          ? Object.entries(value).map(([key, one]) => `${key}: ${plain(one)}`).join("; ")
          : String(value);
  const known = (await indexedDB.databases()).map((one) => one.name);
  if (known.includes("device")) {
    const base = await new Promise((done) => {
      indexedDB.open("device").onsuccess = (event) => done(event.target.result);
    });
    for (const name of base.objectStoreNames) {
      const rows = await new Promise((done) => {
        const asked = base.transaction(name).objectStore(name).getAll();
        asked.onsuccess = () => done(asked.result);
      });
      found.push(`${name}: ${rows.length}`, ...rows.map(plain));
    }
    base.close();
  }
  return { text: found.join("\\n"), databases: known };
}"""
#: Whatever is sent by background sync is out of reach of a test.
_NO_SYNC = "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: null })"
#: Tells whether the device is as before anything was taken along.
_NOTHING = "async () => !(await indexedDB.databases()).length && !localStorage.device"
_WORKERS = """async () => (await navigator.serviceWorker.getRegistrations())
  .map((one) => new URL(one.scope).pathname)"""


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


@pytest.fixture(scope="module")
def readers(platform):
    return iter(people.learners(platform, 4))


@pytest.fixture
def reader(readers):
    return next(readers)


@pytest.fixture
def phone(visit, platform, reader):
    """Her telephone in Kazakh, on the page of the course; it sends from pages alone."""
    page = people.as_learner(visit("phone", "kk"), platform, reader)
    page.add_init_script(_NO_SYNC)
    page.goto("/kk/courses/c1/")
    page.locator("[data-take-along] summary").click()
    return page


def progress(platform, reader):
    return walking.facts(platform, _PROGRESS.format(key=reader["enrolment"]))


def take(page):
    """Take the course along, and wait until it is whole."""
    page.locator("[data-own]").check()
    page.locator("[data-take]").click()
    page.locator("[data-since]").wait_for()
    page.wait_for_function("() => navigator.serviceWorker.controller")


def fly(page, path):
    """Switch the network off and open a page."""
    page.context.set_offline(True)
    page.goto(path)


def land(page, path="/kk/offline/"):
    """Switch the network on again and look at what becomes of the acts."""
    page.context.set_offline(False)
    page.goto(path)


def answer(page, facts):
    form = page.locator(f"form.check[id='{facts['check']}']")
    for value in facts["right"]:
        form.locator(f"[value='{value}']").check()
    form.locator("button[type=submit]").click()
    form.locator(".check-result").wait_for()


def lose_answers(page, times):
    """Reconnect so often, with the connection cut after the server has taken everything."""
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.context.route("**/offline/acts/**", lose)
    for _reconnect in range(times):
        before = len(lost)
        land(page)
        while len(lost) == before:
            page.wait_for_timeout(100)
        page.locator("[data-acts] li", has_text="әлі жіберілген жоқ").first.wait_for()
        page.context.set_offline(True)
    page.context.unroute("**/offline/acts/**")
    assert set(lost) == {200}


def test_course_is_done_in_flight_mode_and_arrives_once(
    platform, visit, facts, reader, phone
):
    looking.listen(phone)
    lesson = f"/kk/courses/c1/{facts['checked']}/"
    phone.locator("[data-size]", has_text=re.compile(r"\d\s(КБ|МБ)")).wait_for()
    assert phone.locator("[data-take]").is_disabled()
    take(phone)
    assert (
        phone.locator("progress[data-progress]").evaluate("bar => bar.value / bar.max")
        > 0.9
    )

    fly(phone, lesson)
    assert phone.locator("h1").inner_text()
    answer(phone, facts)
    walking.press(phone.locator("form:has([name=action][value=done]) button"))
    phone.goto(lesson)
    phone.locator(f"form.check[id='{facts['check']}'] .check-result").wait_for()
    phone.locator("[data-device-state]", has_text="Осы құрылғыда сақталды").wait_for()
    phone.goto("/kk/my/")
    assert phone.get_by_role("heading", name="Байланыс жоқ").is_visible()
    phone.goto("/kk/offline/")
    phone.locator("[data-acts] li").first.wait_for()
    looking.picture(phone, "device-phone-kk")
    stored = phone.evaluate(_STORED)["text"]
    for secret in (reader["name"], reader["staff_number"], facts["words"], "Сыншы"):
        assert secret not in stored
    assert "key true" not in stored

    lose_answers(phone, 5)
    land(phone)
    phone.get_by_text(re.compile(r"қабылданды: сағат \d\d:\d\d")).first.wait_for()
    once = progress(platform, reader)
    assert once["refused"] == []
    done = {slug: notes for slug, finished, notes in once["units"] if finished}
    assert done[facts["checked"]][facts["check"]]["correct"] is True

    desk = people.as_learner(visit("desk", "ru"), platform, reader)
    desk.goto("/ru/courses/c1/")
    assert desk.locator(".step-done").count() == 1
    for _again in range(3):
        fly(phone, "/kk/offline/")
        land(phone)
        phone.locator("[data-acts] li").first.wait_for()
    assert progress(platform, reader) == once
    phone.said.clear()  # that there was no network
    assert looking.faults(phone, "kk", "on-this-device") == []


def test_download_stops_at_once_and_leaves_nothing(phone):
    assert phone.evaluate(_STORED)["databases"] == []
    phone.route("**/pages/lesson/**", lambda route: route.abort())
    phone.locator("[data-own]").check()
    phone.locator("[data-take]").click()
    phone.locator("[data-problem]:visible").wait_for()
    phone.unroute("**/pages/lesson/**")
    phone.route("**/pages/lesson/**", lambda _route: None)  # never answered
    phone.locator("[data-take]").click()
    phone.locator("[data-cancel]").click()
    phone.locator("[data-take]").wait_for()

    walking.until(phone, _NOTHING)
    assert phone.evaluate(_WORKERS) == []


def test_whoever_signs_out_leaves_nothing_and_the_next_person_sees_nothing(
    platform, facts, reader, readers, phone
):
    lesson = f"/kk/courses/c1/{facts['checked']}/"
    take(phone)
    fly(phone, lesson)
    answer(phone, facts)

    phone.route("**/offline/acts/**", lambda route: route.abort())
    phone.context.set_offline(False)
    colleague = next(readers)
    people.as_learner(phone, platform, colleague)
    phone.goto("/kk/offline/")
    phone.locator("[data-sealed]").wait_for()
    assert phone.locator("[data-courses] li").count() == 0
    assert phone.locator("[data-acts] li").count() == 0
    assert "kept: 0" in phone.evaluate(_STORED)["text"]
    assert (
        "key"
        not in phone.evaluate(_STORED)["text"].split("holders:")[1].split("kept:")[0]
    )
    fly(phone, lesson)
    assert phone.get_by_role("heading", name="Байланыс жоқ").is_visible()

    phone.context.set_offline(False)
    people.as_learner(phone, platform, reader)
    phone.goto("/kk/offline/")
    phone.locator("[data-acts] li").first.wait_for()
    phone.locator(".menu summary").click()
    phone.locator(".button-session:visible").click()
    phone.get_by_role("dialog").get_by_text("Әлі жіберілмеген").wait_for()
    looking.picture(phone, "device-question-kk")
    phone.unroute("**/offline/acts/**")
    with phone.expect_navigation():
        phone.locator("dialog [data-answer=send]").click()
    assert phone.evaluate(_STORED)["databases"] == []
    assert phone.evaluate(_WORKERS) == []
    kept = {slug: notes for slug, _done, notes in progress(platform, reader)["units"]}
    assert kept[facts["checked"]][facts["check"]]["correct"] is True
    phone.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone.goto(lesson)
