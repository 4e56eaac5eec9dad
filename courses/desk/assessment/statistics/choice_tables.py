"""Tables of the choices made in a question, by thirds of candidates."""

from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase

from django.utils.translation import gettext as _

from courses.assessment.asking.answer_feedback import build_key_form
from courses.assessment.kinds.question_form import QuestionField
from courses.assessment.models import QuestionVersion
from courses.assessment.statistics.ability_thirds import AnswerGroup
from courses.assessment.statistics.question_reports import QuestionReport
from courses.assessment.statistics.tally_store import format_pick

_NOTHING, _FULL = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class ChoiceRow:
    """One choice, or one result, with its share in each third.

    ``thirds`` is empty if the thirds are too small to show.
    """

    letter: str
    label: str
    is_right: bool
    n: int
    share: float
    thirds: tuple[float, ...]


@dataclass(frozen=True)
class ChoiceTable:
    """The choices of one field of the question."""

    label: str
    rows: tuple[ChoiceRow, ...]

    @property
    def finding(self) -> str:
        """Return a sentence on how the right choice changes from weaker to stronger."""
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


def build_choice_tables(
    question: QuestionVersion, report: QuestionReport
) -> list[ChoiceTable]:
    """Return a table for each field with choices, and one of the results.

    Empty if nobody answered, or too few people to show.
    """
    if not report.answers.n:
        return []
    fields = build_key_form(question, question.text()[0]).fields
    chosen = [_table(field, report) for field in fields if field.options]
    return [*chosen, _results(report)]


def list_third_labels() -> tuple[str, ...]:
    """Return the names of the thirds."""
    return (_("Weaker third"), _("Middle third"), _("Stronger third"))


def _results(report: QuestionReport) -> ChoiceTable:
    """Return a table of right, partly right, wrong and missing answers."""
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
    return ChoiceTable(
        _("Result"),
        tuple(
            _row(ascii_uppercase[place], label, counts, report, is_right=is_right)
            for place, (label, is_right, counts) in enumerate(found)
        ),
    )


def _table(field: QuestionField, report: QuestionReport) -> ChoiceTable:
    return ChoiceTable(
        field.label,
        tuple(
            _row(
                _letter(place),
                option.text,
                [
                    group.picks[format_pick(field.name, option.id)]
                    for group in _groups(report)
                ],
                report,
                is_right=option.is_chosen,
            )
            for place, option in enumerate(field.options)
        ),
    )


def _groups(report: QuestionReport) -> list[AnswerGroup]:
    """Return the group of all candidates, then the thirds."""
    return [report.answers, *report.thirds]


def _partly(group: AnswerGroup) -> int:
    return sum(n for mark, n in group.marks.items() if 0 < mark < 1)


def _row(
    letter: str,
    label: str,
    counts: list[int],
    report: QuestionReport,
    *,
    is_right: bool,
) -> ChoiceRow:
    sizes = [group.n for group in _groups(report)]
    whole, *thirds = [n / size for n, size in zip(counts, sizes, strict=True)]
    return ChoiceRow(letter, label, is_right, counts[0], whole, tuple(thirds))


def _letter(place: int) -> str:
    letters = ascii_uppercase
    return letters[place] if place < len(letters) else str(place + 1)
