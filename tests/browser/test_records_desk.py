"""The desk of the record store in a browser: its pages, a key, a line of time."""

import base64
import urllib.error
import urllib.request

import pytest

from tests.browser import looking, walking

_PAGES = {
    "administrator": {
        "statements": "desk/records/",
        "answers": "desk/records/?verb={verb}&since=2020-01-01",
        "wrong": "desk/records/?actor={name}",
        "statement": "desk/records/statements/{statement}/",
        "linter": "desk/records/check/",
        "keys": "desk/records/keys/",
        "new-key": "desk/records/keys/new/",
        "stores": "desk/records/stores/",
        "store": "desk/records/stores/at/{store}/",
        "new-store": "desk/records/stores/new/",
        "away": "desk/records/stores/at/{away}/",
        "change-store": "desk/records/stores/at/{store}/change/",
        "stop-store": "desk/records/stores/at/{store}/stop/",
        "older": "desk/records/stores/at/{store}/older/",
        "exports": "desk/records/exports/",
    },
    "ministry-hr": {"timeline": "desk/people/{person}/timeline/"},
}
_FACTS = """
import json
from courses.records import lrs_credentials
from courses.records.export import export_jobs
from courses.records.forwarding import target_setup
from courses.records.statement_timeline import list_person_statements
from elearning.lrs.models import Credential, Outbox, Statement, Target
from elearning.staff.models import StaffMember
from django.utils import timezone

if not Target.objects.exists():
    lrs_credentials.create_credential("Статистика", ["statements/read"], rate=60, by=None)
    nobody = "http://127.0.0.1:9/xapi/"
    store = target_setup.create_target("paused", nobody, "key", "secret", by=None)
    target_setup.pause_target(store, by=None)
    away = target_setup.create_target("away", nobody, "key", "secret", by=None)
    target_setup.probe_target(away, by=None)
    refused = Statement.objects.order_by("-pk").first()
    Outbox.objects.create(
        target=store, statement=refused, parked="400 No.", parked_at=timezone.now()
    )
    export_jobs.order_export("ndjson", None, None, by=None)
told = Statement.objects.filter(verb__name__endswith="/completed").last()
people = StaffMember.objects.order_by("pk")
print(json.dumps({
    "statement": str(told.uuid),
    "verb": told.verb.name,
    "name": "Сериков",
    "store": "paused",
    "away": "away",
    "person": str(next(p.key for p in people if list_person_statements(p)[8:].exists())),
}))
"""


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


@pytest.mark.parametrize("look", [("phone", "kk"), ("desk", "ru")])
def test_pages_have_no_fault(visit, enter, facts, look):
    size, language = look
    found = {}
    for role, pages in _PAGES.items():
        page = looking.listen(visit(size, language))
        enter(page, role, language)
        for name, path in pages.items():
            answer = page.goto(f"/{language}/{path.format(**facts)}")
            wrong = looking.faults(page, language, f"records-{size}-{language}-{name}")
            if answer.status != 200:
                wrong.append(f"answers {answer.status}")
            if wide := looking.overflow(page):
                wrong.append(f"{wide} px too wide at 320 px")
            if wrong:
                found[name] = wrong
    assert not found


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_pages_are_walked_by_keyboard(visit, enter, facts, size):
    page = visit(size, "kk")
    enter(page, "administrator", "kk")
    lost = {}
    for name in ("linter", "keys", "new-key", "store", "new-store", "exports"):
        page.goto(f"/kk/{_PAGES['administrator'][name].format(**facts)}")
        reached, hidden = looking.walk(page)
        forms = page.locator("main :is(input, textarea, button):visible").count()
        if unseen := [here for here in hidden if not _is_seen(here)]:
            lost[name] = unseen
        assert len(reached) >= forms
    assert not lost


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_wrong_entries_are_told_at_the_top_and_have_the_focus(
    visit, enter, facts, language
):
    page = looking.listen(visit("phone", language))
    enter(page, "administrator", language)
    for name in ("new-key", "new-store", "older", "linter"):
        page.goto(f"/{language}/{_PAGES['administrator'][name].format(**facts)}")
        page.evaluate("document.querySelector('main form.form').noValidate = true")
        walking.press(page.locator("main form.form button[type=submit]"))
        assert looking.focus(page)["what"].startswith('<div class="error-summary"')
        picture = f"records-phone-{language}-{name}-wrong"
        assert looking.faults(page, language, picture) == []


def test_key_of_a_double_click_is_made_once_and_shown(visit, enter):
    page = visit("desk", "ru")
    enter(page, "administrator", "ru")
    page.goto("/ru/desk/records/keys/new/")
    page.fill("[name=label]", "Двойной щелчок")
    page.check("[name=scopes][value='statements/read']")
    with page.expect_navigation():
        page.locator("main form.form button[type=submit]").dblclick()
    assert page.locator("main dd > code").count() == 2


def test_connection_is_tested_and_sending_paused_without_script(visit, enter, facts):
    page = visit("phone", "kk", java_script_enabled=False)
    enter(page, "administrator", "kk")
    page.goto(f"/kk/desk/records/stores/at/{facts['away']}/")
    walking.press(page.locator("form[action$='/test/'] button"))
    assert page.locator("main .callout").count() == 1
    walking.press(page.locator("form[action$='/pause/'] button"))
    walking.press(page.locator("form[action$='/resume/'] button"))
    assert page.locator("form[action$='/pause/'] button").count() == 1


def test_key_is_shown_once_opens_the_store_and_is_revoked(platform, visit, enter):
    page = looking.listen(visit("desk", "ru"))
    enter(page, "administrator", "ru")
    page.goto("/ru/desk/records/keys/new/")
    page.fill("[name=label]", "Проверка в браузере")
    page.check("[name=scopes][value='statements/read']")
    walking.press(page.locator("main form.form button[type=submit]"))
    key, secret = page.locator("main dd > code").all_inner_texts()
    assert looking.faults(page, "ru", "records-desk-ru-secret") == []
    assert secret not in page.url
    assert status(platform, key, secret) == 200

    page.goto("/ru/desk/records/keys/")
    assert secret not in page.content()
    row = page.locator("li.row", has_text="Проверка в браузере")
    walking.press(row.locator("a"))
    page.fill("[name=reason]", "Проверка окончена")
    assert looking.faults(page, "ru", "records-desk-ru-revoke") == []
    walking.press(page.locator("main form.form button[type=submit]"))
    assert status(platform, key, secret) == 401


def test_statements_are_paged_and_checked_without_script(visit, enter):
    page = visit("desk", "ru", java_script_enabled=False)
    enter(page, "administrator", "ru")
    page.goto("/ru/desk/records/")
    times = page.locator("main li.row a").first.get_attribute("href")
    walking.press(page.locator("main [rel=next]"))
    assert page.locator("main li.row a").first.get_attribute("href") != times
    walking.press(page.locator("main [rel=prev]"))
    assert page.locator("main li.row a").first.get_attribute("href") == times

    page.goto("/ru/desk/records/check/")
    page.fill("[name=text]", '{"verb": {"id": "https://example.org/read"}}')
    walking.press(page.locator("main form.form button[type=submit]"))
    assert page.locator("main ol.rows code").first.inner_text() == "$"


def _is_seen(here):
    """Tell whether a focus is seen after all, if not as `looking` asks.

    The button of the calendar inside a date draws its own ring, and a box for long texts
    may end below the window while its caret is in it.
    """
    is_date, is_long = ('type="date"' in here["what"]), ("<textarea" in here["what"])
    return here["free"] and (is_date or (is_long and here["seen"]))


def status(platform, key, secret):
    """Return what the store answers to a credential."""
    signed = base64.b64encode(f"{key}:{secret}".encode()).decode()
    request = urllib.request.Request(
        f"{platform.url}/xapi/statements?limit=1",
        headers={
            "Authorization": f"Basic {signed}",
            "X-Experience-API-Version": "2.0.0",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
