"""Courses with a released edition, and people on them."""

import hashlib
import uuid
from datetime import UTC, date, datetime

import factory

from courses.models import (
    Course,
    CourseRemit,
    Edition,
    EditionEntry,
    Enrolment,
    Outcome,
    Unit,
    UnitText,
    UnitVersion,
)
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.languages import by_language
from tests.factories.staff import StaffMemberFactory

LONG_AGO = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course

    class Params:
        title_kk = "Адам құқықтары"
        title_ru = "Права человека"
        title_en = "Human rights"
        public_title_kk = "Адам құқықтары"
        public_title_ru = "Права человека"
        public_title_en = "Human rights"

    titles = by_language("title")
    public_titles = by_language("public_title")
    code = factory.Sequence(lambda n: f"T{n + 100}")  # T1 is that of the sample course
    slug = factory.LazyAttribute(lambda o: o.code.lower())
    hours = 6
    validity_months = 24


class CourseRemitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CourseRemit

    user = factory.SubFactory(UserFactory, roles=[Role.TRAINER])
    course = factory.SubFactory(CourseFactory)
    starts_on = date(2020, 1, 1)


class OutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outcome

    course = factory.SubFactory(CourseFactory)
    number = factory.Sequence(lambda n: n + 1001)  # tests choose small ones
    texts = {"kk": "нәтиже", "ru": "результат", "en": "outcome"}


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    key = factory.LazyFunction(uuid.uuid4)
    course = factory.SubFactory(CourseFactory)
    kind = Unit.Kind.LESSON
    slug = factory.Sequence(lambda n: f"unit-{n}")


class UnitVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnitVersion
        skip_postgeneration_save = True

    unit = factory.SubFactory(UnitFactory)
    number = 1
    digest = factory.LazyFunction(
        lambda: hashlib.sha256(uuid.uuid4().bytes).hexdigest()
    )
    published_at = LONG_AGO

    @factory.post_generation
    def languages(self, create, extracted, **kwargs):
        for language in extracted if extracted is not None else ("kk", "ru", "en"):
            UnitText.objects.create(
                version=self,
                language=language,
                title=f"{self.unit.slug} {language}",
                reference="1",
                digest=self.digest,
                structure="same",
                minutes=10,
            )


class EditionFactory(factory.django.DjangoModelFactory):
    """An edition of a course with ``versions`` in order; one lesson by default."""

    class Meta:
        model = Edition
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    number = factory.Sequence(lambda n: n + 1)
    released_at = LONG_AGO

    @factory.post_generation
    def versions(self, create, extracted, **kwargs):
        if extracted is None:
            extracted = [UnitVersionFactory(unit__course=self.course)]
        for position, version in enumerate(extracted, start=1):
            EditionEntry.objects.create(
                edition=self, version=version, position=position
            )


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    edition = factory.SubFactory(EditionFactory)
    course = factory.SelfAttribute("edition.course")
    learner = factory.SubFactory(StaffMemberFactory)
    enrolled_at = LONG_AGO
