"""Loader of the competency framework and its rules; safe to repeat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from content.curriculum.framework_reader import FrameworkFile, PostFile
from courses.acknowledgements import reading_rules as reading
from courses.acknowledgements.models import ReadingRule
from courses.competencies import competency_framework
from courses.competencies.models import CompetencyLevel, Domain
from courses.compliance.models import Requirement
from courses.compliance.requirements import create_requirement
from courses.models import Course
from courses.provisions.models import Document
from elearning.staff.models import Establishment, Post
from elearning.staff.posts import create_missing_posts

#: Days that new appointees have for a course (curriculum R11).
FIRST_DAYS = 90
URGENT_DAYS = {"C1": 30, "C5": 30}
READING_DAYS = 30


@dataclass
class FrameworkLoadReport:
    """Changes made by a load; ``missing`` are required courses that are not released."""

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
) -> FrameworkLoadReport:
    """Create posts, domains, profiles, target levels and the rules of the posts.

    Courses are required from ``starts_on``. Guidelines must be read from ``read_from``,
    or from ``starts_on`` if it is not given. Stricter rules apply in addition in the
    ``specialised`` establishments. An existing post, or an existing rule for a post and
    a course or guideline, is left alone, even if it has ended: the service decided on
    it. Courses that are not released, and guidelines without an edition, are skipped
    and named in the report.
    """
    report = FrameworkLoadReport()
    for place, domain in enumerate(framework.domains, 1):
        report.described += competency_framework.set_domain(
            domain.code,
            titles=domain.titles,
            practices=domain.practices,
            place=place,
            by=None,
        )
    domains = {one.code: one for one in Domain.objects.all()}
    made = create_missing_posts(
        {one.code: one.titles for one in framework.posts}, by=None
    )
    report.posts = len(made)
    posts = {post.code: post for post in Post.objects.all()}
    for one in framework.posts:
        _describe(posts[one.code], one, domains, report)
    _require(framework.posts, posts, starts_on, specialised, report)
    _ask_to_read(framework.posts, posts, read_from or starts_on, report)
    return report


def _describe(
    post: Post, one: PostFile, domains: dict[str, Domain], report: FrameworkLoadReport
) -> None:
    if one.purposes:
        report.described += competency_framework.set_profile(
            post,
            purposes=one.purposes,
            evidences=one.evidences,
            nevers=one.nevers,
            by=None,
        )
    levels = {
        domains[code]: CompetencyLevel(level) for code, level in one.levels.items()
    }
    report.described += competency_framework.set_targets(post, levels, by=None)


def _require(
    files: Iterable[PostFile],
    posts: dict[str, Post],
    starts_on: date,
    specialised: Sequence[Establishment],
    report: FrameworkLoadReport,
) -> None:
    courses = {course.code: course for course in Course.objects.open()}
    known = set(Requirement.objects.values_list("post", "course", "establishment"))
    for one in files:
        for place in (None, *specialised):
            asked = one.courses if place is None else one.specialised
            for code, months in asked.items():
                if code not in courses:
                    report.missing.add(code)
                    continue
                post, course = posts[one.code], courses[code]
                if (post.pk, course.pk, place.pk if place else None) not in known:
                    _rule(post, course, months, starts_on, place)
                    report.rules += 1


def _rule(
    post: Post,
    course: Course,
    months: int,
    starts_on: date,
    place: Establishment | None,
) -> None:
    create_requirement(
        post,
        course,
        months=min(months, course.validity_months),
        starts_on=starts_on,
        establishment=place,
        first_due_days=URGENT_DAYS.get(course.code, FIRST_DAYS),
        by=None,
    )


def _ask_to_read(
    files: Iterable[PostFile],
    posts: dict[str, Post],
    starts_on: date,
    report: FrameworkLoadReport,
) -> None:
    readable = Document.objects.guidelines().listed()
    documents = {document.code: document for document in readable}
    known = set(ReadingRule.objects.values_list("post", "document"))
    for one in files:
        for code in one.guidelines:
            document, post = documents.get(code), posts[one.code]
            if document is None:
                report.missing.add(code)
            elif (post.pk, document.pk) not in known:
                reading.create_reading_rule(
                    post, document, starts_on=starts_on, days=READING_DAYS, by=None
                )
                report.readings += 1
