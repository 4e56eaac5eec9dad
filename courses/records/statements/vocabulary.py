"""Terms of a vocabulary: an IRI, labels and a definition."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tincan import LanguageMap

from courses.records.statements import iris
from elearning.languages import CODES

#: A file of terms for each language, by their folder and name.
_TERMS = Path(__file__).parent.parent / "terms"


@cache
def build_language_map(folder: str, name: str, part: str) -> dict[str, str]:
    """Return the label or the meaning of a term, in the languages that have it."""
    texts = {
        code: _load_terms(code).get(folder, {}).get(name, {}).get(part, "")
        for code in CODES
    }
    return {code: text for code, text in texts.items() if text}


@cache
def _load_terms(code: str) -> dict[str, dict[str, dict[str, str]]]:
    path = _TERMS / f"{code}.json"
    found: dict[str, dict[str, dict[str, str]]] = {}
    return json.loads(path.read_text("utf-8")) if path.exists() else found


@dataclass(frozen=True)
class VocabularyTerm:
    """A term used in statements; its texts are in ``courses/records/terms``.

    ``home`` is the vocabulary it is taken from; without one it is ours: its meaning is
    among the texts, and its IRI is below the setting for our IRIs.
    """

    name: str
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
        return build_language_map(self.folder, self.name, "label")

    @property
    def meanings(self) -> dict[str, str]:
        return build_language_map(self.folder, self.name, "meaning")

    @property
    def language_map(self) -> Any:
        return LanguageMap(self.labels)
