"""Contents of reports: people by name, numbers by establishment, guidelines to read."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, islice

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.acknowledgements.reading_duties import ReadingDuty, list_reading_duties
from courses.reporting import standing_list
from courses.reporting.report_selection import ReportSelection
from courses.reporting.report_tables import COLUMNS, ComplianceReport, label_rows
from courses.reporting.spreadsheets import Cell, ReportSheet
from courses.reporting.standing_list import ListedStanding
from elearning.interface.state_looks import STATES
from elearning.staff.models import StaffMember

Row = list[Cell]
#: Called with the people of the next rows before these are read.
Named = Callable[[Collection[StaffMember]], None]

_AT_ONCE = 500
#: The number of people processed together if each has several duties.
_PEOPLE_AT_ONCE = 1_000


class ReportContent(models.TextChoices):
    """The content of a report."""

    PEOPLE = "people", gettext_lazy("People by name, one line for each course")
    SUMMARY = "summary", gettext_lazy("Numbers by establishment, without names")
    GUIDELINES = (
        "guidelines",
        gettext_lazy("Guidelines to be read, one line for each person"),
    )


@dataclass(frozen=True)
class _Naming:
    """A layout for names: the columns, and their cells."""

    columns: Callable[[], list[tuple[str, float]]]
    cells: Callable[[StaffMember], Row]


_IN_PARTS = _Naming(
    lambda: [(_("Family name"), 1), (_("Given name"), 1), (_("Patronymic"), 1)],
    lambda person: [person.family_name, person.given_name, person.patronymic],
)
_WHOLE = _Naming(lambda: [(_("Full name"), 2)], lambda person: [person.full_name])


def build_report_sheet(
    content: str,
    selection: ReportSelection,
    head: Sequence[tuple[str, Cell]],
    *,
    is_printed: bool = False,
    named: Named = lambda _people: None,
) -> ReportSheet:
    """Return ``selection`` as a sheet of ``content``, in the active language.

    In print, a name is one column. No query is made before the first row is read.
    ``named`` is called with the people of the rows, each once, before the rows are
    read.
    """
    make = {
        ReportContent.PEOPLE: _people,
        ReportContent.SUMMARY: _summary,
        ReportContent.GUIDELINES: _guidelines,
    }[ReportContent(content)]
    naming = _WHOLE if is_printed else _IN_PARTS
    title, columns, shares, rows = make(selection, naming, named)
    said = _in_language(rows, translation.get_language())
    return ReportSheet(title, head, columns, said, shares)


_Parts = tuple[str, list[str], list[float], Iterator[Row]]


def _people(selection: ReportSelection, naming: _Naming, named: Named) -> _Parts:
    columns: list[tuple[str, float]] = [
        (_("Service number"), 0.8),
        *naming.columns(),
        (_("Establishment"), 1.6),
        (_("Position"), 1.4),
        (_("Course"), 0.8),
        (_("State"), 0.9),
        (_("Due date"), 0.9),
        (_("Passed on"), 0.9),
        (_("Counts for the position until"), 0.9),
        (_("Update by"), 0.9),
        (_("Update, minutes"), 0.9),
    ]
    rows = _people_rows(selection, naming, named)
    return _("Compliance report"), *_split(columns), rows


def _people_rows(
    selection: ReportSelection, naming: _Naming, named: Named
) -> Iterator[Row]:
    last = 0
    for some in batched(
        standing_list.iter_listed_standings(selection), _AT_ONCE, strict=False
    ):
        people = {one.person.pk: one.person for one in some}
        people.pop(last, None)  # their first rows were in the batch before
        named(people.values())
        last = some[-1].person.pk
        yield from (_standing(one, naming) for one in some)


def _standing(standing: ListedStanding, naming: _Naming) -> Row:
    waits = standing.waits_for_update
    return [
        standing.person.staff_number,
        *naming.cells(standing.person),
        standing.establishment.title,
        standing.post.title,
        standing.course.code,
        str(STATES[standing.state].words),
        standing.due_on,
        standing.passed_on,
        standing.expires_on,
        standing.update_due_on if waits else None,
        standing.update_minutes if waits else None,
    ]


def _summary(selection: ReportSelection, _naming: _Naming, _named: Named) -> _Parts:
    columns: list[tuple[str, float]] = [
        (_("Establishment"), 2.4),
        (_("Required"), 1),
        *((str(STATES[state].words), 1) for state in COLUMNS),
    ]
    return _("Compliance report"), *_split(columns), _summary_rows(selection)


def _summary_rows(selection: ReportSelection) -> Iterator[Row]:
    """Yield the numbers of each place; small ones are withheld, as on the screen."""
    report = ComplianceReport(selection)
    for row in label_rows(report.tables["place"].rows, report.groups):
        numbers = (row.whole, *map(row.number, COLUMNS))
        yield [row.label, *(_told(number) for number in numbers)]


def _told(number: int | None) -> Cell:
    return _("withheld") if number is None else number


def _guidelines(selection: ReportSelection, naming: _Naming, named: Named) -> _Parts:
    columns: list[tuple[str, float]] = [
        (_("Service number"), 0.8),
        *naming.columns(),
        (_("Guideline"), 1),
        (_("State"), 1),
        (_("To be read by"), 1),
        (_("Read on"), 1),
        (_("Edition"), 0.6),
    ]
    return (
        _("Guidelines to be read"),
        *_split(columns),
        _guideline_rows(selection, naming, named),
    )


def _guideline_rows(
    selection: ReportSelection, naming: _Naming, named: Named
) -> Iterator[Row]:
    """Yield the duties by person, ordered by name, in constant memory."""
    people = StaffMember.objects.filter(pk__in=selection.people.order_by().values("pk"))
    people = people.order_by("family_name", "given_name", "staff_number")
    keys = people.values_list("pk", flat=True).iterator(_PEOPLE_AT_ONCE)
    for some in batched(keys, _PEOPLE_AT_ONCE, strict=False):
        places = {key: place for place, key in enumerate(some)}
        found = list_reading_duties(
            StaffMember.objects.filter(pk__in=some), on=selection.on
        )
        named({duty.person.pk: duty.person for duty in found}.values())
        found.sort(key=lambda duty: (places[duty.person.pk], duty.document.code))
        yield from (_duty(duty, naming) for duty in found)


def _duty(duty: ReadingDuty, naming: _Naming) -> Row:
    person, given = duty.person, duty.done or duty.before
    edition = given.edition if given else None
    return [
        person.staff_number,
        *naming.cells(person),
        duty.document.code,
        str(STATES[duty.state].words),
        duty.due_on,
        given.read_on if given else None,
        edition.number if edition else None,
    ]


def _split(columns: Iterable[tuple[str, float]]) -> tuple[list[str], list[float]]:
    titles, shares = zip(*columns, strict=True)
    return list(titles), list(shares)


def _in_language(rows: Iterator[Row], language: str | None) -> Iterator[Row]:
    """Yield ``rows`` in ``language``: a streamed file outlives the request."""
    while True:
        with translation.override(language):
            some = list(islice(rows, _AT_ONCE))
        if not some:
            return
        yield from some
