"""A large site: 500 clauses, 5,000 questions that rest on them, and people who learned them."""

import uuid
from datetime import UTC, date, datetime

from courses.assessment.models import QuestionVersion
from courses.certificates.models import Certificate
from courses.compliance.models import Requirement
from courses.models import (
    Course,
    Edition,
    EditionEntry,
    Unit,
    UnitText,
    UnitVersion,
)
from courses.provisions.document_release import release_document
from courses.provisions.models import Citation, Clause, DocumentVersion
from courses.records.models import Completion
from elearning.staff.models import Appointment, Establishment, Post, StaffMember
from tests.factories.approvals import approved
from tests.factories.assessment import body
from tests.factories.courses import LONG_AGO, CourseFactory, OutcomeFactory
from tests.factories.provisions import published_guideline, weighed
from tests.factories.staff import EstablishmentFactory


def large_site(clauses=500, questions=5000, code="MG-9"):
    """Return the guideline's newest version and the course whose questions cite it in turn."""
    version = published_guideline(*_numbers(clauses), code=code)
    return version, citing_course("LARGE", _clauses(version), questions)


def changed_site(clauses=500, questions=5000, code="MG-9"):
    """Return a version that changes every clause, weighed and not released, and the course."""
    first, course = large_site(clauses, questions, code)
    release_document(first, approved([first.digest]), by=None)
    numbers = _numbers(clauses)
    version = published_guideline(*numbers, code=code, words="Жаңа")
    return weighed(version, *numbers), course


def citing_course(code: str, clauses: list[Clause], questions: int) -> Course:
    """A course with an edition of ``questions`` that rest on ``clauses`` in turn."""
    course = CourseFactory(code=code)
    Citation.objects.bulk_create(
        Citation(clause=clauses[n % len(clauses)], unit_version=version)
        for n, version in enumerate(_listed(course, questions))
    )
    return course


def people(number: int, posts: int = 1) -> Establishment:
    """A place where ``number`` people hold ``posts`` in turn; nobody of them may sign in."""
    place = EstablishmentFactory(code="large")
    rows = Post.objects.bulk_create(
        Post(code=f"large-{n}", titles={"kk": "психолог"}) for n in range(posts)
    )
    staff = StaffMember.objects.bulk_create(
        StaffMember(staff_number=f"9{n:06}", family_name="Сериков", given_name="Арман")
        for n in range(number)
    )
    Appointment.objects.bulk_create(
        Appointment(
            staff_member=one,
            establishment=place,
            post=rows[n % posts],
            starts_on=date(2020, 1, 1),
        )
        for n, one in enumerate(staff)
    )
    return place


def certified(course: Course, passed_on: date) -> None:
    """Have every post require ``course``, and all ``people`` hold a certificate of it."""
    Requirement.objects.bulk_create(
        Requirement(post=post, course=course, months=12, starts_on=date(2020, 1, 1))
        for post in Post.objects.filter(code__startswith="large-")
    )
    at = datetime.combine(passed_on, datetime.min.time(), UTC)
    done = Completion.objects.bulk_create(
        Completion(
            learner=one,
            course=course,
            passed_on=passed_on,
            expires_on=passed_on.replace(year=passed_on.year + 2),
            completed_at=at,
            recorded_at=at,
            language="kk",
        )
        for one in StaffMember.objects.filter(staff_number__startswith="9")
    )
    Certificate.objects.bulk_create(
        Certificate(
            completion=one,
            number=f"{course.code}-{one.pk}",
            issued_on=one.passed_on,
            expires_on=one.expires_on,
            language="kk",
            holder_name="Сериков Арман",
            course_code=course.code,
            public_titles=course.public_titles,
        )
        for one in done
    )


def _numbers(clauses: int) -> list[str]:
    return [f"{n // 50 + 1}.{n % 50 + 1}" for n in range(clauses)]


def _clauses(version: DocumentVersion) -> list[Clause]:
    return list(version.document.clauses.order_by("pk"))


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
