"""Staff lists of two establishments of their own, as files that the walks hand in."""

import io

import openpyxl

#: Two establishments of their own, two positions, a course asked in one of them, and
#: somebody whom only the ministry looks after.
MAKE = """
import json
from datetime import date
from courses.compliance import requirements
from courses.models import Course
from elearning.accounts.models import User
from elearning.staff import establishments, posts
from elearning.staff.models import Appointment, Establishment, Remit, StaffMember

officer = User.objects.get(staff_number="100007")
root = Establishment.get_first_root_node()
names = {"lw-north": ("Солтүстік мекеме", "Северное учреждение", "Northern facility"),
         "lw-south": ("Оңтүстік мекеме", "Южное учреждение", "Southern facility")}
for code, (kk, ru, en) in names.items():
    titles = {"kk": kk, "ru": ru, "en": en}
    establishments.create_establishment(root, code, Establishment.Kind.MEDIUM, titles, by=officer)
guard = posts.create_post(
    "lw-guard", {"kk": "Күзет қызметкері", "ru": "Сотрудник охраны", "en": "Guard"}, by=officer
)
guide = posts.create_post(
    "lw-guide", {"kk": "Тәрбие қызметкері", "ru": "Воспитатель", "en": "Guide"}, by=officer
)
requirements.create_requirement(
    guide, Course.objects.get(code="C1"), months=12, starts_on=date(2020, 1, 1), by=officer
)
elsewhere = StaffMember.objects.create(
    staff_number="LX0001", family_name="Мұқанқызы", given_name="Гүлсім", language="kk"
)
south = Establishment.objects.get(code="lw-south")
Appointment.objects.create(
    staff_member=elsewhere, establishment=south, post=guard, starts_on=date(2020, 1, 1)
)
remit = Remit.objects.filter(role="facility-hr", user__staff_number="100006").first()
print(json.dumps({
    "mine": remit.establishment.code,
    "post": "lw-guard",
}))
"""
HEADINGS = ("Таб. №", "Фамилия", "Имя", "Отчество", "Учреждение", "Должность")
#: Headings that nobody knows: the officer says which is which.
UNKNOWN = ("Nr", "F", "I", "O", "Объект", "Штат")
PEOPLE = 24


def people(*, without=(), **changed):
    """Return the rows of everybody; ``changed`` has other cells of some, by number."""
    rows = []
    for number in range(1, PEOPLE + 1):
        if number in without:
            continue
        row = [f"LW{number:04}", "Әбдіғалиқызы", "Іңкәр", "Ғұмарқызы"]
        row += ["lw-north", "lw-guard"]
        for place, value in changed.get(f"n{number}", {}).items():
            row[place] = value
        rows.append(row)
    return rows


def as_csv(rows, headings=HEADINGS):
    """Return a file as an older personnel system writes it: Windows-1251 for Kazakh."""
    return "\r\n".join(";".join(row) for row in (headings, *rows)).encode("kz1048")


def as_xlsx(rows, headings=HEADINGS, touch=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(list(row))
    touch(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
