"""Release findings for translations without words where the source has some.

Kazakh and Russian are the standard: a block with words in either must have words in
every language that has the block. A language without the whole block is out of date,
which English may be and the others may not (``courses.release.gates``).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from content.blocks.translation_segments import hash_plain_value
from content.studio.translations.text_segments import iter_text_segments
from content.studio.translations.translation_subjects import find_stored_text
from courses.models import Course, Segments, UnitVersion
from courses.provisions import document_release
from courses.provisions.models import Document, DocumentVersion
from courses.release import gates
from courses.release.gates import ReleaseFinding
from courses.translation_parity import FACTS, Parity
from elearning.languages import OWN_NAMES, REQUIRED

#: The hashes of empty texts: no words, and the paragraph left by an emptied editor.
_BLANK = frozenset({"", hash_plain_value("<p></p>")})
_ID = 36  # length of a block id, in characters


@dataclass(frozen=True)
class MissingWords:
    """The places where ``language`` has no words and ``source`` has some."""

    title: str
    language: str
    source: str
    places: Sequence[str]


def list_unit_findings(
    course: Course, versions: Sequence[UnitVersion]
) -> list[ReleaseFinding]:
    """Return a sentence for each new text that lacks words, except exempt units.

    Takes three queries if nothing is missing, for any number of versions.
    """
    fresh = {one.pk: one for one in gates.list_unlisted_versions(course, versions)}
    rows = list(Segments.objects.filter(version__in=fresh))
    excepted = (
        gates.list_excepted_units(course)
        if any(_silent(one.parity) for one in rows)
        else ()
    )
    missing = (
        found
        for row in rows
        if (version := fresh[row.version_id]).unit_id not in excepted
        for found in _missing(
            version.title,
            row.parity,
            {text.language: text.reference for text in version.texts.all()},
        )
    )
    return [ReleaseFinding(_say(one)) for one in missing]


def list_document_findings(
    document: Document, versions: Sequence[DocumentVersion]
) -> list[ReleaseFinding]:
    """Return a sentence for each language of a guideline that lacks words."""
    silent = [one for one in versions if _silent(one.parity)]
    if not silent or document_release.has_language_exception(document):
        return []
    missing = (
        found
        for version in silent
        for found in _missing(
            document.title,
            version.parity,
            {code: text["reference"] for code, text in version.body.items()},
        )
    )
    return [ReleaseFinding(_say(one)) for one in missing]


def _missing(
    title: str, parity: Parity, references: Mapping[str, str]
) -> Iterator[MissingWords]:
    silent = _silent(parity)
    asked = [ref for code in silent if (ref := references[code]).isdigit()]
    rows = Revision.objects.filter(pk__in=asked).values_list("pk", "content")
    contents = {str(pk): content for pk, content in rows}
    for language, places in silent.items():
        content = contents.get(references[language])
        held = [one for one in places if content and _has_block(content, one)]
        for source in REQUIRED:
            said = [one for one in held if one in _said(parity, source)]
            held = [one for one in held if one not in said]
            if said:
                labels = _labels(references[source], said)
                yield MissingWords(title, language, source, labels)


def _silent(parity: Parity) -> dict[str, list[str]]:
    """Return the places where a language has no words and Kazakh or Russian has some."""
    required = {place for code in REQUIRED for place in _said(parity, code)}
    found = {
        language: sorted(required - _said(parity, language))
        for language in parity.texts
    }
    return {language: places for language, places in found.items() if places}


def _said(parity: Parity, language: str) -> set[str]:
    made = parity.texts.get(language, {})
    return {
        place
        for place, (words, _origin) in made.items()
        if words not in _BLANK and place.rpartition("/")[2] != FACTS
    }


def _has_block(content: Mapping[str, Any], place: str) -> bool:
    """Tell whether a stored text has the block and the item of ``place``."""
    bodies = "".join(str(content.get(name) or "") for name in ("body", "answers"))
    names = (part for part in place.split("/") if len(part) == _ID)
    return all(name in bodies for name in names)


def _labels(reference: str, places: Collection[str]) -> list[str]:
    """Return the labels of the parts at ``places``, in reading order."""
    labels = {
        one.place: one.label for one in iter_text_segments(find_stored_text(reference))
    }
    named = (label for place, label in labels.items() if place in places)
    return list(dict.fromkeys(named))


def _say(one: MissingWords) -> str:
    return _(
        "“%(title)s” has no text in %(language)s where %(source)s has "
        "some: %(parts)s. Translate and publish it."
    ) % {
        "title": one.title,
        "language": OWN_NAMES[one.language],
        "source": OWN_NAMES[one.source],
        "parts": gates.format_title_list(one.places),
    }
