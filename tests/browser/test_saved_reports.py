"""A report is saved, made, taken away and removed; its remit, its week and the trail hold."""

import io
from datetime import datetime

import openpyxl
import pytest
from django.utils import timezone

from tests.browser import looking, people, walking
from tests.waiting import until

#: An officer of one prison who is signed in, second step included.
_OFFICER = """
import json
from datetime import date
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from elearning.accounts import second_factor
from elearning.accounts.roles import Role
from elearning.staff.models import Establishment, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.staff import RemitFactory
user = UserFactory(staff_number="790022", roles=[Role.FACILITY_HR])
place = Establishment.objects.get(code="east-n1")
RemitFactory(
    user=user, role="facility-hr", establishment=place, starts_on=date(2020, 1, 1)
)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
(session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
second_factor.record_verified_session(session, user)
session.create()
here = StaffMember.objects.in_remit_of(user)
print(json.dumps({
    "session": session.session_key,
    "numbers": sorted(here.values_list("staff_number", flat=True)),
}))
"""
_LATER = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.reporting.models import ReportRun
runs = ReportRun.objects.filter(owner__staff_number="790022")
runs.update(expires_at=timezone.now() {sign} timedelta(days=1))
print(json.dumps(True))
"""
_REMIT_ENDS = """
import json
from datetime import timedelta
from django.utils import timezone
from elearning.staff.models import Remit
yesterday = timezone.localdate() - timedelta(days=1)
Remit.objects.filter(user__staff_number="790022").update(ends_on=yesterday)
print(json.dumps(True))
"""
#: Says what the check of the trail says, with one row changed and changed back.
_CHECK = """
import io, json
from django.core.management import CommandError, call_command
from django.db import connection
from elearning.audit.hash_chain import seal_entries
from elearning.audit.models import Entry
from django.utils import timezone

def said():
    out = io.StringIO()
    try:
        call_command("audit_verify", stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()

def write(reason):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_entry SET reason = %s WHERE id = %s", [reason, entry.pk]
        )

seal_entries(timezone.now())
entry = Entry.objects.filter(action="reporting.saved").latest("pk")
found = [said()]
write("Another reason")
found.append(said())
write(entry.reason)
found.append(said())
print(json.dumps({"entry": entry.pk, "said": found}))
"""


@pytest.fixture
def officer(platform):
    return walking.facts(platform, _OFFICER)


def wrong_on(page, language, name):
    """What is wrong with the open page; a picture of it is kept, light and dark."""
    found = looking.faults(page, language, f"reports-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return found


def send(page):
    walking.press(page.locator("main form.form button[type=submit]"))


def save(page):
    """Save the report of who has expired, after forgetting its name; say what is wrong."""
    page.goto("/kk/desk/compliance/?state=expired")
    walking.press(page.locator("main a[href*='/reports/new/']"))
    page.check("[name=every][value=month]")
    page.fill("[name=purpose]", "Ай сайынғы тексеру")
    page.evaluate("document.querySelector('main form.form').noValidate = true")
    send(page)
    wrong = wrong_on(page, "kk", "phone-kk-save-refused")
    page.fill("[name=name]", "Мерзімі өткендер")
    page.fill("[name=month_day]", "1")
    send(page)
    return wrong + wrong_on(page, "kk", "phone-kk-saved")


def taken(page):
    """Take the file of the page away, once the worker has made it."""
    file = page.locator("main a[download]")
    until(lambda: file.count() or (page.reload() and file.count()), every=0.5)
    with page.expect_download() as download:
        file.click()
    return openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))


def test_saved_report_is_made_for_its_owner_alone_as_long_as_she_may(
    platform, visit, enter, officer
):
    page = looking.listen(visit("phone", "kk"))
    people.as_learner(page, platform, officer)
    assert save(page) == []
    walking.press(page.locator("form[action$='/make/'] button"))
    file = page.url
    sheet = taken(page).active

    assert [sheet[f"B{row}"].value for row in (1, 2)] == [
        "790022",
        "Ай сайынғы тексеру",
    ]
    assert isinstance(sheet["B4"].value, datetime)
    named = {row[0].value for row in sheet.iter_rows(min_row=7)}
    assert named
    assert named <= set(officer["numbers"])
    assert wrong_on(page, "kk", "phone-kk-file") == []
    page.goto("/kk/desk/reports/files/")
    assert wrong_on(page, "kk", "phone-kk-files") == []
    page.goto("/kk/notices/")
    assert page.locator("main", has_text="Есебіңіз дайын").count() == 1

    stranger = visit("desk", "ru")
    stranger.goto(file.replace("/kk/", "/ru/"))
    assert "/login/" in stranger.url
    ministry = visit("desk", "ru")
    enter(ministry, "ministry-hr", "ru")
    assert ministry.goto(file.replace("/kk/", "/ru/")).status == 404

    walking.facts(platform, _LATER.format(sign="-"))
    page.goto(file)
    assert page.locator("main a[download]").count() == 0
    walking.facts(platform, _LATER.format(sign="+"))
    walking.facts(platform, _REMIT_ENDS)
    page.goto(file)
    assert page.locator("main a[download]").count() == 0
    assert wrong_on(page, "kk", "phone-kk-refused") == []
    page.goto(f"{file}download/")
    assert page.url == file


def test_report_is_removed_and_the_trail_shows_and_proves_what_was_done(
    platform, visit, enter
):
    office = looking.listen(visit("desk", "ru"))
    enter(office, "ministry-hr", "ru")
    office.goto("/ru/desk/reports/new/?course=C1")
    assert wrong_on(office, "ru", "desk-ru-save") == []
    office.fill("[name=name]", "Сводка по C1")
    office.check("[name=content][value=summary]")
    office.check("[name=kind][value=csv]")
    office.fill("[name=purpose]", "Совещание у начальника")
    send(office)
    assert wrong_on(office, "ru", "desk-ru-saved") == []
    line = office.locator("main tr", has_text="Сводка по C1")
    walking.press(line.locator("a[href$='/remove/']"))
    assert wrong_on(office, "ru", "desk-ru-remove") == []
    send(office)
    assert line.count() == 0

    administrator = looking.listen(visit("desk", "ru"))
    enter(administrator, "administrator", "ru")
    administrator.goto(f"/ru/desk/audit/?area=reporting&since={timezone.localdate()}")
    assert wrong_on(administrator, "ru", "desk-ru-audit") == []
    number = platform.accounts()["ministry-hr"]["staff_number"]
    done = administrator.locator("main tr", has_text="Совещание у начальника")
    assert done.count() == 2
    assert all(number in words for words in done.all_inner_texts())
    found = walking.facts(platform, _CHECK)
    intact, broken, restored = found["said"]
    assert "intact" in intact
    assert f"Entry {found['entry']}: this entry was altered" in broken
    assert "intact" in restored
