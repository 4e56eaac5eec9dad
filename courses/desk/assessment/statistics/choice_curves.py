"""Line charts of choices across the thirds of candidates, one line per choice."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.assessment.statistics.ability_thirds import GROUPS
from courses.desk.assessment.statistics.choice_tables import ChoiceTable
from courses.desk.kit.plot_area import PlotArea

_AREA = PlotArea(left=15.0, top=6.0)
#: The distance between points of neighbouring lines, so that none hides another, and
#: the maximum width of all points of a third, in per cent.
_APART, _WIDEST = 6.0, 26.0


@dataclass(frozen=True)
class CurvePoint:
    """A point of a line, in per cent of the picture."""

    x: str
    y: str


@dataclass(frozen=True)
class ChoiceCurve:
    """The line of one choice across the thirds: points, and segments between them."""

    letter: str
    is_right: bool
    points: tuple[CurvePoint, ...]

    @property
    def pieces(self) -> list[tuple[CurvePoint, CurvePoint]]:
        return list(zip(self.points, self.points[1:], strict=False))


def build_choice_curves(table: ChoiceTable) -> list[ChoiceCurve]:
    """Return one line per choice of ``table``; none if the thirds are withheld."""
    rows = [row for row in table.rows if row.thirds]
    apart = min(_APART, _WIDEST / max(1, len(rows)))
    return [
        ChoiceCurve(
            row.letter,
            row.is_right,
            tuple(
                CurvePoint(
                    _x(third, apart * (place - (len(rows) - 1) / 2)), _AREA.y(share)
                )
                for third, share in enumerate(row.thirds)
            ),
        )
        for place, row in enumerate(rows)
    ]


def list_curve_columns() -> list[tuple[str, str]]:
    """Return the position and short name of each third."""
    names = (_("Weaker"), _("Middle"), _("Stronger"))
    return [(_x(third), name) for third, name in enumerate(names)]


def list_curve_gridlines() -> list[tuple[str, float]]:
    """Return the position and share of each horizontal gridline."""
    return [(_AREA.y(share), share) for share in (0, 0.5, 1)]


def _x(third: int, aside: float = 0.0) -> str:
    return _AREA.x((third + 0.5) / GROUPS, aside)
