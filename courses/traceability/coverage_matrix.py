"""Coverage of provisions by training, per post: a table of cells with the people behind them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from courses.compliance.standing_summary import APART
from courses.compliance.status import CourseStanding
from courses.models import Course
from elearning.staff.models import Establishment, Post, StaffMember


class CoverageState(TextChoices):
    """The coverage of one provision for one post."""

    COVERED = "covered", pgettext_lazy("training on a provision", "Covered")
    PARTLY = "partly", pgettext_lazy("training on a provision", "Partly covered")
    UNCOVERED = "uncovered", pgettext_lazy("training on a provision", "Not covered")
    NOBODY = "nobody", pgettext_lazy("training on a provision", "Nobody to count")


@dataclass(frozen=True)
class PostHolder:
    """One holder of a post, with the standings for the courses that count."""

    person: StaffMember
    standings: list[CourseStanding]
    is_away: bool

    @property
    def is_held(self) -> bool:
        return any(standing.is_held for standing in self.standings)

    @property
    def is_counted(self) -> bool:
        """Whether the person counts: not away, and not exempt from all courses (R9, R17).

        Anybody who holds a course counts, even if away.
        """
        if self.is_held or not self.standings:
            return self.is_held or not self.is_away
        return any(standing.state not in APART for standing in self.standings)

    @property
    def best(self) -> CourseStanding | None:
        """The standing that lasts longest, else the first."""
        return max(
            self.standings, key=lambda one: one.expires_on or date.min, default=None
        )


@dataclass
class CoverageCell:
    """One provision for one post: courses that teach it, and people who must know it.

    ``members`` is ``None`` if people were not requested.
    """

    provision: str
    courses: list[Course] = field(default_factory=list)
    members: list[PostHolder] | None = None

    @property
    def counted(self) -> int:
        return sum(member.is_counted for member in self.members or ())

    @property
    def held(self) -> int:
        return sum(member.is_held for member in self.members or ())

    @property
    def cover(self) -> CoverageState:
        """Covered: everybody counted holds a required course that cites the provision.

        Partly covered: some do, some do not. Not covered: nobody does, or no course
        that the post requires cites it.
        """
        if not self.courses:
            return CoverageState.UNCOVERED
        if self.members is None:
            return CoverageState.COVERED
        if not self.counted:
            return CoverageState.NOBODY
        if self.held == self.counted:
            return CoverageState.COVERED
        return CoverageState.PARTLY if self.held else CoverageState.UNCOVERED


@dataclass
class CoverageRow:
    """One post, with a cell for each provision."""

    post: Post
    cells: list[CoverageCell]


@dataclass
class CoverageMatrix:
    """The posts of a place; ``place`` is ``None`` for several places together."""

    place: Establishment | None
    rows: list[CoverageRow]
