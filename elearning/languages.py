"""The three languages, and models with a title in each."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CODES = ("kk", "ru", "en")
OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
#: Curriculum E.7: people without a Kazakh keyboard type look-alike letters.
LOOK_ALIKES = str.maketrans("іқңөұүғәһё", "икноуугахе")


def get_current_language() -> str:
    """Return the language of the current page: ``kk``, ``ru`` or ``en``."""
    code = (get_language() or CODES[0])[:2]
    return code if code in CODES else CODES[0]


def list_fallback_languages(language: str) -> tuple[str, ...]:
    """Return the languages to try for a reader of ``language``, the wanted one first."""
    return (language, *(code for code in CODES if code != language))


def pick_text(texts: dict[str, Any], language: str | None = None) -> tuple[Any, str]:
    """Return the text for ``language`` (or the page’s) and the language it is in.

    ``texts`` maps language codes to texts. An absent or empty text falls back in the
    order of ``CODES``. An empty mapping gives ``("", language)``.
    """
    wanted = language or get_current_language()
    for code in list_fallback_languages(wanted):
        if texts.get(code):
            return texts[code], code
    return "", wanted


class TranslatedTitle(models.Model):
    """A row with a title in Kazakh, Russian and English."""

    title_kk = models.CharField(_("title in Kazakh"), max_length=255)
    title_ru = models.CharField(_("title in Russian"), max_length=255)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def titles(self) -> dict[str, str]:
        return {"kk": self.title_kk, "ru": self.title_ru, "en": self.title_en}

    @property
    def title(self) -> str:
        return str(pick_text(self.titles)[0])
