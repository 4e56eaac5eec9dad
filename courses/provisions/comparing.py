"""What is new in a document, part by part and clause by clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

from courses.differing import Piece, bare, words

_BREAK = re.compile(r"</(?:p|li)>\s*|<br ?/?>\s*")


@dataclass(frozen=True)
class Part:
    """A part of a document as it reads in one version; ``text`` is HTML."""

    title: str = ""
    text: str = ""
    is_safeguard: bool = False
    cites: tuple[str, ...] = ()

    @property
    def lines(self) -> dict[str, str]:
        """The part as plain text, by what each line is; some are empty."""
        safeguard = _("Safeguard: a breach is reported at once.")
        return {
            "title": self.title,
            "text": unescape(strip_tags(_BREAK.sub(" ", self.text))).strip(),
            "safeguard": safeguard if self.is_safeguard else "",
            "cites": "; ".join(self.cites),
        }


@dataclass(frozen=True)
class Difference:
    """One part that is not the same in two versions; a side that lacks it is ``None``."""

    name: str
    before: Part | None
    after: Part | None
    number: str = ""

    @property
    def lines(self) -> list[tuple[Piece, ...]]:
        """What the part says in both texts, line by line, word by word."""
        old, new = (self.before or Part()).lines, (self.after or Part()).lines
        both = [(old[name], new[name]) for name in old if old[name] or new[name]]
        return [words(before, after) for before, after in both]

    @property
    def happened(self) -> str:
        """What happened to the part, in words."""
        if self.before is None:
            return _("New")
        return _("Removed") if self.after is None else _("Changed")


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return what differs between two texts, in the order of the newer one.

    Both are one language of ``DocumentVersion.body``. A clause is the same clause as long
    as its number is. What the newer text lacks comes last.
    """
    old, new = dict(parts(before)), dict(parts(after))
    numbers = clause_numbers(before) | clause_numbers(after)
    return [
        Difference(name, old.get(name), new.get(name), numbers.get(name, ""))
        for name in dict.fromkeys([*new, *old])
        if _said(old.get(name)) != _said(new.get(name))
    ]


def _said(part: Part | None) -> Part | None:
    return part and replace(part, text=bare(part.text))


def parts(text: dict[str, Any]) -> Iterator[tuple[str, Part]]:
    """Yield the parts of one language of a document, each with its name."""
    heads = {
        _("Title"): escape(text.get("title", "")),
        _("Summary"): escape(text.get("summary", "")),
        _("Opening"): text.get("lead", ""),
    }
    for name, said in heads.items():
        if said:
            yield name, Part(text=said)
    for number, section in enumerate(text.get("sections", ()), start=1):
        if section["heading"]:
            name = _("Heading of section %(number)d") % {"number": number}
            yield name, Part(text=escape(section["heading"]))
        for clause in section["clauses"]:
            yield _clause(clause)
    for annex in text.get("annexes", ()):
        yield annex["heading"], Part(text=" ".join(_lines_of(annex)))


def _lines_of(annex: dict[str, Any]) -> Iterator[str]:
    """Yield what an annex says, as HTML, part by part."""
    for part in annex["parts"]:
        if part["kind"] == "text":
            yield part["text"]
        elif part["kind"] == "ticks":
            yield from (f"<p>☐ {escape(item)}</p>" for item in part["items"])
        else:
            rows = [[part["title"]], part["head"], *part["rows"]]
            yield from (f"<p>{escape(' | '.join(row))}</p>" for row in rows)


def clause_numbers(text: dict[str, Any]) -> dict[str, str]:
    """Return the number of each clause by the name of its part."""
    clauses = (
        one for section in text.get("sections", ()) for one in section["clauses"]
    )
    return {_clause(one)[0]: one["number"] for one in clauses}


def _clause(clause: dict[str, Any]) -> tuple[str, Part]:
    name = _("Clause %(number)s") % {"number": clause["number"]}
    return name, Part(
        title=clause.get("title", ""),
        text=clause["text"],
        is_safeguard=bool(clause.get("safeguard")),
        cites=tuple(clause.get("cites", ())),
    )
