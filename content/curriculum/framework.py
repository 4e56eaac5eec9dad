"""Bring the competency framework and its rules into a service; safe to repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from content.curriculum.framework_file import FrameworkFile, PostFile
from courses.acknowledging import requiring as reading
from courses.competencies import setting
from courses.competencies.models import Domain, Level
from courses.compliance.requiring import require
from courses.models import Course
from courses.provisions.models import Document
from elearning.staff.models import Establishment, Post

#: Days that a new appointee has for a course (curriculum R11).
FIRST_DAYS = 90
URGENT_DAYS = {"C1": 30, "C5": 30}
READING_DAYS = 30


@dataclass
class Report:
    """What a load changed; ``missing`` are courses that are required and not released."""

    posts: int = 0
    described: int = 0
    rules: int = 0
    readings: int = 0
    missing: set[str] = field(default_factory=set)

    @property
    def changed(self) -> int:
        return self.posts + self.described + self.rules + self.readings


@transaction.atomic
def load_framework(
    framework: FrameworkFile,
    *,
    starts_on: date,
    read_from: date | None = None,
    specialised: Sequence[Establishment] = (),
) -> Report:
    """Make posts, domains, profiles, target levels and the rules of the posts.

    Courses are required from ``starts_on``, guidelines to be read from then or
    ``read_from``; in the establishments ``specialised`` stricter rules hold besides.
    A post, or a rule for a post and a course or guideline, that is there already is left
    alone, also where it has ended: the service has decided on it. Courses that are not
    released, and guidelines without an edition, are skipped and named in the report.
    """
    report = Report()
    for place, domain in enumerate(framework.domains, 1):
        report.described += setting.set_domain(
            domain.code,
            titles=domain.titles,
            practices=domain.practices,
            place=place,
            by=None,
        )
    domains = {one.code: one for one in Domain.objects.all()}
    posts = _posts(framework.posts, report)
    for one in framework.posts:
        _describe(posts[one.code], one, domains, report)
    _require(framework.posts, posts, starts_on, specialised, report)
    _ask_to_read(framework.posts, posts, read_from or starts_on, report)
    return report


def _posts(files: Iterable[PostFile], report: Report) -> dict[str, Post]:
    known = {post.code: post for post in Post.objects.all()}
    for one in files:
        if one.code not in known:
            titles = {f"title_{code}": title for code, title in one.titles.items()}
            known[one.code] = Post.objects.create(code=one.code, **titles)
            report.posts += 1
    return known


def _describe(
    post: Post, one: PostFile, domains: dict[str, Domain], report: Report
) -> None:
    if one.purposes:
        report.described += setting.set_profile(
            post,
            purposes=one.purposes,
            evidences=one.evidences,
            nevers=one.nevers,
            by=None,
        )
    for code, level in one.levels.items():
        report.described += setting.set_target(
            post, domains[code], Level(level), by=None
        )


def _require(
    files: Iterable[PostFile],
    posts: dict[str, Post],
    starts_on: date,
    specialised: Sequence[Establishment],
    report: Report,
) -> None:
    courses = {course.code: course for course in Course.objects.open()}
    for one in files:
        for place in (None, *specialised):
            asked = one.courses if place is None else one.specialised
            for code, months in asked.items():
                if code not in courses:
                    report.missing.add(code)
                    continue
                report.rules += _rule(
                    posts[one.code], courses[code], months, starts_on, place
                )


def _rule(
    post: Post,
    course: Course,
    months: int,
    starts_on: date,
    place: Establishment | None,
) -> bool:
    if post.requirements.filter(course=course, establishment=place).exists():
        return False
    require(
        post,
        course,
        months=min(months, course.validity_months),
        starts_on=starts_on,
        establishment=place,
        first_due_days=URGENT_DAYS.get(course.code, FIRST_DAYS),
        by=None,
    )
    return True


def _ask_to_read(
    files: Iterable[PostFile], posts: dict[str, Post], starts_on: date, report: Report
) -> None:
    readable = Document.objects.guidelines().listed()
    documents = {document.code: document for document in readable}
    for one in files:
        for code in one.guidelines:
            document, post = documents.get(code), posts[one.code]
            if document is None:
                report.missing.add(code)
            elif not post.reading_rules.filter(document=document).exists():
                reading.require(
                    post, document, starts_on=starts_on, days=READING_DAYS, by=None
                )
                report.readings += 1
