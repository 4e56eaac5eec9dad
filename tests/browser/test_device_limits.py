"""Where a device meets its limits: no room, a slow line, no https, a page that is closed."""

import pytest

from tests.browser import chromium, looking, people, walking
from tests.browser.test_device import (
    _FACTS,
    _NOTHING,
    _STORED,
    answer,
    fly,
    progress,
    take,
)
from tests.waiting import until

#: As a telephone in a village: 64 kbit/s and a third of a second there and back.
_SLOW = {"latency": 300, "downloadThroughput": 8_000, "uploadThroughput": 8_000}
_PLAIN = "http://training.test"
_TAKE_ALONG = "[data-take-along]"
#: Tells whether a device refuses to keep so many letters; what it took is gone again.
_REFUSES = """async (letters) => {
  const me = await device.holder();
  const kept = device.store(me, "page", "probe", "x".repeat(letters));
  const isFull = await kept.then(() => false, () => true);
  await device.tidy(me);
  return isFull;
}"""
#: Lets so many days pass since the device was last connected.
_WAIT = """(days) => new Promise((done) => {
  indexedDB.open("device").onsuccess = ({ target: { result: base } }) => {
    const store = base.transaction("holders", "readwrite").objectStore("holders");
    store.getAll().onsuccess = ({ target }) => {
      for (const row of target.result) store.put({ ...row, met: row.met - days * 86400000 });
    };
    store.transaction.oncomplete = () => done(base.close());
  };
})"""
_FAR = """(share) => {
  const bar = document.querySelector("[data-progress]");
  return bar.value / bar.max > share;
}"""
_COURSES = """async () => (await device.courses(await device.holder()))
  .map((one) => [one.language, one.whole])"""


@pytest.fixture(scope="module")
def browser(playwright):
    """The whole of Chromium: its headless shell sends nothing once its room is gone."""
    one = chromium.launch(playwright, whole=True)
    yield one
    one.close()


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


@pytest.fixture(scope="module")
def readers(platform):
    return iter(people.learners(platform, 6))


@pytest.fixture
def reader(readers):
    return next(readers)


@pytest.fixture
def phone(visit, platform, reader):
    """Her telephone in Kazakh, on the page of the course."""
    page = people.as_learner(visit("phone", "kk"), platform, reader)
    page.browser = page.context.new_cdp_session(page)
    open_course(page, "kk")
    return page


def open_course(page, language):
    page.goto(f"/{language}/courses/c1/")
    details = page.locator("[data-take-along] details")
    details.locator("summary").click()


def fill(page, but=0):
    """Leave the site no more room than ``but`` bytes; Chromium notices within 30 seconds."""
    used = page.evaluate("navigator.storage.estimate().then((one) => one.usage)")
    facts = {"origin": page.evaluate("origin"), "quotaSize": used + but}
    page.browser.send("Storage.overrideQuotaForOrigin", facts)
    for _try in range(90):
        if page.evaluate(_REFUSES, 2 * but + 100):
            return
        page.wait_for_timeout(500)
    raise AssertionError("there is still room")


def empty(page):
    """Give the site all the room there is."""
    origin = page.evaluate("origin")
    page.browser.send("Storage.overrideQuotaForOrigin", {"origin": origin})


def stored(page):
    return page.evaluate(_STORED)["text"]


def test_device_that_is_full_says_so_and_keeps_nothing_half(
    platform, phone, reader, facts
):
    lesson = f"/kk/courses/c1/{facts['checked']}/"
    take(phone)
    whole = stored(phone).partition("kept: ")[2].partition("\n")[0]
    open_course(phone, "ru")
    fill(phone, but=100_000)

    phone.locator("[data-own]").check()
    phone.locator("[data-take]").click()

    problem = phone.locator("[data-problem]:visible")
    problem.wait_for(timeout=60_000)
    assert "не хватает места" in problem.inner_text()
    assert looking.faults(looking.listen(phone), "ru") == []
    looking.picture(phone, "device-full", _TAKE_ALONG)
    assert phone.evaluate(_COURSES) == [["kk", True]]
    assert f"kept: {whole}\n" in stored(phone)
    fly(phone, lesson)
    form = phone.locator(f"form.check[id='{facts['check']}']")
    fill(phone)
    for value in facts["right"]:
        form.locator(f"[value='{value}']").check()
    form.locator("button[type=submit]").click()
    form.locator("[role=alert]").wait_for()
    assert form.locator(".check-result").count() == 0
    assert looking.faults(looking.listen(phone), "kk", "device-full-phone-kk") == []
    empty(phone)
    answer(phone, facts)

    # What is sent is taken although nothing of it can be noted, and again once there is room.
    fill(phone)
    kept = phone.evaluate("device.unsent()")

    def pause(seconds):
        phone.wait_for_timeout(1000 * seconds)

    phone.context.set_offline(False)
    until(lambda: progress(platform, reader)["acts"], pause=pause)
    phone.wait_for_timeout(1000)
    assert phone.evaluate("device.unsent()") == kept
    empty(phone)
    phone.goto("/kk/offline/")
    phone.locator("[data-acts] li", has_text="қабылданды").first.wait_for()
    until(lambda: phone.evaluate("device.unsent()") == 0, pause=pause)
    assert progress(platform, reader)["acts"] == kept


def test_slow_line_shows_how_far_it_is_can_be_left_and_goes_on(phone):
    brought = []
    phone.on("request", lambda sent: "/pages/" in sent.url and brought.append(sent.url))
    phone.browser.send("Network.enable")
    phone.browser.send("Network.emulateNetworkConditions", _SLOW | {"offline": False})
    phone.locator("[data-own]").check()
    phone.locator("[data-take]").click()
    phone.wait_for_function(_FAR, arg=0.1, timeout=60_000)
    assert phone.locator("[data-progress-text]").inner_text()
    assert looking.faults(looking.listen(phone), "kk") == []
    looking.picture(phone, "device-slow", _TAKE_ALONG)
    phone.locator("[data-cancel]").click()
    phone.locator("[data-take]").wait_for()
    walking.until(phone, _NOTHING)

    phone.locator("[data-take]").click()
    phone.wait_for_function(_FAR, arg=0.4, timeout=60_000)
    phone.browser.send("Network.emulateNetworkConditions", _SLOW | {"offline": True})
    phone.locator("[data-problem]:visible").wait_for()
    phone.browser.send("Network.emulateNetworkConditions", _SLOW | {"offline": False})
    before = set(brought[:-1])
    brought.clear()
    phone.locator("[data-take]").click()
    phone.locator("[data-since]").wait_for(timeout=90_000)
    assert brought
    assert len(before & set(brought)) < len(before)
    assert phone.evaluate(_COURSES) == [["kk", True]]


def test_without_https_nothing_is_offered_and_every_page_works(
    platform, visit, reader, facts
):
    page = looking.listen(visit("phone", "ru"))

    def serve(route):
        path = route.request.url.removeprefix(_PLAIN)
        route.fulfill(response=route.fetch(url=platform.url + path, max_redirects=0))

    page.context.route(f"{_PLAIN}/**", serve)
    people.as_learner(page, platform, reader)
    for path in (
        "/ru/my/",
        "/ru/courses/c1/",
        f"/ru/courses/c1/{facts['checked']}/",
        "/ru/offline/",
        "/ru/help/",
    ):
        answered = page.goto(_PLAIN + path)
        assert answered.status < 500, path
        assert page.evaluate("isSecureContext") is False
        assert page.locator("h1").first.is_visible()
        assert page.locator("[data-take-along]:visible").count() == 0
        assert page.said == [], path
    page.context.unroute_all(
        behavior="wait"
    )  # icons of the last page may be on their way
    page.foreign.clear()


def test_worker_sends_when_the_browser_says_that_there_is_a_network(
    platform, phone, reader, facts
):
    workers = []
    phone.browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: workers.extend(told["registrations"]),
    )
    phone.browser.send("ServiceWorker.enable")
    take(phone)
    phone.route("**/offline/acts/**", lambda route: route.abort())  # of pages alone
    phone.goto(f"/kk/courses/c1/{facts['checked']}/")
    phone.evaluate(
        """(unit) => device.keep({course: "c1", unit, language: "kk", kind: "start"})""",
        facts["checked"],
    )
    assert progress(platform, reader)["acts"] == 0
    (worker,) = [one for one in workers if one["scopeURL"] == f"{platform.url}/"][-1:]

    phone.browser.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": platform.url,
            "registrationId": worker["registrationId"],
            "tag": "device-send",
            "lastChance": False,
        },
    )

    walking.until(phone, "async () => !(await device.unsent())")
    assert progress(platform, reader)["acts"] == 1


#: Makes a course of one lesson and puts a learner on it.
_MAKE = """
import json
from django.utils import translation
from courses.enrolment import enrol_learner
from tests.factories.content import CoursePages, check_block, name, text_block
from elearning.staff.models import StaffMember
with translation.override("kk"):
    pages = CoursePages(code="OF1", lessons=[])
    pages.lesson("l1", [text_block("of1"), check_block("of1-check")])
    pages.release()
    learner = StaffMember.objects.get(staff_number={number!r})
    enrolment = enrol_learner(learner, pages.course, by=None)
print(json.dumps({{
    "enrolment": str(enrolment.key),
    "block": name("of1-check"),
    "right": name("of1-check", "a"),
}}))
"""
#: Releases another edition, and puts the learner on it.
_RELEASE = """
import json
from django.utils import translation
from content.models import LessonPage
from courses.release import proposed_outline
from courses.release.edition_proposal import EditionProposal
from courses.enrolment import enrol_learner, leave_course
from courses.models import Course, Enrolment
from tests.factories.approvals import approved
from tests.factories.content import name, publish
with translation.override("kk"):
    for page in LessonPage.objects.filter(translation_key=name("OF1/l1")):
        page.summary = "Жаңа редакция"
        publish(page)
    course = Course.objects.get(code="OF1")
    digests = [version.digest for version in proposed_outline.list_proposed_versions(course)]
    manifest = proposed_outline.build_proposed_manifest(course)
    EditionProposal(course, manifest, approved(digests)).release(by=None)
    old = Enrolment.objects.get(key={key!r})
    leave_course(old, by=old.learner.user)
    new = enrol_learner(old.learner, Course.objects.get(code="OF1"), by=old.learner.user)
print(json.dumps({{"enrolment": str(new.key), "editions": course.editions.count()}}))
"""


def test_newer_edition_is_told_with_its_size_and_what_was_done_on_the_old_counts(
    platform, visit, reader
):
    made = walking.facts(platform, _MAKE.format(number=reader["staff_number"]))
    lesson = "/kk/courses/of1/l1/"
    phone = people.as_learner(looking.listen(visit("phone", "kk")), platform, reader)
    phone.goto("/kk/courses/of1/")
    phone.locator("[data-take-along] summary").click()
    take(phone)
    fly(phone, lesson)
    form = phone.locator(f"form.check[id='{made['block']}']")
    form.locator(".choice input").first.check()
    form.locator("button[type=submit]").click()
    form.locator(".check-result").wait_for()

    new = walking.facts(platform, _RELEASE.format(key=made["enrolment"]))
    assert new["editions"] == 2
    phone.context.set_offline(False)

    phone.locator("[data-device-state]", has_text="бұл курс өзгерді").wait_for()
    phone.goto("/kk/offline/")
    phone.locator("[data-of=newer]:visible", has_text="бұл курс өзгерді").wait_for()
    phone.said.clear()
    assert looking.faults(phone, "kk", "device-newer-phone-kk") == []
    told = progress(platform, new)
    assert told["refused"] == []
    assert told["units"][-1][2][made["block"]]["correct"] is True
    phone.goto("/kk/courses/of1/")
    size = phone.locator("[data-update-size]:visible")
    size.wait_for()
    assert "КБ" in size.inner_text()
    assert looking.faults(phone, "kk") == []
    looking.picture(phone, "device-update", _TAKE_ALONG)
    phone.locator("[data-update]").click()
    phone.locator("[data-take-along][data-state=kept]").wait_for()
    fly(phone, lesson)
    assert phone.get_by_text("Жаңа редакция").is_visible()
    phone.locator(f"form.check[id='{made['block']}'] .check-result").wait_for()


def test_courses_go_by_themselves_after_too_long_without_a_connection(
    platform, phone, reader, facts
):
    lesson = f"/kk/courses/c1/{facts['checked']}/"
    take(phone)
    fly(phone, lesson)
    answer(phone, facts)
    assert phone.locator("aside.outline .step-done").count() == 0
    walking.press(phone.locator("form:has([name=action][value=done]) button"))
    phone.locator("aside.outline .step-done").wait_for(state="attached")
    phone.evaluate(_WAIT, 25)
    phone.goto("/kk/offline/")
    phone.locator("[data-soon]:visible").wait_for()
    phone.said = []
    assert looking.faults(phone, "kk", "device-soon-phone-kk") == []
    phone.evaluate(_WAIT, 6)
    phone.goto("/kk/offline/")
    phone.locator("[data-when=none]:visible").first.wait_for()
    phone.said = []
    assert looking.faults(phone, "kk", "device-gone-phone-kk") == []
    assert "kept: 0" in stored(phone)
    assert "key false" not in stored(phone)
    phone.goto(lesson)
    assert phone.get_by_role("heading", name="Байланыс жоқ").is_visible()

    phone.context.set_offline(False)
    phone.goto("/kk/offline/")

    phone.locator("[data-acts] li", has_text="қабылданды").first.wait_for()
    assert progress(platform, reader)["refused"] == []
