"""What was chosen in a question, by thirds of candidates, as tables."""

from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase

from django.utils.translation import gettext as _

from courses.assessment.asking.feedback import key_of
from courses.assessment.asking.fields import Field
from courses.assessment.models import QuestionVersion
from courses.assessment.statistics.counting import pick
from courses.assessment.statistics.reports import Report
from courses.assessment.statistics.thirds import Group

_NOTHING, _FULL = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Row:
    """One thing to choose, or one result: which shares of each third have it.

    ``thirds`` is empty where they are too small to show.
    """

    letter: str
    label: str
    is_right: bool
    n: int
    share: float
    thirds: tuple[float, ...]


@dataclass(frozen=True)
class Table:
    """The things to choose in one field of the question."""

    label: str
    rows: tuple[Row, ...]

    @property
    def finding(self) -> str:
        """Say what the lines show: how the right one goes from weaker to stronger."""
        right = [row for row in self.rows if row.is_right and row.thirds]
        if len(right) != 1:
            return self.label
        weaker, *_middle, stronger = right[0].thirds
        return _(
            "%(label)s: right for %(weaker)d in 100 of the weaker third, for "
            "%(stronger)d of the stronger"
        ) % {
            "label": self.label.rstrip(".:?"),
            "weaker": round(100 * weaker),
            "stronger": round(100 * stronger),
        }


def tables(question: QuestionVersion, report: Report) -> list[Table]:
    """Return a table for each field with choices, and one of the results.

    None where nobody answered, or too few to show.
    """
    if not report.answers.n:
        return []
    fields = key_of(question, question.text()[0]).fields
    chosen = [_table(field, report) for field in fields if field.options]
    return [*chosen, _results(report)]


def thirds() -> tuple[str, ...]:
    """Return what the thirds are called."""
    return (_("Weaker third"), _("Middle third"), _("Stronger third"))


def _results(report: Report) -> Table:
    """Return how many were wholly right, partly, wrong, or gave no answer."""
    found = (
        (_("Wholly right"), True, [group.marks[_FULL] for group in _groups(report)]),
        (_("Partly right"), False, [_partly(group) for group in _groups(report)]),
        (
            _("Wrong"),
            False,
            [group.marks[_NOTHING] - group.empty for group in _groups(report)],
        ),
        (_("No answer"), False, [group.empty for group in _groups(report)]),
    )
    return Table(
        _("Result"),
        tuple(
            _row(ascii_uppercase[place], label, counts, report, is_right=is_right)
            for place, (label, is_right, counts) in enumerate(found)
        ),
    )


def _table(field: Field, report: Report) -> Table:
    return Table(
        field.label,
        tuple(
            _row(
                _letter(place),
                option.text,
                [group.picks[pick(field.name, option.id)] for group in _groups(report)],
                report,
                is_right=option.is_chosen,
            )
            for place, option in enumerate(field.options)
        ),
    )


def _groups(report: Report) -> list[Group]:
    """Return the whole, then the thirds."""
    return [report.answers, *report.thirds]


def _partly(group: Group) -> int:
    return sum(n for mark, n in group.marks.items() if 0 < mark < 1)


def _row(
    letter: str, label: str, counts: list[int], report: Report, *, is_right: bool
) -> Row:
    sizes = [group.n for group in _groups(report)]
    whole, *thirds = [n / size for n, size in zip(counts, sizes, strict=True)]
    return Row(letter, label, is_right, counts[0], whole, tuple(thirds))


def _letter(place: int) -> str:
    letters = ascii_uppercase
    return letters[place] if place < len(letters) else str(place + 1)
