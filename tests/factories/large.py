"""A large site: 500 clauses of a guideline and 5,000 questions that rest on them."""

import uuid

from courses.assessment.models import QuestionVersion
from courses.models import (
    Course,
    Edition,
    EditionEntry,
    Unit,
    UnitText,
    UnitVersion,
)
from courses.provisions.models import Citation
from tests.factories.assessment import body
from tests.factories.courses import LONG_AGO, CourseFactory, OutcomeFactory
from tests.factories.provisions import published_guideline


def large_site(clauses=500, questions=5000, code="MG-9"):
    """Return the guideline's newest version and the course whose questions cite it in turn."""
    version = published_guideline(
        *[f"{n // 50 + 1}.{n % 50 + 1}" for n in range(clauses)], code=code
    )
    course = CourseFactory(code="LARGE")
    _cite(_listed(course, questions), list(version.document.clauses.order_by("pk")))
    return version, course


def _listed(course: Course, number: int) -> list[UnitVersion]:
    """The questions of the current edition of ``course``."""
    units = Unit.objects.bulk_create(
        Unit(key=uuid.uuid4(), course=course, kind="question", slug=f"q{n:04}")
        for n in range(number)
    )
    versions = UnitVersion.objects.bulk_create(
        UnitVersion(unit=unit, number=1, digest=f"{unit.pk:064}", published_at=LONG_AGO)
        for unit in units
    )
    UnitText.objects.bulk_create(
        UnitText(
            version=version,
            language=language,
            title=f"{version.unit.slug} {language}",
            digest="d",
            structure="s",
        )
        for version in versions
        for language in ("kk", "ru")
    )
    outcome = OutcomeFactory(course=course)
    QuestionVersion.objects.bulk_create(
        QuestionVersion(
            version=version,
            type="single",
            outcome=outcome,
            body=body(number),
            key={"right": ["a"]},
        )
        for number, version in enumerate(versions)
    )
    edition = Edition.objects.create(course=course, number=1, released_at=LONG_AGO)
    EditionEntry.objects.bulk_create(
        EditionEntry(edition=edition, version=version, position=position)
        for position, version in enumerate(versions, start=1)
    )
    return versions


def _cite(versions, clauses) -> None:
    Citation.objects.bulk_create(
        Citation(clause=clauses[n % len(clauses)], unit_version=version)
        for n, version in enumerate(versions)
    )
