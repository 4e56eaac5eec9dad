"""Check of self-checks: two or three per lesson, right answers not always in one place."""

from collections import Counter
from collections.abc import Iterator

from content.curriculum.bundle_contents import CourseBundle
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import QualityFinding

FEWEST, MOST = 2, 3
#: Minimum number of single-choice checks for checking where right answers stand.
ENOUGH = 4
#: Maximum share of the checks in which the same letter may be right.
MOST_OF_A_LETTER = 0.6


def check_self_checks(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield lessons with too few or too many checks, and courses favouring one letter."""
    for course in reading.library.courses:
        for files in course.lessons.values():
            lesson = next(iter(files.values()))
            count = sum(part.kind == "check" for part in lesson.parts)
            if not FEWEST <= count <= MOST:
                text = f"The lesson has {count} self-checks."
                advice = f"Give it {FEWEST} or {MOST}, with feedback for every option."
                yield reading.at(lesson.path, 1, "self_checks.count", text, advice)
        yield from _letters(reading, course)


def _letters(reading: CheckedLibrary, course: CourseBundle) -> Iterator[QualityFinding]:
    right = Counter(
        option.letter
        for files in course.lessons.values()
        for part in next(iter(files.values())).parts
        if part.kind == "check" and part.title == "single"
        for option in part.options
        if option.correct
    )
    letter, count = next(iter(right.most_common(1)), ("", 0))
    if right.total() >= ENOUGH and count > MOST_OF_A_LETTER * right.total():
        text = f"{letter}) is right in {count} of {right.total()} single-choice checks."
        advice = "Change the order of options in some lessons."
        path = course.folder / "course.yaml"
        yield reading.at(path, 1, "self_checks.letters", text, advice)
