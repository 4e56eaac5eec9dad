"""Terms of a vocabulary: an IRI, labels and a definition."""

from dataclasses import dataclass, field
from typing import Any

from tincan import LanguageMap

from courses.records.statements import iris
from elearning.languages import CODES

#: A text in Kazakh, Russian and English, in this order.
type Texts = tuple[str, str, str]


def build_language_map(texts: Texts) -> dict[str, str]:
    """Return the texts as a language map."""
    return dict(zip(CODES, texts, strict=True))


@dataclass(frozen=True)
class VocabularyTerm:
    """A term used in statements.

    ``home`` is the vocabulary it is taken from; without one it is ours: ``meaning``
    defines it, and its IRI is below the setting for our IRIs.
    """

    name: str
    label: Texts
    meaning: Texts = ("", "", "")
    home: str = ""
    #: Terms of other vocabularies with a wider meaning than this one of ours.
    wider: tuple[str, ...] = field(default=(), kw_only=True)

    folder = ""

    @property
    def iri(self) -> str:
        return (
            self.home + self.name
            if self.home
            else iris.build_iri(self.folder, self.name)
        )

    @property
    def is_ours(self) -> bool:
        return not self.home

    @property
    def labels(self) -> dict[str, str]:
        return build_language_map(self.label)

    @property
    def language_map(self) -> Any:
        return LanguageMap(self.labels)
