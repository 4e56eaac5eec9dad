"""Staff lists as a personnel system writes them, and on their way through the platform."""

from datetime import date

from django.utils import timezone

from elearning.staff.importing import staff_list_confirmation, staff_list_jobs
from elearning.staff.importing.staff_list_upload import create_staff_list

HEADINGS = ("Табельный номер", "Фамилия", "Имя", "Отчество", "Учреждение", "Должность")
DAY = date(2026, 11, 27)


def csv_list(*rows, headings=HEADINGS, sign=";"):
    return "\r\n".join(sign.join(row) for row in (headings, *rows))


def row(number, place, post, names=("Сериков", "Арман", ""), *more):
    return [
        number,
        *names,
        getattr(place, "code", place),
        getattr(post, "code", post),
        *more,
    ]


def bring(content, *, by=None, place=None, complete=False, name="list.csv"):
    """Hand a list in and have the worker compare it."""
    if isinstance(content, str):
        content = content.encode()
    made = create_staff_list(
        content, name, on=DAY, establishment=place, is_complete=complete, by=by
    )
    staff_list_jobs.compare_waiting_lists(timezone.now())
    made.refresh_from_db()
    return made


def put_through(made, *, by=None, leaving=None, accepts_errors=True):
    """Confirm a compared list and have the worker apply it."""
    staff_list_confirmation.confirm_staff_list(
        made, by=by, leaving=leaving, accepts_errors=accepts_errors
    )
    staff_list_jobs.apply_confirmed_lists(timezone.now())
    made.refresh_from_db()
    return made


def counts(made):
    """What was found, as far as there is any of it."""
    told = ("new", "moved", "changed", "left", "unchanged", "error")
    return {name: made.counts[name] for name in told if made.counts.get(name)}


def errors(made):
    """The cells that are wrong, and what is wrong with them."""
    found = made.findings.filter(kind="error")
    return [(one.cell_in(made.columns), one.facts["code"]) for one in found]
