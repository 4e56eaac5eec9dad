"""Learning gains and retention: means before, after, and 90 days later.

Kirkpatrick level 2 and retention (curriculum A.6, G.2): entry test, first attempt at
the exam, follow-up test, by course and language. Groups below five have no numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from courses.assessment.models import Attempt, AttemptPurpose, PaperTally
from courses.assessment.statistics.small_groups import select_shown_groups
from courses.models import Course
from elearning.accounts.models import User
from elearning.languages import CODES

#: The three tests in chronological order.
ORDER = (AttemptPurpose.PRE_TEST, AttemptPurpose.EXAM, AttemptPurpose.FOLLOW_UP)


@dataclass(frozen=True)
class GroupMean:
    """The mean of the shares of right answers of ``n`` people, from 0 to 1."""

    n: int
    share: float


@dataclass(frozen=True)
class LearningGain:
    """The means of one group at each test; ``None`` if too few took it."""

    language: str
    means: tuple[GroupMean | None, ...]

    @property
    def learned(self) -> float | None:
        """The rise of the mean from the entry test to the exam."""
        return _difference(self.means[0], self.means[1])

    @property
    def kept(self) -> float | None:
        """The change of the mean from the exam to the follow-up test."""
        return _difference(self.means[1], self.means[2])


@dataclass(frozen=True)
class CourseGains:
    """One course: everybody tested, and those of each language."""

    course: Course
    all: LearningGain
    languages: tuple[LearningGain, ...]


def list_course_gains(*, reader: User) -> list[CourseGains]:
    """Return the means of each course of the reader's remit, in two queries.

    Empty for a ``reader`` who may not see statistics. Languages are those in which the
    tests were taken; the overall numbers leave small groups out if they could be
    derived from the rest.
    """
    if PaperTally.objects.visible_to(reader).query.is_empty():
        return []
    found: dict[int, dict[AttemptPurpose, dict[str, GroupMean]]] = {}
    rows = (
        Attempt.every.marked()
        .filter(~Q(purpose=AttemptPurpose.EXAM) | Q(number=1), purpose__in=ORDER)
        .filter(enrolment__course__in=Course.objects.in_remit_of(reader).values("pk"))
        .order_by()
        .values_list("enrolment__course", "purpose", "language")
        .annotate(Count("pk"), Avg("score"))
    )
    for course, purpose, language, n, share in rows:
        of_course = found.setdefault(course, {one: {} for one in ORDER})
        of_course[AttemptPurpose(purpose)][language] = GroupMean(n, float(share))
    courses = Course.objects.filter(pk__in=found).order_by("code")
    return [_of_course(course, found[course.pk]) for course in courses]


def _of_course(
    course: Course, means: Mapping[AttemptPurpose, Mapping[str, GroupMean]]
) -> CourseGains:
    shown = {
        purpose: select_shown_groups({code: one.n for code, one in by_language.items()})
        for purpose, by_language in means.items()
    }
    languages = tuple(
        LearningGain(
            code,
            tuple(
                means[purpose][code] if code in shown[purpose].alone else None
                for purpose in ORDER
            ),
        )
        for code in CODES
    )
    together = tuple(
        _together([means[purpose][code] for code in shown[purpose].together])
        for purpose in ORDER
    )
    return CourseGains(
        course,
        LearningGain("", together),
        tuple(one for one in languages if any(one.means)),
    )


def _together(means: list[GroupMean]) -> GroupMean | None:
    n = sum(one.n for one in means)
    return GroupMean(n, sum(one.n * one.share for one in means) / n) if n else None


def _difference(before: GroupMean | None, after: GroupMean | None) -> float | None:
    return after.share - before.share if before and after else None
