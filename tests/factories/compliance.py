"""What people must hold, what they passed, and what they are exempt from."""

from datetime import UTC, date, datetime, time

import factory

from courses.compliance.models import Exemption, Requirement
from courses.records.models import Completion
from courses.validity import add_months
from tests.factories.certificates import ToldFactory
from tests.factories.courses import LONG_AGO, CourseFactory
from tests.factories.staff import PostFactory, StaffMemberFactory


class RequirementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Requirement

    post = factory.SubFactory(PostFactory)
    course = factory.SubFactory(CourseFactory)
    months = 12
    starts_on = date(2020, 1, 1)


class ExemptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exemption

    staff_member = factory.SubFactory(StaffMemberFactory)
    course = factory.SubFactory(CourseFactory)
    kind = Exemption.Kind.WAIVER
    reason = "Taught the course"
    starts_on = date(2026, 1, 1)
    open_because = factory.Maybe("ends_on", "", "Teaches it for good")
    ends_on = None
    granted_at = LONG_AGO


class PassFactory(ToldFactory):
    """A completion recorded on the day of passing."""

    class Meta:
        model = Completion

    learner = factory.SubFactory(StaffMemberFactory)
    course = factory.SubFactory(CourseFactory)
    passed_on = date(2026, 1, 15)
    expires_on = factory.LazyAttribute(
        lambda o: add_months(o.passed_on, o.course.validity_months)
    )
    completed_at = factory.LazyAttribute(
        lambda o: datetime.combine(o.passed_on, time(6), UTC)
    )
    recorded_at = factory.SelfAttribute("completed_at")
    language = "kk"
