"""Check that Kazakh and Russian use the glossary term where the English does.

A wording may do without the term now and then. A term is therefore reported, as a
warning, only if a course or guideline uses it in less than ``SHARE`` of the places.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding
from content.glossary.inflection_patterns import build_term_pattern
from content.glossary.term_import import BundleTerm
from elearning.languages import CODES

if TYPE_CHECKING:
    from pathlib import Path

#: Minimum number of places in a bundle for a term to be checked.
ENOUGH = 4
#: A term found in less than this share of the places is reported.
SHARE = 0.34
#: A definition need not use its own term.
_FILE = "glossary.yaml"

#: A place that is the same in all languages: the bundle and the name within it.
_Place = tuple[str, str]


@dataclass
class _Use:
    """The places of a term in English, and those where another language has it too."""

    places: set[_Place] = field(default_factory=set)
    found: set[_Place] = field(default_factory=set)


def check_glossary_terms(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield terms that a bundle mostly replaces by other words."""
    said = _places(reading)
    bundles = {place[0] for place in said["en"]}
    for language in (code for code in CODES if code != "en"):
        for entry in reading.library.glossary:
            if not entry.forms.get(language):
                continue
            use = _use(entry, said, language)
            for bundle in sorted(bundles):
                yield from _told(reading, entry, use, bundle, language)


def _told(
    reading: CheckedLibrary, entry: BundleTerm, use: _Use, bundle: str, language: str
) -> Iterator[QualityFinding]:
    places = {place for place in use.places if place[0] == bundle}
    found = places & use.found
    if len(places) < ENOUGH or len(found) >= SHARE * len(places):
        return
    lacking = sorted({place[1].rpartition("#")[0] for place in places - found})
    yield reading.at(
        reading.root / bundle,
        0,
        f"terms.{language}",
        f"“{entry.terms['en']}” stands in {len(places)} places; “{entry.terms[language]}” "
        f"in {len(found)} of them ({language}). Elsewhere: {', '.join(lacking[:6])}.",
        "Use the term of the glossary, or add the wording to its forms.",
        FindingSeverity.WARNING,
    )


def _use(entry: BundleTerm, said: dict[str, dict[_Place, str]], language: str) -> _Use:
    english = _any(entry.forms["en"], "en")
    own = _any(entry.forms[language], language)
    places = {
        place
        for place, words in said["en"].items()
        if english and english.search(words)
    }
    theirs = said[language]
    found = {place for place in places if own and own.search(theirs.get(place, ""))}
    return _Use(places, found)


def _any(forms: list[str], language: str) -> re.Pattern[str] | None:
    if not forms:
        return None
    either = "|".join(build_term_pattern(form, language) for form in forms)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)


def _places(reading: CheckedLibrary) -> dict[str, dict[_Place, str]]:
    """Return the text at each place, by language."""
    said: dict[str, dict[_Place, str]] = defaultdict(lambda: defaultdict(str))
    counts: dict[tuple[Path, str], int] = defaultdict(int)
    for text in reading.texts:
        if text.path.name == _FILE:
            continue
        path = text.path.relative_to(reading.root)
        name = path.name.replace(f".{text.language}.", ".")
        number = 0
        if path.suffix == ".yaml":
            counts[text.path, text.language] += 1
            number = counts[text.path, text.language]
        place = (str(path.parent), f"{name}#{text.place}{number or ''}")
        said[text.language][place] += f"\n{text.words}"
    return said
