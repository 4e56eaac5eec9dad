"""Domains of competence, and the levels that posts ask."""

import factory

from courses.competencies.models import CompetencyLevel, Domain, Profile, Target
from tests.factories.languages import by_language
from tests.factories.staff import PostFactory


def in_all(text):
    return {"kk": f"{text} (kk)", "ru": f"{text} (ru)", "en": text}


class DomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Domain

    class Params:
        title_kk = factory.LazyAttribute(lambda domain: f"{domain.code} саласы")
        title_ru = factory.LazyAttribute(lambda domain: f"Область {domain.code}")
        title_en = ""

    titles = by_language("title")
    code = factory.Sequence(lambda number: f"K{number + 1}")
    place = factory.Sequence(lambda number: number + 1)
    practices = in_all("Does it alone")


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile

    post = factory.SubFactory(PostFactory)
    purposes = in_all("Keep everyone safe")
    evidences = in_all("Three observed shifts")
    nevers = in_all("Judge belief")


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    post = factory.SubFactory(PostFactory)
    domain = factory.SubFactory(DomainFactory)
    level = CompetencyLevel.PRACTITIONER
