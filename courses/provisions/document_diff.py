"""Differences between two versions of a document, by part and clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

from courses.text_diff import DiffPiece, diff_words, normalise_rich_text

_BREAK = re.compile(r"</(?:p|li)>\s*|<br ?/?>\s*")


@dataclass(frozen=True)
class DocumentPart:
    """A part of a document in one version; ``text`` is HTML."""

    title: str = ""
    text: str = ""
    is_safeguard: bool = False
    cites: tuple[str, ...] = ()

    @property
    def lines(self) -> dict[str, str]:
        """The part as plain text, by kind of line; some are empty."""
        safeguard = _("Safeguard: report any breach at once.")
        return {
            "title": self.title,
            "text": unescape(strip_tags(_BREAK.sub(" ", self.text))).strip(),
            "safeguard": safeguard if self.is_safeguard else "",
            "cites": "; ".join(self.cites),
        }


@dataclass(frozen=True)
class PartDifference:
    """One part that differs between two versions; a missing side is ``None``."""

    name: str
    before: DocumentPart | None
    after: DocumentPart | None
    number: str = ""

    @property
    def lines(self) -> list[tuple[DiffPiece, ...]]:
        """Both texts of the part, compared line by line and word by word."""
        old, new = (
            (self.before or DocumentPart()).lines,
            (self.after or DocumentPart()).lines,
        )
        both = [(old[name], new[name]) for name in old if old[name] or new[name]]
        return [diff_words(before, after) for before, after in both]

    @property
    def happened(self) -> str:
        """The kind of change, in words."""
        if self.before is None:
            return _("New")
        return _("Removed") if self.after is None else _("Changed")


def list_part_differences(
    before: dict[str, Any], after: dict[str, Any]
) -> list[PartDifference]:
    """Return the parts that differ between two texts, in the order of the newer one.

    Both are one language of ``DocumentVersion.body``. Clauses are matched by number.
    Parts that the newer text lacks come last.
    """
    old, new = dict(iter_document_parts(before)), dict(iter_document_parts(after))
    numbers = list_clause_numbers(before) | list_clause_numbers(after)
    return [
        PartDifference(name, old.get(name), new.get(name), numbers.get(name, ""))
        for name in dict.fromkeys([*new, *old])
        if _said(old.get(name)) != _said(new.get(name))
    ]


def _said(part: DocumentPart | None) -> DocumentPart | None:
    return part and replace(part, text=normalise_rich_text(part.text))


def iter_document_parts(text: dict[str, Any]) -> Iterator[tuple[str, DocumentPart]]:
    """Yield the parts of one language of a document, with their names."""
    heads = {
        _("Title"): escape(text.get("title", "")),
        _("Summary"): escape(text.get("summary", "")),
        _("Opening"): text.get("lead", ""),
    }
    for name, said in heads.items():
        if said:
            yield name, DocumentPart(text=said)
    for number, section in enumerate(text.get("sections", ()), start=1):
        if section["heading"]:
            name = _("Heading of section %(number)d") % {"number": number}
            yield name, DocumentPart(text=escape(section["heading"]))
        for clause in section["clauses"]:
            yield _clause(clause)
    for annex in text.get("annexes", ()):
        yield annex["heading"], DocumentPart(text=" ".join(_lines_of(annex)))


def _lines_of(annex: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of an annex, as HTML."""
    for part in annex["parts"]:
        if part["kind"] == "text":
            yield part["text"]
        elif part["kind"] == "ticks":
            yield from (f"<p>☐ {escape(item)}</p>" for item in part["items"])
        else:
            rows = [[part["title"]], part["head"], *part["rows"]]
            yield from (f"<p>{escape(' | '.join(row))}</p>" for row in rows)


def list_clause_numbers(text: dict[str, Any]) -> dict[str, str]:
    """Return the numbers of clauses by the names of their parts."""
    clauses = (
        one for section in text.get("sections", ()) for one in section["clauses"]
    )
    return {_clause(one)[0]: one["number"] for one in clauses}


def _clause(clause: dict[str, Any]) -> tuple[str, DocumentPart]:
    name = _("Clause %(number)s") % {"number": clause["number"]}
    return name, DocumentPart(
        title=clause.get("title", ""),
        text=clause["text"],
        is_safeguard=bool(clause.get("safeguard")),
        cites=tuple(clause.get("cites", ())),
    )
