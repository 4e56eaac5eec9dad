"""Texts by language, from parameters of a factory: ``title_kk``, ``title_ru``, ``title_en``."""

import factory

LANGUAGES = ("kk", "ru", "en")


def by_language(part):
    """Declare the texts that the parameters ``part`` name one by one."""
    return factory.LazyAttribute(
        lambda made: {code: getattr(made, f"{part}_{code}") for code in LANGUAGES}
    )
