"""The ministry makes a rule, sees whom it concerns, decides exceptions and saves it."""

from urllib.parse import urlsplit

from django.conf import settings

from tests.browser import looking, personnel, walking
from tests.browser.personnel import send, wrong_on

CODE = "WALK-AID"
#: A session of the demonstration's ministry officer that is this walk's own, to be lost.
_SESSION = """
import json
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from elearning.accounts import second_factor
from elearning.accounts.models import User
user = User.objects.get(staff_number={number!r})
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
(session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
second_factor.record_verified_session(session, user)
session.create()
print(json.dumps(session.session_key))
"""
_LOSE = """
import json
from tests.factories.accounts import let_lie
let_lie([{key!r}], 86400)
print(json.dumps(1))
"""
#: Somebody has left the position while the preview is read.
_MOVE = """
import json
from datetime import timedelta
from django.utils import timezone
from elearning.staff.appointments import end_appointment
from elearning.staff.models import Appointment
held = Appointment.objects.get(staff_member__staff_number="941002")
yesterday = timezone.localdate() - timedelta(days=1)
end_appointment(held, on=yesterday, by=None)
print(json.dumps(True))
"""
_SAVED = """
import json
from courses.compliance.models import Requirement, RuleException
rule = Requirement.objects.get(course__code={code!r})
rows = RuleException.objects.filter(requirement=rule).order_by("learner__staff_number")
print(json.dumps({{
    "rule": [rule.months, rule.window_days, rule.grace_days],
    "decided": [[row.learner.staff_number, row.outcome, row.reason] for row in rows],
}}))
"""


def test_a_rule_is_previewed_saved_as_shown_and_its_exceptions_decided(
    platform, visit, enter
):
    personnel.make(
        platform,
        "walk-rules",
        "Заведующий библиотекой",
        {
            "941001": ("Серікбаева", ""),
            "941002": ("Нұртаева", ""),
            "941003": ("Қасымова", "away"),
            "941004": ("Әбдірахманова", "away"),
            "941005": ("Жұмабекова", "unknown"),
        },
    )
    page = looking.listen(visit("desk", "ru"))
    enter(page, "ministry-hr", "ru")
    wrong = add_qualification(page)
    wrong += enter_rule(page)
    preview = page.url
    wrong += read_preview(page)
    walking.facts(platform, _MOVE)
    wrong += save(page)
    wrong += decide_one_and_all(page)
    found = walking.facts(platform, _SAVED.format(code=CODE))
    assert found == {
        "rule": [12, 60, 14],
        "decided": [
            ["941003", "date", "Решение № 7"],
            ["941004", "exempt", "Решение № 8"],
            ["941005", "exempt", "Решение № 8"],
        ],
    }
    page.goto(preview)
    assert page.url.endswith("/ru/desk/rules/")
    phone = looking.listen(visit("phone", "kk"))
    enter(phone, "ministry-hr", "kk")
    wrong += change_on_the_phone(phone)
    assert wrong == []


def add_qualification(page):
    """Add what another body certifies, so that a rule may ask for it."""
    page.goto("/ru/desk/rules/")
    wrong = wrong_on(page, "ru", "rules-desk-ru-list")
    walking.press(page.locator("main a[href$='/qualifications/new/']"))
    page.fill("[name=code]", CODE)
    page.fill("[name=title_kk]", "Алғашқы көмек")
    page.fill("[name=title_ru]", "Первая помощь")
    page.fill("[name=title_en]", "First aid")
    page.fill("[name=validity_months]", "24")
    wrong += wrong_on(page, "ru", "rules-desk-ru-qualification")
    send(page)
    return wrong


def enter_rule(page):
    """Enter a rule whose window is longer than its validity, then the right one."""
    page.goto("/ru/desk/rules/new/")
    wrong = wrong_on(page, "ru", "rules-desk-ru-new")
    option = page.locator("[name=course] option", has_text=CODE)
    page.select_option("[name=course]", option.get_attribute("value"))
    page.locator("[name=post]").select_option(label="Заведующий библиотекой")
    page.fill("[name=months]", "12")
    page.fill("[name=window_days]", "400")
    page.fill("[name=grace_days]", "14")
    send(page)
    assert page.locator("main .error-summary a[href$='window_days']").count() == 1
    assert page.input_value("[name=window_days]") == "400"
    wrong += wrong_on(page, "ru", "rules-desk-ru-new-refused")
    page.fill("[name=window_days]", "60")
    send(page)
    assert "/desk/rules/drafts/" in page.url
    return wrong


def read_preview(page):
    """Read who has no possible day, who is added, and the dates of one person."""
    assert page.locator("main tbody tr").count() == 3
    wrong = wrong_on(page, "ru", "rules-desk-ru-preview-impossible")
    walking.press(page.locator("main a[href*='show=added']"))
    names = page.locator("main tbody th").all_inner_texts()
    numbers = [f"94100{number}" for number in range(1, 6)]
    assert sorted(name.split()[-1] for name in names) == numbers
    page.fill("[name=staff_number]", "941001")
    walking.press(page.locator("main form[action*='/example/'] button"))
    assert page.locator("main .panel ol li").count() >= 3
    return wrong + wrong_on(page, "ru", "rules-desk-ru-preview-example")


def save(page):
    """Save: refused, because somebody has left the position; read anew, then saved."""
    page.fill("[name=reason]", "Приказ № 5")
    send(page)
    assert "/desk/rules/drafts/" in page.url
    assert page.locator(".messages").count() == 1
    wrong = wrong_on(page, "ru", "rules-desk-ru-preview-moved")
    walking.press(page.locator("main a[href*='show=added']"))
    assert page.locator("main tbody tr").count() == 4
    page.fill("[name=reason]", "Приказ № 5")
    send(page)
    assert page.url.endswith("/ru/desk/rules/exceptions/")
    return wrong


def decide_one_and_all(page):
    """Decide about one exception, then about the other two alike; the number falls."""
    option = page.locator("[name=rule] option", has_text=CODE)
    page.select_option("[name=rule]", option.get_attribute("value"))
    walking.press(page.locator("form.filters button"))
    filtered = page.url
    wrong = wrong_on(page, "ru", "rules-desk-ru-exceptions")
    assert page.locator("main tbody tr").count() == 3
    walking.press(page.locator("main tr", has_text="941003").locator("td a"))
    day = personnel.day(90)
    page.check("[name=outcome][value=date]")
    send_without_checks(page)
    wrong += wrong_on(page, "ru", "rules-desk-ru-decide-refused")
    page.fill("[name=day]", f"{day:%Y-%m-%d}")
    page.fill("[name=reason]", "Решение № 7")
    send(page)
    page.goto(filtered)
    assert page.locator("main tbody tr").count() == 2
    walking.press(page.locator("main a[href*='/exceptions/decide/']"))
    page.check("[name=outcome][value=exempt]")
    page.fill("[name=reason]", "Решение № 8")
    send(page)
    assert page.locator("main .error-summary a[href$='day']").count() == 1
    wrong += wrong_on(page, "ru", "rules-desk-ru-decide-many-refused")
    page.fill("[name=day]", f"{day:%Y-%m-%d}")
    send(page)
    page.goto(filtered)
    assert page.locator("main tbody tr").count() == 0
    return wrong + wrong_on(page, "ru", "rules-desk-ru-exceptions-none")


def change_on_the_phone(page):
    """Change the rule in Kazakh on the phone, as far as its preview."""
    page.goto("/kk/desk/rules/?kind=external")
    wrong = wrong_on(page, "kk", "rules-phone-kk-list")
    row = page.locator("main tr", has_text=CODE)
    walking.press(row.locator("a[href$='/change/']"))
    wrong += wrong_on(page, "kk", "rules-phone-kk-change")
    page.fill("[name=grace_days]", "20")
    page.fill("[name=first_due_days]", "45")
    send(page)
    wrong += wrong_on(page, "kk", "rules-phone-kk-preview")
    page.goto("/kk/desk/rules/exceptions/")
    return wrong + wrong_on(page, "kk", "rules-phone-kk-exceptions")


def send_without_checks(page):
    """Send the form although the browser would ask for what is missing."""
    page.evaluate("document.querySelector('main form.form').noValidate = true")
    send(page)


def test_what_was_typed_outlives_the_session(platform, visit):
    page = looking.listen(visit("phone", "kk"))
    account = platform.accounts()["ministry-hr"]
    key = walking.facts(platform, _SESSION.format(number=account["staff_number"]))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "httpOnly": True}
    host = urlsplit(platform.url).hostname
    page.context.add_cookies([cookie | {"domain": host, "path": "/"}])
    page.goto("/kk/desk/rules/new/")
    page.fill("[name=months]", "18")
    page.fill("[name=window_days]", "45")
    page.fill("[name=first_due_days]", "77")
    assert walking.facts(platform, _LOSE.format(key=key)) == 1

    send_without_checks(page)

    assert "/account/login/" in page.url
    wrong = wrong_on(page, "kk", "rules-phone-kk-signed-out")
    sign_in(page, platform, account)
    assert page.url.endswith("/kk/desk/rules/new/")
    kept = [page.input_value(f"[name={name}]") for name in ("months", "first_due_days")]
    assert kept == ["18", "77"]
    assert page.input_value("[name=window_days]") == "45"
    wrong += wrong_on(page, "kk", "rules-phone-kk-kept")
    assert wrong == []


def sign_in(page, platform, account):
    """Sign in again, with a code that nobody has used yet."""
    page.fill("[name=login]", account["staff_number"])
    page.fill("[name=password]", account["password"])
    walking.press(page.locator("main button[type=submit]").first)
    for _try in range(40):
        page.fill("[name=code]", code := platform.code("ministry-hr"))
        walking.press(page.locator("main button[type=submit]").first)
        if "/2fa/" not in page.url:
            return
        while platform.code("ministry-hr") == code:
            page.wait_for_timeout(1000)
    raise AssertionError(page.url)
