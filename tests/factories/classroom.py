"""Sessions in a classroom, planned by an officer of the whole service, and people in them."""

from datetime import UTC, datetime, timedelta

from courses.classroom import (
    session_attendance,
    session_closure,
    session_registrations,
    session_schedule,
)
from courses.classroom.models import Session
from courses.models import Course
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    RemitFactory,
)

#: When everything is planned, and when a session begins unless a test says otherwise.
AT = datetime(2026, 3, 2, 5, tzinfo=UTC)
BEGINS = datetime(2026, 3, 10, 4, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def classroom_course(**facts):
    return CourseFactory(delivery=Course.Delivery.CLASSROOM, **facts)


def days(number=1, *, begins=BEGINS, hours=4):
    """So many days one after the other, each from the same time on."""
    return [(begins + n * DAY, begins + n * DAY + hours * HOUR) for n in range(number)]


def wanted(number=1, *, begins=BEGINS, **facts):
    """What is planned: so many days, two seats unless told otherwise."""
    return session_schedule.SessionPlan(
        days(number, begins=begins), **({"seats": 2} | facts)
    )


def officer(place, role=Role.FACILITY_HR):
    """A personnel officer who looks after ``place`` and what is under it."""
    return RemitFactory(
        user=UserFactory(roles=[role]), role=role, establishment=place
    ).user


def session(number=1, *, place=None, course=None, by=None, at=AT, **facts):
    """A session of so many days, planned at ``at``."""
    place = place or EstablishmentFactory()
    outer = {name: facts.pop(name) for name in ("enough", "may_ask") if name in facts}
    terms = session_schedule.SessionTerms(
        course or classroom_course(), place, language="ru", **outer
    )
    planned = wanted(number, **facts)
    return session_schedule.plan_session(terms, planned, by=by or officer(place), at=at)


def people(place, number):
    """So many people who serve at ``place``."""
    return [
        AppointmentFactory(establishment=place).staff_member for _n in range(number)
    ]


def registered(of, number=1, *, at=AT):
    """So many people of its establishment, registered by an officer; in their order."""
    found = people(of.establishment, number)
    session_registrations.register_people(
        of, found, by=officer(of.establishment), at=at
    )
    return [of.registrations.standing().get(learner=person) for person in found]


def note_all(of, mark="present", *, by=None, at=None):
    """The same noted of everybody, for each day."""
    of = Session.objects.get(pk=of.pk)
    by = by or officer(of.establishment)
    for day in of.days:
        marks = dict.fromkeys(
            of.registrations.seated().values_list("pk", flat=True), mark
        )
        session_attendance.record_attendance(of, day, marks, by=by, at=at or of.ends_at)


def closed(of, *, by=None, at=None):
    """The session closed by somebody who noted nobody."""
    of = Session.objects.get(pk=of.pk)
    return session_closure.close_session(
        of,
        seen=session_closure.build_session_result(of).seal,
        by=by or officer(of.establishment),
        at=at or of.ends_at + HOUR,
    )
