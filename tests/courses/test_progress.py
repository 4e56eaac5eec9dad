from datetime import UTC, date, datetime

import pytest

from courses import progress
from courses.errors import ProgressError
from courses.events import EnrolmentCompleted, UnitFinished, UnitStarted
from courses.models import Unit, UnitProgress
from tests.events import hearing
from tests.factories.courses import (
    EditionFactory,
    EnrolmentFactory,
    UnitFactory,
    UnitVersionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def news():
    with hearing(UnitStarted, UnitFinished, EnrolmentCompleted) as events:
        yield events


@pytest.fixture
def enrolment():
    """On an edition of two lessons and an exam."""
    lessons = [UnitVersionFactory() for _lesson in range(2)]
    course = lessons[0].unit.course
    for version in lessons[1:]:
        version.unit.course = course
        version.unit.save()
    exam = UnitVersionFactory(unit__course=course, unit__kind=Unit.Kind.EXAM)
    return EnrolmentFactory(
        edition=EditionFactory(course=course, versions=[*lessons, exam])
    )


def units(enrolment):
    return [entry.version.unit for entry in enrolment.edition.steps]


def test_unit_of_another_course_is_refused(enrolment):
    with pytest.raises(ProgressError):
        progress.start_unit(enrolment, UnitFactory(), language="kk")
    with pytest.raises(ProgressError):
        progress.finish_unit(enrolment, UnitFactory(), language="kk")
    assert UnitProgress.objects.count() == 0


def test_opening_a_lesson_is_told_once_and_remembered(enrolment, news):
    lesson = units(enrolment)[0]

    progress.start_unit(enrolment, lesson, language="kk")
    progress.start_unit(enrolment, lesson, language="ru")

    enrolment.refresh_from_db()
    assert [type(event) for event in news] == [UnitStarted]
    assert enrolment.last_unit == lesson


def test_place_follows_the_person_to_any_device(enrolment):
    lesson = units(enrolment)[0]
    progress.start_unit(enrolment, lesson, language="kk")

    progress.record_reading_place(enrolment, lesson, "9b2f")

    assert enrolment.progress.get(unit=lesson).block == "9b2f"


def test_finishing_a_lesson_twice_is_told_once(enrolment, news):
    lesson = units(enrolment)[0]

    assert progress.finish_unit(enrolment, lesson, language="kk") is False
    assert progress.finish_unit(enrolment, lesson, language="kk") is False

    assert [type(event) for event in news] == [UnitFinished]


def test_lessons_left_are_named_before_the_exam(enrolment):
    first, second, _exam = units(enrolment)
    progress.finish_unit(enrolment, first, language="kk")

    assert progress.list_lessons_before_exam(enrolment) == [second]


def test_last_unit_completes_the_enrolment_once(enrolment, news):
    *lessons, exam = units(enrolment)
    for lesson in lessons:
        progress.finish_unit(enrolment, lesson, language="kk")

    assert progress.finish_unit(enrolment, exam, language="kk", score=0.9) is True
    assert progress.finish_unit(enrolment, exam, language="kk", score=0.9) is False

    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert [type(event) for event in news].count(EnrolmentCompleted) == 1


def test_place_with_a_nul_is_kept_without_it(enrolment):
    lesson = units(enrolment)[0]
    progress.start_unit(enrolment, lesson, language="kk")

    progress.record_reading_place(enrolment, lesson, "9b\x002f")

    assert enrolment.progress.get(unit=lesson).block == "9b2f"


def test_course_is_started_by_the_first_lesson_opened_and_stays_so(enrolment):
    first, second, _exam = units(enrolment)
    began, later = (
        datetime(2026, 5, 4, 6, tzinfo=UTC),
        datetime(2026, 5, 9, 6, tzinfo=UTC),
    )

    progress.start_unit(enrolment, first, language="kk", at=began)
    progress.start_unit(enrolment, second, language="kk", at=later)

    enrolment.refresh_from_db()
    assert (enrolment.started_at, enrolment.last_seen_at) == (began, later)
    days = [date(2026, 5, 3), date(2026, 5, 4)]
    assert [enrolment.was_started(day) for day in days] == [False, True]
