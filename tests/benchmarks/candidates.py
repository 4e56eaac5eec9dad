"""An exam with candidates who are signed in, made inside a platform that is measured.

Runs in the platform's own process: ``manage.py shell -c "from tests.benchmarks …"``.
"""

import json
from datetime import datetime, timedelta
from time import perf_counter

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.utils import timezone

from courses.assessment.attempts import attempt_deadlines, attempt_start
from courses.assessment.models import Attempt, AttemptItem, QuestionVersion, Response
from courses.models import Course, Enrolment
from elearning.accounts.models import User
from elearning.staff.models import StaffMember
from tests.factories.assessment import PaperVersionFactory, QuestionVersionFactory
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    OutcomeFactory,
    UnitVersionFactory,
)

QUESTIONS = 20


def exam(code: str, bank: int, candidates: int) -> None:
    """Make course ``code`` with a bank, and print its candidates as JSON."""
    course = CourseFactory(code=code)
    outcomes = [OutcomeFactory(course=course) for _ in range(5)]
    paper = PaperVersionFactory(version__unit__course=course, questions=QUESTIONS)
    asked = [
        QuestionVersionFactory(
            version__unit__course=course,
            outcome=outcomes[number % len(outcomes)],
            must_pass=number % 10 == 0,
        )
        for number in range(bank)
    ]
    versions = [paper.version, *(question.version for question in asked)]
    EditionFactory(course=course, number=1, versions=versions)
    print(json.dumps(enrolled(course, candidates)))


def enrolled(course: Course, number: int) -> list[dict[str, str]]:
    """Enrol people who are signed in; return their keys and sessions."""
    edition, first = course.editions.get(number=1), 10_000 + User.objects.count()
    names = [f"{first + place}" for place in range(number)]
    users = User.objects.bulk_create(
        User(staff_number=name, password="!") for name in names
    )
    people = StaffMember.objects.bulk_create(
        StaffMember(staff_number=user.staff_number, family_name="Т", user=user)
        for user in users
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            course=course, edition=edition, learner=person, enrolled_at=timezone.now()
        )
        for person in people
    )
    return [
        {"enrolment": str(enrolment.key), "session": _signed_in(user)}
        for enrolment, user in zip(enrolments, users, strict=True)
    ]


def starting(code: str, times: int) -> None:
    """Start attempts one after another, without a server, and print the seconds."""
    course = Course.objects.get(code=code)
    took = []
    for enrolment in _new(course, times).select_related("learner__user"):
        user, begun = enrolment.learner.user, perf_counter()
        attempt_start.start_attempt(
            enrolment, at=timezone.now(), by=user, language="kk"
        )
        took.append(perf_counter() - begun)
    print(json.dumps(took))


def marking(code: str, number: int) -> None:
    """Have the clock end ``number`` attempts of five right answers; print the seconds."""
    course = Course.objects.get(code=code)
    _begin(course, _new(course, number), timezone.now() - timedelta(hours=2))
    begun = perf_counter()
    marked = attempt_deadlines.mark_overdue_attempts(timezone.now())
    print(json.dumps([marked, perf_counter() - begun]))


def publish(code: str) -> None:
    """Publish every question of the course anew and release them as an edition."""
    course = Course.objects.get(code=code)
    before = course.editions.get(number=1)
    versions = []
    for entry in before.entries.select_related("version__unit"):
        newer = UnitVersionFactory(unit=entry.version.unit, number=2)
        if question := QuestionVersion.objects.filter(version=entry.version).first():
            question.pk, question.version = None, newer
            question._state.adding = True
            question.save()
        versions.append(newer)
    EditionFactory(course=course, number=2, versions=versions)


def asked(code: str) -> None:
    """Print how many answers there are, and a sum over all that is asked in attempts."""
    items = AttemptItem.objects.filter(attempt__enrolment__course__code=code)
    print(
        json.dumps(
            [Response.objects.count(), sum(items.values_list("question", flat=True))]
        )
    )


def _signed_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    (session[BACKEND_SESSION_KEY],) = settings.AUTHENTICATION_BACKENDS
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _new(course: Course, number: int) -> QuerySet[Enrolment]:
    keys = [one["enrolment"] for one in enrolled(course, number)]
    return Enrolment.objects.filter(key__in=keys)


def _begin(course: Course, enrolments: QuerySet[Enrolment], at: datetime) -> None:
    """Write open attempts with answers, past the rules: 10,000 starts take minutes."""
    edition = course.editions.get(number=1)
    entries = edition.entries.values("version")
    questions = list(QuestionVersion.objects.filter(version__in=entries)[:QUESTIONS])
    paper = edition.entries.get(version__unit__kind="exam").version.paper
    attempts = Attempt.objects.bulk_create(
        Attempt(
            enrolment=enrolment,
            paper=paper,
            number=1,
            language="kk",
            started_at=at,
            ends_at=at + timedelta(minutes=40),
        )
        for enrolment in enrolments
    )
    items = AttemptItem.objects.bulk_create(
        (
            AttemptItem(
                attempt=attempt,
                position=position,
                question=question,
                order=list("abcd"),
            )
            for attempt in attempts
            for position, question in enumerate(questions, start=1)
        ),
        batch_size=5000,
    )
    Response.objects.bulk_create(
        (
            Response(
                item=item,
                sequence=1,
                given=["a" if item.position % 4 == 0 else "b"],
                saved_at=at,
            )
            for item in items
        ),
        batch_size=5000,
    )
