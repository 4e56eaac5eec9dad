"""Designs of certificates."""

from datetime import UTC, datetime

import factory

from courses.certificates.models import Design, DesignDecision, Palette
from tests.factories.accounts import UserFactory

AT = datetime(2026, 2, 2, 4, 0, tzinfo=UTC)
EMBLEM = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="10" height="10" viewBox="0 0 10 10">'
    '<circle cx="5" cy="5" r="4" fill="#a8781c"></circle></svg>'
)


def words(**changes):
    """The words of a design in each language, the needed ones and ``changes``."""
    said = {
        "kk": ("Қылмыстық-атқару жүйесі комитеті", "Куәлік", "Осы куәлік берілді"),
        "ru": ("Комитет УИС", "Свидетельство", "Настоящее свидетельство выдано"),
        "en": ("Prison committee", "Award", "This is to certify that"),
    }
    names = ("issuer", "heading", "holder_line")
    return {
        code: dict(zip(names, texts, strict=True)) | changes.get(code, {})
        for code, texts in said.items()
    }


class DesignFactory(factory.django.DjangoModelFactory):
    """A design that waits for a second person."""

    class Meta:
        model = Design

    number = factory.Sequence(lambda n: n + 1)
    palette = Palette.STEPPE
    words = factory.LazyFunction(words)
    reason = "The committee has a new name."
    made_by = factory.SubFactory(UserFactory)
    made_at = AT


class DesignDecisionFactory(factory.django.DjangoModelFactory):
    """A design taken into use."""

    class Meta:
        model = DesignDecision

    design = factory.SubFactory(DesignFactory)
    is_confirmed = True
    reason = "Read and compared with the order."
    by = factory.SubFactory(UserFactory)
    at = AT
