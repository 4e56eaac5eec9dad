"""The languages of the settings, and texts in each of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: The codes of the languages, in the order in which a missing text is replaced.
CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
OWN_NAMES: dict[str, str] = dict(settings.LANGUAGES)
#: The languages that titles and every release must have.
REQUIRED: tuple[str, ...] = tuple(settings.REQUIRED_LANGUAGES)
#: Curriculum E.7: people without a Kazakh keyboard type look-alike letters.
LOOK_ALIKES = str.maketrans("іқңөұүғәһё", "икноуугахе")
_LONGEST_TITLE = 255
_TOO_LONG = _("A title can have up to %(n)d characters. Shorten it.")


def list_language_choices() -> list[tuple[str, str]]:
    """Return the languages as choices of a field."""
    return [(code, OWN_NAMES[code]) for code in CODES]


def get_first_language() -> str:
    """Return the language of people and pages of which none is known."""
    return CODES[0]


def get_current_language() -> str:
    """Return the language of the current page, one of ``CODES``."""
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


def label_language(part: str, code: str, name: str = "") -> str:
    """Return the label of ``part`` of a form or page in a language.

    A language without a label of its own in the settings is added to ``name`` by its
    own name.
    """
    label = settings.LANGUAGE_LABELS[part].get(code)
    own = f"{name} ({OWN_NAMES[code]})" if name else OWN_NAMES[code]
    return capfirst(str(label or own))


def list_texts(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the code of every language, with its text or an empty one."""
    return [(code, texts.get(code, "")) for code in CODES]


class TranslatedTextField(models.JSONField):
    """A text by the code of its language, ``{"kk": "…", "ru": "…"}``, stored as JSON.

    Validation demands it in the required languages, or in all if it ``is_complete``;
    a ``blank`` one may be missing altogether. ``max_length`` is that of one text.
    """

    def __init__(
        self, *args: Any, is_complete: bool = False, default: Any = dict, **options: Any
    ) -> None:
        self.is_complete = is_complete
        super().__init__(*args, default=default, **options)

    def deconstruct(self) -> Any:
        """Keep ``is_complete`` in migrations."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"is_complete": self.is_complete}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the texts in the order of ``CODES``, which PostgreSQL does not keep."""
        texts = super().from_db_value(value, expression, connection)
        if not isinstance(texts, dict):
            return texts
        return {code: texts[code] for code in CODES if code in texts} | texts

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse unknown languages, missing texts and long ones."""
        super().validate(value, model_instance)
        is_text = isinstance(value, dict) and all(
            code in CODES and isinstance(text, str) for code, text in value.items()
        )
        if not is_text:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        needed = () if self.blank else CODES if self.is_complete else REQUIRED
        longest = self.max_length or _LONGEST_TITLE
        missing = [code for code in needed if not value.get(code)]
        faults = dict.fromkeys(missing, self.error_messages["blank"])
        long = [code for code, text in value.items() if len(text) > longest]
        faults |= dict.fromkeys(long, _TOO_LONG % {"n": longest})
        if faults:
            raise ValidationError(
                [f"{OWN_NAMES[code]}: {fault}" for code, fault in faults.items()]
            )


class TranslatedTitle(models.Model):
    """A row with a title in each language."""

    titles = TranslatedTextField(_("title in each language"), max_length=_LONGEST_TITLE)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(pick_text(self.titles)[0])


@dataclass(frozen=True)
class LanguageInputs:
    """The inputs of a form for one text, one per language: ``title_kk``, ``title_ru``.

    ``part`` names them and their labels in the settings; ``name`` is the label of a
    language without one. The hint is shown once, at the first.
    """

    part: str
    name: Any
    required: Collection[str] = REQUIRED
    max_length: int = _LONGEST_TITLE
    help_text: Any = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{self.part}_{code}" for code in CODES)

    def build_fields(self) -> dict[str, forms.Field]:
        """Return a field for each language, by its name."""
        return {
            name: forms.CharField(
                label=label_language(self.part, code, self.name),
                max_length=self.max_length,
                required=code in self.required,
                help_text=self.help_text if code == CODES[0] else "",
            )
            for code, name in zip(CODES, self.names, strict=True)
        }


class TranslatedForm(forms.BaseForm):
    """A form with an input per language for each text in ``translated``."""

    translated: ClassVar[tuple[LanguageInputs, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the inputs, in the order of ``field_order``."""
        super().__init__(*args, **kwargs)
        for inputs in self.translated:
            self.fields |= inputs.build_fields()
        self.order_fields(self.field_order)

    def list_inputs(self, part: str) -> list[forms.BoundField]:
        """Return the inputs of ``part``, one for each language."""
        return [self[f"{part}_{code}"] for code in CODES]

    def read_texts(self, part: str) -> dict[str, str]:
        """Return the texts that were typed for ``part``, by language."""
        return {code: self.cleaned_data.get(f"{part}_{code}", "") for code in CODES}


def name_inputs(part: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return ``texts`` as initial data of the inputs for ``part``."""
    return {f"{part}_{code}": text for code, text in list_texts(texts)}
