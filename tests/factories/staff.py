"""Establishments, posts and the people who hold them."""

from datetime import date

import factory

from elearning.accounts.roles import Role
from elearning.staff.models import Appointment, Establishment, Post, Remit, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.languages import by_language


class EstablishmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Establishment

    class Params:
        title_kk = factory.LazyAttribute(lambda o: f"Мекеме {o.code}")
        title_ru = factory.LazyAttribute(lambda o: f"Учреждение {o.code}")
        title_en = factory.LazyAttribute(lambda o: f"Establishment {o.code}")

    titles = by_language("title")
    parent = None
    code = factory.Sequence(lambda n: f"est-{n}")
    kind = Establishment.Kind.MEDIUM

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent", None)
        if parent is not None:
            parent.refresh_from_db()
            return parent.add_child(**kwargs)
        return model_class.add_root(**kwargs)


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    class Params:
        title_kk = "психолог"
        title_ru = "психолог"
        title_en = "Psychologist"

    titles = by_language("title")
    code = factory.Sequence(lambda n: f"post-{n}")


class StaffMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffMember

    staff_number = factory.Sequence(lambda n: f"{200000 + n}")
    family_name = "Сериков"
    given_name = "Арман"
    user = factory.SubFactory(
        UserFactory,
        staff_number=factory.SelfAttribute("..staff_number"),
        roles=[Role.LEARNER],
    )


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    staff_member = factory.SubFactory(StaffMemberFactory)
    establishment = factory.SubFactory(EstablishmentFactory)
    post = factory.SubFactory(PostFactory)
    starts_on = date(2020, 1, 1)


class RemitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Remit

    user = factory.SubFactory(UserFactory, roles=[Role.FACILITY_HR])
    role = Role.FACILITY_HR
    establishment = factory.SubFactory(EstablishmentFactory)
    starts_on = date(2020, 1, 1)


def officer_of(person):
    """Return a new personnel officer who looks after the place where ``person`` serves."""
    served = person.appointments.first() or AppointmentFactory(staff_member=person)
    return RemitFactory(establishment=served.establishment).user
