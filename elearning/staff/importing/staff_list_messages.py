"""Messages about staff lists and cells, stored as codes and rendered when shown."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from elearning.staff.importing.columns import COLUMNS

#: About a whole file.
OF_FILES = {
    "empty": _("The file is empty. Save the list again and choose that file."),
    "too_large": _(
        "The file is larger than %(most)s MB. Save only the sheet with the list, without "
        "pictures, and choose that file."
    ),
    "too_many_rows": _(
        "The list has more than %(most)s rows. Delete empty rows below the list, or split it "
        "by department and upload the parts as partial lists."
    ),
    "password": _(
        "The file is protected by a password. Save it without one and choose it again."
    ),
    "old_excel": _(
        "This is an Excel file in the old format (.xls). Save it as "
        "“Excel Workbook (.xlsx)”."
    ),
    "macros": _(
        "The file contains macros, which are never opened here. Save it "
        "as “Excel Workbook (.xlsx)” and choose that file."
    ),
    "bomb": _(
        "Unpacked, this file would be far too large. Copy the list into a new workbook "
        "and save that."
    ),
    "too_many_merged": _(
        "The sheet has more than %(most)s merged cells. Split them all and fill in each "
        "cell, or copy the list into a new workbook as values, and choose that file."
    ),
    "gave_up": _(
        "The platform tried %(most)s times and could not process this "
        "list; nothing was changed. Copy the list into a new workbook as "
        "values and upload that. If that fails too, show the list to an "
        "administrator."
    ),
    "damaged": _(
        "The file cannot be read. Open it in the spreadsheet program, save it again as "
        "XLSX or CSV, and choose that file."
    ),
    "not_a_table": _("This is not a table. Choose an XLSX or a CSV file."),
    "quote": _(
        "The table breaks off after row %(row)s: a quotation mark is not "
        "closed, or a cell is too long. Correct the row and save the "
        "file again."
    ),
    "no_header": _("No row with column names was found. Put them in the first row."),
    "no_rows": _(
        "There are no rows below the column names. Choose the file with the list."
    ),
    "too_many_errors": _(
        "More than %(most)s cells have errors. Check which column is "
        "which, and that this is the right list."
    ),
    "lost_letters": _(
        "Kazakh letters were lost when this file was saved: other "
        "characters appear in their place. Save the list as “CSV UTF-8” "
        "or as XLSX and choose that file."
    ),
    "same_file": _(
        "This exact file has already been uploaded and is not finished. "
        "Continue with that one."
    ),
    "column_twice": _(
        "Two columns are chosen for “%(column)s”. Leave one of them out."
    ),
    "column_missing": _("Choose the column for “%(column)s”."),
    "no_remit": _(
        "The part of the service that this list covers is no longer in "
        "your remit. Ask an administrator."
    ),
    "lost_file": _("The file of this list is no longer kept. Upload it again."),
}

#: About decisions on a list.
OF_DECISIONS = {
    "over": _("This list is already finished; it stays as it is."),
    "not_compared": _(
        "This list has not been compared yet. Wait until its changes are "
        "shown, then confirm."
    ),
    "nothing": _("The list changes nothing, so there is nothing to confirm."),
    "larger_remit": _(
        "This list was uploaded by someone who looks after a larger part "
        "of the service. They, or the ministry's personnel office, must "
        "confirm it."
    ),
    "own_name_listed": _(
        "The list changes your own name. Ask another officer to confirm it."
    ),
    "nameless": _(
        "In some rows the service number is missing or wrong, so it is "
        "unclear who has left. Correct those rows and upload the file "
        "again."
    ),
    "wrong_number": _(
        "%(left)s people would leave. Type exactly this number, or cancel the list."
    ),
    "errors_unaccepted": _(
        "Some rows have errors. Confirm that the rest can be applied, or "
        "correct the file."
    ),
}

#: About one cell of any column; row and column are shown beside it.
OF_CELLS = {
    "missing": _("This cell is empty, but it must be filled in."),
    "too_long": _("This is too long: %(most)s characters at most."),
    "formula": _("There is a formula here. Put its value into the cell instead."),
    "formula_error": _("The cell shows a formula error. Enter the value instead."),
    "merged": _("The cells %(range)s are merged. Split them and fill in each one."),
    "second_header": _("The column names are repeated here. Delete this row."),
    "not_a_name": _(
        "A name can contain letters, hyphens and apostrophes. Check this entry."
    ),
    "not_a_date": _(
        "This is not a date. Write it as 31.12.2026 or 2026-12-31, or format the cell as "
        "a date."
    ),
    "date_not_expected": _(
        "The spreadsheet program turned this into a date. Format the "
        "cell as text and enter it again."
    ),
    "impossible_day": _("This date cannot be right. Check the year."),
    "order": _("The last day is before the first. Correct one of the dates."),
    "first_day_needed": _(
        "This appointment ended before the day of the list. Give its first day too."
    ),
    "not_yes_or_no": _("Write “yes” or “no” here."),
    "person_outside": _(
        "This number belongs to someone outside your remit. Ask the "
        "ministry's personnel office."
    ),
    "same_row": _("This row says the same as row %(row)s. Delete one of them."),
    "other_name": _(
        "Row %(row)s has the same service number but a different name, "
        "language, rank or key. Correct the number or these details."
    ),
    "other_detail": _(
        "Row %(row)s has the same service number but other details here. Correct the "
        "number or these details."
    ),
    "overlap": _(
        "Row %(row)s has the same position at the same establishment on some of these "
        "days. Correct the dates or delete one row."
    ),
    "too_many_posts": _(
        "This person appears in more than %(most)s rows. Check the service number."
    ),
    "other_key": _(
        "This key belongs to another person on the platform. Check key and service number."
    ),
    "key_twice": _(
        "Row %(row)s has the same key for another person. Correct one of them."
    ),
    "starts_otherwise": _(
        "On the platform, this appointment starts on %(known)s. A first "
        "day cannot be moved later: correct the file."
    ),
    "began_the_same_day": _(
        "Another appointment of this person began on the same day or "
        "later. Change it in their record, or give another first day "
        "here."
    ),
    "more_than_whole": _(
        "With this row, the person holds more than one full post on some "
        "days: %(total)s per cent. Give the share of each, mark one as "
        "acting, or correct the dates."
    ),
    "own_name": _("This is your own name. Ask another officer to change it."),
}

#: Parameters that are large numbers; row numbers are shown as in a spreadsheet program.
_AMOUNTS = frozenset({"most", "left"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ALL: dict[str, object] = {**OF_FILES, **OF_DECISIONS, **OF_CELLS}
for _column in COLUMNS.values():
    _ALL |= _column.messages


def render_staff_list_message(
    code: str, parameters: Mapping[str, Any] | None = None
) -> str:
    """Return the message ``code`` in the reader’s language, with localised dates."""
    given = {name: _said(name, value) for name, value in (parameters or {}).items()}
    return str(_ALL[code]) % defaultdict(lambda: "—", given)


def _said(name: str, value: Any) -> Any:
    if name in _AMOUNTS:
        return number_format(value, force_grouping=True)
    day = str(value)
    if not _DAY.fullmatch(day):
        return value
    return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT")
