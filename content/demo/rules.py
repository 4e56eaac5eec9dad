"""Who must hold which course in the invented service (curriculum A.4, R11)."""

from datetime import date

from courses.acknowledging import requiring as reading
from courses.compliance.models import Requirement
from courses.compliance.requiring import require
from courses.models import Course
from courses.provisions.models import Document
from elearning.staff.models import Establishment, Post

#: Months by post. Where the curriculum asks for more than the course is valid, the
#: validity of the course counts.
_HUMAN_RIGHTS = {
    "security-officer": 24,
    "duty-officer": 24,
    "pve-inspector": 12,
    "psychologist": 24,
    "theologian": 12,
    "educator": 24,
    "social-worker": 24,
    "medical": 12,
    "head": 12,
    "deputy-head": 12,
    "probation-officer": 24,
    "trainer": 24,
    "hr": 36,
}
_AWARENESS = {
    "security-officer": 36,
    "duty-officer": 36,
    "pve-inspector": 24,
    "educator": 36,
    "social-worker": 36,
    "medical": 36,
    "head": 24,
    "deputy-head": 24,
    "probation-officer": 36,
}
_RULES = {"C1": (_HUMAN_RIGHTS, 30), "C4-M1": (_AWARENESS, 90)}
#: Officers where a specialised section is hold C1 for a year.
_STRICTER = ("C1", "security-officer", 12, "n2")

#: Who has to have read which guideline.
_READERS = {"MG-6": ("head", "deputy-head", "pve-inspector")}


def make_reading_rules(posts: dict[str, Post], starts_on: date) -> int:
    """Make sure that posts have to read the guidelines there are; return how many are new."""
    made = 0
    for document in Document.objects.guidelines().filter(code__in=_READERS):
        for code in _READERS[document.code]:
            same = posts[code].reading_rules.filter(document=document)
            if same.exists():
                continue
            reading.require(
                posts[code], document, starts_on=starts_on, days=30, by=None
            )
            made += 1
    return made


def make_rules(
    posts: dict[str, Post], places: dict[str, Establishment], starts_on: date
) -> int:
    """Make sure that the rules exist for the courses there are; return how many are new."""
    courses = {course.code: course for course in Course.objects.filter(code__in=_RULES)}
    made = 0
    for code, course in courses.items():
        months_of, first_due_days = _RULES[code]
        for post, months in months_of.items():
            made += _make(posts[post], course, months, starts_on, first_due_days)
    code, post, months, suffix = _STRICTER
    for place in places.values():
        if code in courses and place.code.endswith(f"-{suffix}"):
            made += _make(posts[post], courses[code], months, starts_on, 30, place)
    return made


def _make(  # noqa: PLR0913, PLR0917 — the columns of table A.4
    post: Post,
    course: Course,
    months: int,
    starts_on: date,
    first_due_days: int,
    place: Establishment | None = None,
) -> bool:
    same = Requirement.objects.filter(post=post, course=course, establishment=place)
    if same.exists():
        return False
    require(
        post,
        course,
        months=min(months, course.validity_months),
        starts_on=starts_on,
        establishment=place,
        first_due_days=first_due_days,
        by=None,
    )
    return True
