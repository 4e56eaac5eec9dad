"""HR at the desk: numbers that agree, a remit that holds, lists that do nothing, letters."""

import csv
import io
import re
from datetime import datetime

import openpyxl
import pypdf
import pytest

from tests.browser import looking, walking
from tests.browser.conftest import own_installation

_FACTS = """
import json
from datetime import date
from content.demo.invented_names import FORMULA
from elearning.staff.appointments import AppointmentTerms, create_appointment
from elearning.staff.models import Establishment, Post, StaffMember
formula = StaffMember.objects.get(family_name=FORMULA)
place = Establishment.objects.get(code="north-n2")
number = 800001 + StaffMember.objects.filter(staff_number__startswith="8").count()
fresh = StaffMember.objects.create(
    staff_number=str(number), family_name="Жаңабай", given_name="Айбек", language="kk"
)
post = Post.objects.get(code="psychologist")
create_appointment(fresh, AppointmentTerms(place, post, date.today()), by=None)
elsewhere = StaffMember.objects.filter(
    appointments__establishment__code="east-n1", appointments__ends_on=None
)
print(json.dumps({
    "formula": formula.family_name,
    "formula_number": formula.staff_number,
    "fresh": str(fresh.key),
    "fresh_number": fresh.staff_number,
    "foreign": str(elsewhere.first().key),
}))
"""
#: How far what stands beside each other in the head of a page is from one line.
_OFF = """() => {
  const off = (which) => {
    const middles = [...document.querySelectorAll(which)]
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.width)
      .map((box) => (box.top + box.bottom) / 2);
    return Math.max(...middles) - Math.min(...middles);
  };
  return Math.max(
    off(".site-strip :is(.languages, .account)"),
    off(".site-bar > .site-name, .site-bar > nav .nav-list > li"),
  );
}"""

platform, _sessions = own_installation("desk")


@pytest.fixture(scope="module")
def facts(platform):
    return walking.facts(platform, _FACTS)


def table(page):
    """Return the numbers of the table by establishment: a mapping for each row."""
    shown = page.locator("table:has([aria-sort])")
    heads = shown.locator("thead th").all_inner_texts()[1:]
    return [
        dict(zip(heads, row.locator("td").all_inner_texts(), strict=True))
        for row in shown.locator("tbody tr").all()
    ]


def say_purpose(page, address):
    """Open small numbers, or a list of names, by saying what for."""
    page.goto(address)
    page.fill("[name=purpose]", "Проверка за квартал")
    walking.press(page.locator("main form.form button[type=submit]"))


def export(page, kind):
    """Export the list of people as a file of ``kind`` and return its bytes."""
    page.goto("/ru/desk/compliance/export/")
    page.check("[name=content][value=people]")
    page.check(f"[name=kind][value={kind}]")
    page.fill("[name=purpose]", "Проверка за квартал")
    with page.expect_download() as download:
        page.click("main button[type=submit]")
    return download.value.path().read_bytes()


def test_compliance_numbers_agree_and_stay_inside_the_remit(visit, enter, facts):
    ministry = visit("desk", "ru")
    enter(ministry, "ministry-hr", "ru")
    say_purpose(ministry, "/ru/desk/compliance/numbers/")
    words = ministry.locator(".stat-words").all_inner_texts()
    shown = [
        int(re.sub(r"\D", "", number))
        for number in ministry.locator(".stat-number").all_inner_texts()
    ]
    rows = table(ministry)
    assert len(rows) == 8
    assert shown == [sum(int(row[word]) for row in rows) for word in words]

    facility = visit("desk", "ru")
    enter(facility, "facility-hr", "ru")
    facility.goto("/ru/desk/compliance/")
    links = facility.locator("table:has([aria-sort]) tbody th a")
    assert links.count() == 1
    assert "establishment=north-n2" in links.first.get_attribute("href")
    facility.goto("/ru/desk/compliance/?establishment=east-n1")
    assert "east-n1" not in " ".join(link.get_attribute("href") for link in links.all())
    assert facility.goto(f"/ru/desk/people/{facts['foreign']}/").status == 404
    assert facility.goto(f"/ru/desk/accounts/{facts['foreign']}/").status == 404
    assert ministry.goto(f"/ru/desk/people/{facts['foreign']}/").status == 200


def test_exported_lists_hold_text_dates_and_no_formula(platform, visit, enter, facts):
    page = visit("desk", "ru")
    enter(page, "ministry-hr", "ru")

    book = openpyxl.load_workbook(io.BytesIO(export(page, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    (sheet,) = book
    assert sheet["B1"].value == platform.accounts()["ministry-hr"]["staff_number"]
    assert sheet["B2"].value == "Проверка за квартал"
    days = [cell for cell in cells if isinstance(cell.value, datetime)]
    assert {cell.number_format for cell in days} == {"dd.mm.yyyy"}
    assert len(days) > 1
    assert any(facts["formula"] in str(cell.value) for cell in cells)

    text = export(page, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text else ","))
    named = [cell for row in rows for cell in row if facts["formula"] in cell]
    assert named
    assert all(cell.startswith("'=") for cell in named)
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_account_is_created_and_its_letter_given_once(visit, enter, facts):
    page = looking.listen(visit("desk", "ru"))
    enter(page, "facility-hr", "ru")
    address = f"/ru/desk/accounts/{facts['fresh']}/"
    page.goto(address)
    assert looking.faults(page, "ru", "desk-ru-facility-hr-account") == []
    with page.expect_download() as download:
        page.locator("main form.form button[type=submit]").click()
    letter = pypdf.PdfReader(download.value.path()).pages[0].extract_text()
    code = re.search(r"(?:\w{4}-){6}\w{4}", letter)[0]
    page.goto(address)
    assert code not in page.content()

    owner = visit("phone", "kk")
    walking.activate(owner, code, "жаңа-таң-көкжиек-9", "kk")
    assert owner.locator("main h1").is_visible()


@pytest.mark.parametrize(
    "role", ["facility-hr", "ministry-hr", "trainer", "administrator"]
)
def test_head_of_a_desk_stands_in_two_lines(visit, enter, role):
    page = visit("desk", "kk")
    enter(page, role, "kk")
    for language in ("kk", "ru", "en"):
        page.goto(f"/{language}/desk/")
        assert page.evaluate(_OFF) < 12, language
