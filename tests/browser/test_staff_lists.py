"""A staff list from its file to its log: compared, confirmed, applied; what goes wrong."""

import io
import os
import signal
import zipfile
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from tests.browser import looking, walking
from tests.browser.staff_lists import (
    HEADINGS,
    MAKE,
    PEOPLE,
    UNKNOWN,
    as_csv,
    as_xlsx,
    people,
)
from tests.waiting import until

#: Of one person: as what she served until when, and which courses a rule asks of her now.
_HISTORY = """
import json
from django.utils import timezone
from courses.compliance.status import list_standings
from elearning.staff.models import Appointment, StaffMember
who = StaffMember.objects.filter(staff_number="LW0003")
held = Appointment.objects.filter(staff_member__in=who).select_related("post")
print(json.dumps([
    [[one.post.code, str(one.ends_on or "")] for one in held.order_by("starts_on")],
    [one.course.code for one in list_standings(who, on=timezone.localdate()) if one.requirement],
]))
"""
#: What the browser says of a page that refuses what was entered.
_COUNT = """
import json
from elearning.staff.models import Appointment, StaffMember
people = StaffMember.objects.filter(staff_number__startswith="LW")
held = Appointment.objects.filter(staff_member__in=people)
print(json.dumps([people.count(), held.count(), held.filter(ends_on=None).count()]))
"""
_TODAY = date.today()  # noqa: DTZ011 — the day of the installation under test


@pytest.fixture(scope="session")  # a worker leaves a module and comes back to it
def known(platform):
    return walking.facts(platform, MAKE)


class Officer:
    """Somebody of a personnel office in front of the pages of staff lists."""

    def __init__(self, page, language, size):
        self.page = looking.listen(page)
        self.language = language
        self.look = f"{size}-{language}"
        self.wrong = {}

    def see(self, name):
        """Look at the open page; keep a picture of it, and what is wrong."""
        found = looking.faults(
            self.page, self.language, f"staff-lists-{self.look}-{name}"
        )
        if wide := looking.overflow(self.page):
            found.append(f"{wide} px too wide at 320 px")
        first = self.page.locator("main :is(.button-primary, .button-danger)").count()
        if first > 1:
            found.append(f"{first} first buttons")
        if found:
            self.wrong[name] = found

    def go(self, path=""):
        self.page.goto(f"/{self.language}/desk/staff-lists/{path}")

    def send(self):
        walking.press(self.page.locator("main form button[type=submit]").first)

    def upload(self, name, content, *, on, place, scope="partial"):
        self.go("upload/")
        kind = "application/octet-stream"
        file = {"name": name, "mimeType": kind, "buffer": content}
        self.page.set_input_files("[name=file]", file)
        self.page.fill("[name=on]", on.isoformat())
        self.page.select_option("[name=establishment]", place)
        self.page.check(f"[name=scope][value={scope}]")
        self.send()

    def wait(self):
        """Look again until the worker has done its part."""
        busy = self.page.locator("main .state-in-progress")

        def is_done():
            if busy.count():
                self.page.reload()
            return not busy.count()

        until(is_done, told=self.page.locator("main").inner_text)

    def state(self):
        return self.page.locator("main .state").first.inner_text()

    def found(self):
        """Return how many there are of each kind, as the tabs say."""
        return {
            tab.get_attribute("href").rpartition("kind=")[2]: int(
                "".join(filter(str.isdecimal, tab.inner_text()))
            )
            for tab in self.page.locator("main .tabs a").all()
        }

    def cells(self):
        """Return the cells that are wrong."""
        rows = self.page.locator("main .table tbody tr td:last-child")
        told = [row.inner_text().split("\n")[0] for row in rows.all()]
        return ", ".join(told).split(", ")

    def press(self, end):
        walking.press(self.page.locator(f"main a[href$='{end}']").first)

    def confirm(self, **typed):
        self.press("/confirm/")
        for name, value in typed.items():
            field = self.page.locator(f"[name={name}]")
            field.check() if value is True else field.fill(value)
        self.send()

    def apply(self, **typed):
        self.confirm(**typed)
        self.wait()


def walk_of_the_ministry(officer, platform):
    """Everybody comes, then some change, then too few are named; returns what is seen."""
    first, second = _TODAY - timedelta(days=60), _TODAY - timedelta(days=30)
    officer.go()
    officer.see("list-before")
    officer.go("upload/")
    officer.see("upload")
    officer.send()
    officer.see("upload-empty")

    # Everybody is new; nobody knows the columns; three rows are wrong.
    rows = people()
    rows += [
        ["LW0101", "Әбді", "Іңкәр", "", "lw-nowhere", "lw-guard"],
        ["LW0102", "Әбді", "", "", "lw-north", "lw-guard"],
        ["LW0103", "Әбді4", "Іңкәр", "", "lw-north", "lw-guard"],
    ]
    content = as_csv(rows, UNKNOWN)
    officer.upload("тізім-қазан.csv", content, on=first, place="lw-north")
    officer.see("columns")
    fields = ("staff_number", "family_name", "given_name", "patronymic")
    for place, name in enumerate((*fields, "establishment", "post")):
        officer.page.select_option(f"[name=column_{place}]", name)
    officer.send()
    officer.wait()
    assert officer.found() == {
        "error": 3,
        "new": PEOPLE,
        "moved": 0,
        "changed": 0,
        "left": 0,
    }
    assert officer.cells() == ["E26", "C27", "B28"]
    officer.see("compared-errors")
    officer.press("kind=new")
    assert "Әбдіғалиқызы Іңкәр Ғұмарқызы" in officer.page.locator("main").inner_text()
    officer.see("compared-new")
    officer.confirm()
    officer.see("confirm-refused")
    officer.page.check("[name=accepts_errors]")
    officer.send()
    officer.wait()
    officer.see("applied")
    assert walking.facts(platform, _COUNT) == [PEOPLE, PEOPLE, PEOPLE]

    # A workbook: one new, one moved, one in another position, one called otherwise, one left.
    rows = people(
        without=[5],
        n2={4: "lw-south"},
        n3={5: "lw-guide"},
        n4={1: "Сәбитқызы"},
    )
    rows.append(["LW0030", "Қайратұлы", "Өміржан", "", "lw-north", "lw-guard"])
    whole = as_xlsx(rows)
    officer.upload(
        "тізім-қараша.xlsx", whole, on=second, place="lw-north", scope="complete"
    )
    officer.wait()
    assert officer.found() == {
        "error": 0,
        "new": 1,
        "moved": 2,
        "changed": 1,
        "left": 1,
    }
    for kind in ("moved", "changed", "left", "error"):
        officer.press(f"kind={kind}")
        officer.see(f"compared-{kind}-second")
    officer.press("/confirm/")
    officer.see("confirm")
    officer.send()
    officer.wait()
    assert walking.facts(platform, _COUNT) == [PEOPLE + 1, PEOPLE + 3, PEOPLE]
    take_the_log(officer)

    # The same file again changes nothing, and offers nothing to confirm.
    officer.upload(
        "тізім-қараша.xlsx", whole, on=second, place="lw-north", scope="complete"
    )
    officer.wait()
    assert set(officer.found().values()) == {0}
    officer.see("same-again")
    assert officer.page.locator("main a[href$='/confirm/']").count() == 0


def take_the_log(officer):
    """Download the log of the applied list; it says what was done, by row."""
    officer.press("/log/")
    officer.send()
    officer.see("log-empty")
    officer.page.fill("[name=purpose]", "Сверка с кадровой системой")
    with officer.page.expect_download() as taken:
        officer.page.locator("main form button[type=submit]").first.click()
    text = taken.value.path().read_text("utf-8-sig")
    assert "LW0030" in text
    assert "Сәбитқызы" in text
    officer.page.go_back()


def walk_of_too_few(officer, platform):
    """A list without a third of the people: its number is wanted, then it is called off."""
    before = walking.facts(platform, _COUNT)
    rows = people(
        without=[2, 5, *range(10, 17)], n3={5: "lw-guide"}, n4={1: "Сәбитқызы"}
    )
    officer.upload(
        "неполный.csv", as_csv(rows), on=_TODAY, place="lw-north", scope="complete"
    )
    officer.wait()
    assert officer.found()["left"] == 8
    officer.see("mass-departure")
    officer.confirm(leaving="7")
    officer.see("mass-departure-refused")
    assert officer.page.locator("main form .error-message, main .error-summary").count()
    with nobody_at_work(platform):
        officer.page.fill("[name=leaving]", "8")
        officer.send()
        officer.see("waits-to-be-applied")
        walking.press(officer.page.locator("main form[action$='/cancel/'] button"))
        officer.see("called-off")
    assert walking.facts(platform, _COUNT) == before


@contextmanager
def nobody_at_work(platform):
    """Stop the worker for a while, so that what waits for it can be looked at."""
    os.killpg(platform.processes["worker"].pid, signal.SIGTERM)
    platform.processes.pop("worker").wait()
    try:
        yield
    finally:
        platform.employ()


def walk_of_a_position(officer, platform):
    """Another position brings somebody under a rule and out of it again; both are kept."""
    guard_until, guide_until = (str(_TODAY - timedelta(days=days)) for days in (31, 1))
    held, asked = walking.facts(platform, _HISTORY)
    assert held == [["lw-guard", guard_until], ["lw-guide", ""]]
    assert asked == ["C1"]
    rows = people(without=range(4, PEOPLE + 1), n2={4: "lw-south"})
    officer.upload("перевод.csv", as_csv(rows), on=_TODAY, place="lw-north")
    officer.wait()
    assert officer.found()["moved"] == 1
    officer.confirm()
    officer.wait()
    held, asked = walking.facts(platform, _HISTORY)
    assert held == [
        ["lw-guard", guard_until],
        ["lw-guide", guide_until],
        ["lw-guard", ""],
    ]
    assert asked == []
    officer.go()
    officer.see("list")


@pytest.mark.parametrize("look", [("desk", "ru")])
def test_ministry_brings_lists_in_from_upload_to_log(
    visit, enter, platform, known, look
):
    size, language = look
    officer = Officer(visit(size, language), language, size)
    enter(officer.page, "ministry-hr", language)
    walk_of_the_ministry(officer, platform)
    walk_of_too_few(officer, platform)
    walk_of_a_position(officer, platform)
    assert officer.wrong == {}


def test_facility_officer_brings_in_her_own_part_alone(visit, enter, platform, known):
    officer = Officer(visit("phone", "kk"), "kk", "phone")
    enter(officer.page, "facility-hr", "kk")
    officer.go()
    officer.see("list")
    assert "lw-north" not in officer.page.content()
    officer.go("upload/")
    officer.see("upload")
    offered = officer.page.locator("[name=establishment] option")
    assert "lw-north" not in [one.get_attribute("value") for one in offered.all()]

    rows = [
        ["LW0201", "Өтегенұлы", "Ғани", "Һамитұлы", known["mine"], "lw-guard"],
        ["LW0202", "Өтегенұлы", "Ғани", "", "lw-north", "lw-guard"],
        ["LX0001", "Мұқанқызы", "Гүлсім", "", known["mine"], "lw-guard"],
    ]
    officer.upload("менің-тізімім.csv", as_csv(rows), on=_TODAY, place=known["mine"])
    officer.wait()
    assert officer.cells() == ["E3", "A4"]
    officer.see("compared-errors")
    officer.press("kind=new")
    officer.see("compared-new")
    officer.press("/confirm/")
    officer.see("confirm")
    officer.page.go_back()
    walking.press(officer.page.locator("main form[action$='/cancel/'] button"))
    officer.see("called-off")
    assert officer.wrong == {}


def wrong_rows(sheet):
    """Spoil a workbook in the ways in which people do."""
    sheet["G1"], sheet["G2"] = "С", "вчера"
    sheet["A3"] = "=A2"
    sheet.merge_cells("E4:E5")
    for column, text in enumerate(HEADINGS, start=1):
        sheet.cell(7, column, text)
    sheet["A8"], sheet["B8"] = "LW0008", "Басқа"
    sheet["A9"] = "LW0008"


def bad_files():
    """Return files that are refused at once: with a password, with macros, far too long."""
    password = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode(
        "utf-16-le"
    )
    with_macros = io.BytesIO(as_xlsx(people()))
    with zipfile.ZipFile(with_macros, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return {
        "password.xlsx": password,
        "macros.xlsm": with_macros.getvalue(),
        "million.csv": b"1;2;3\n" * 1_000_000,
    }


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_is_wrong_in_a_file_is_said_by_row_and_column(
    visit, enter, platform, known, language
):
    officer = Officer(visit("phone", language), language, "phone")
    enter(officer.page, "ministry-hr", language)
    for name, content in bad_files().items():
        officer.upload(name, content, on=_TODAY, place="lw-north")
        assert officer.page.locator("main .error-summary").count() == 1
        officer.see(f"refused-{name.partition('.')[0]}")

    content = as_xlsx(people(), touch=wrong_rows)
    officer.upload(f"{language}.xlsx", content, on=_TODAY, place="lw-north")
    officer.wait()
    assert officer.cells() == ["G2", "A3", "E4", "E5", "A7", "A9"]
    officer.see("compared-wrong")
    walking.press(officer.page.locator("main form[action$='/cancel/'] button"))
    assert officer.wrong == {}
