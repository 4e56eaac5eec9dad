"""Release findings about accessibility of pages (WCAG 2.2 AA).

They report pictures without a description (1.1.1), films and recordings without a
transcript (1.2.1), films without captions (1.2.2), and skipped heading levels (1.3.1).
The editor demands all of these, but pages also arrive by other routes, so the gate
checks the stored content.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Revision

from courses.assessment.kinds import PICTURED
from courses.assessment.models import QuestionVersion
from courses.models import Course, Unit, UnitText, UnitVersion
from courses.provisions.models import Document, DocumentVersion
from courses.release import gates
from courses.release.gates import ReleaseFinding

_HEADING = re.compile(r"<h([1-6])\b")
#: A picture in stored or displayed rich text, and its text alternative.
_PICTURE = re.compile(r"""<(?:img|embed)\b[^>]*>""")
_ALT = re.compile(r"""\balt=(?:"[^"]*[^"\s][^"]*"|'[^']*[^'\s][^']*')""")
#: Blocks whose heading has the second level.
_HEADED = frozenset({"key_points", "example", "shift"})


def list_unit_findings(
    course: Course, versions: Sequence[UnitVersion]
) -> list[ReleaseFinding]:
    """Return a sentence for each fault in the new pages.

    Takes two queries, and one for the contents of the current edition, for any number
    of pages.
    """
    fresh = gates.list_unlisted_versions(course, versions)
    found: dict[tuple[str, str], list[str]] = {}
    for version, language, fault in [*_of_lessons(fresh), *_of_questions(fresh)]:
        languages = found.setdefault((version.title, fault), [])
        if language not in languages:
            languages.append(language)
    return [
        ReleaseFinding(_say(title, fault, languages))
        for (title, fault), languages in found.items()
    ]


def list_document_findings(
    document: Document, versions: Sequence[DocumentVersion]
) -> list[ReleaseFinding]:
    """Return a sentence for each fault in the new texts of a guideline."""
    edition = document.current_edition
    before = edition.version.body if edition else {}
    found: dict[str, list[str]] = {}
    for language, text in (
        (code, t) for one in versions for code, t in one.body.items()
    ):
        if text["digest"] != before.get(language, {}).get("digest"):
            for fault in list_document_faults(text):
                found.setdefault(fault, []).append(language)
    return [
        ReleaseFinding(_say(document.title, fault, languages))
        for fault, languages in found.items()
    ]


def list_document_faults(text: Mapping[str, Any]) -> list[str]:
    """Return the faults of one language of a guideline: ``picture``, ``heading``."""
    sections = text.get("sections", ())
    said = [text.get("lead", "")]
    said += [clause["text"] for section in sections for clause in section["clauses"]]
    pictures = [tag for words in said for tag in _PICTURE.findall(words)]
    is_told = all(_ALT.search(tag) for tag in pictures)
    found = [] if is_told else ["picture"]
    return [*found, *(["heading"] if _leaves_out(_levels_of_document(text)) else [])]


def list_body_faults(body: Sequence[dict[str, Any]]) -> list[str]:
    """Return the faults of a stored body, each once.

    ``picture``, ``video``, ``captions``, ``audio`` and ``heading``.
    """
    found = [fault for block in body if (fault := _fault(block))]
    return [*dict.fromkeys(found), *(["heading"] if _leaves_out(_levels(body)) else [])]


def _of_lessons(
    versions: Sequence[UnitVersion],
) -> Iterator[tuple[UnitVersion, str, str]]:
    texts: list[tuple[UnitVersion, UnitText]] = [
        (version, text)
        for version in versions
        if version.unit.kind == Unit.Kind.LESSON
        for text in version.texts.all()
        if text.reference.isdigit()
    ]
    stored = Revision.objects.filter(pk__in={int(text.reference) for _v, text in texts})
    bodies = {
        str(pk): json.loads(content.get("body") or "[]")
        for pk, content in stored.values_list("pk", "content")
    }
    for version, text in texts:
        for fault in list_body_faults(bodies.get(text.reference, [])):
            yield version, text.language, fault


def _of_questions(
    versions: Sequence[UnitVersion],
) -> Iterator[tuple[UnitVersion, str, str]]:
    known = {one.pk: one for one in versions if one.unit.kind == Unit.Kind.QUESTION}
    drawn = QuestionVersion.objects.filter(version__in=known, type__in=PICTURED)
    for question in drawn:
        for language, text in question.body.items():
            if not (text.get("picture") or {}).get("alt", "").strip():
                yield known[question.version_id], language, "picture"


def _fault(block: dict[str, Any]) -> str:
    value = block["value"]
    if block["type"] == "figure":
        image = value.get("image") or {}
        is_told = image.get("decorative") or (image.get("alt_text") or "").strip()
        return "" if is_told else "picture"
    if block["type"] in {"video", "audio"}:
        if not strip_tags(value.get("transcript") or "").strip():
            return str(block["type"])
        is_film = block["type"] == "video"
        return "captions" if is_film and not value.get("captions") else ""
    return ""


def _leaves_out(levels: Iterable[int]) -> bool:
    """Tell whether a heading is more than one level below the one before it."""
    before = 1
    for level in levels:
        if level > before + 1:
            return True
        before = level
    return False


def _levels(body: Sequence[dict[str, Any]]) -> Iterator[int]:
    for block in body:
        value = block["value"] if isinstance(block["value"], dict) else {}
        if block["type"] in _HEADED or value.get("heading"):
            yield 2
        if block["type"] == "text":
            yield from map(int, _HEADING.findall(value.get("text") or ""))


def _levels_of_document(text: Mapping[str, Any]) -> Iterator[int]:
    """Yield the heading levels of a guideline in order, as displayed."""
    yield from map(int, _HEADING.findall(text.get("lead", "")))
    for section in text.get("sections", ()):
        if section["heading"]:
            yield 2
        for clause in section["clauses"]:
            if clause.get("title"):
                yield 3 if section["heading"] else 2
            yield from map(int, _HEADING.findall(clause["text"]))


def _say(title: str, fault: str, languages: Sequence[str]) -> str:
    sentences = {
        "picture": _(
            "“%(title)s” (%(languages)s): a picture has no description and is not marked "
            "as decorative. Describe what matters in it."
        ),
        "video": _(
            "“%(title)s” (%(languages)s): a video has no transcript. Add "
            "what is said and shown."
        ),
        "captions": _(
            "“%(title)s” (%(languages)s): a video has no captions. Add them "
            "in the block. If the video has no sound, add one caption that "
            "says so."
        ),
        "audio": _(
            "“%(title)s” (%(languages)s): a recording has no transcript. Add "
            "what is said."
        ),
        "heading": _(
            "“%(title)s” (%(languages)s): a heading skips a level. Give the "
            "text above it a heading, or move this one up a level."
        ),
    }
    return sentences[fault] % {"title": title, "languages": ", ".join(languages)}
