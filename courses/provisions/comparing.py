"""What is new in a document, part by part and clause by clause."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Part:
    """A part of a document as it reads in one version; ``text`` is HTML."""

    title: str = ""
    text: str = ""
    is_safeguard: bool = False
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One part that is not the same in two versions; a side that lacks it is ``None``."""

    name: str
    before: Part | None
    after: Part | None

    @property
    def words(self) -> str:
        """What happened to the part, in words."""
        if self.before is None:
            return _("New")
        return _("Removed") if self.after is None else _("Changed")


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    """Return what differs between two texts, in the order of the newer one.

    Both are one language of ``DocumentVersion.body``. A clause is the same clause as long
    as its number is. What the newer text lacks comes last.
    """
    old, new = dict(_parts(before)), dict(_parts(after))
    return [
        Difference(name, old.get(name), new.get(name))
        for name in dict.fromkeys([*new, *old])
        if old.get(name) != new.get(name)
    ]


def _parts(text: dict[str, Any]) -> Iterator[tuple[str, Part]]:
    heads = {
        _("Title"): escape(text.get("title", "")),
        _("Summary"): escape(text.get("summary", "")),
        _("Opening"): text.get("lead", ""),
    }
    for name, words in heads.items():
        if words:
            yield name, Part(text=words)
    for number, section in enumerate(text.get("sections", ()), start=1):
        if section["heading"]:
            name = _("Heading of section %(number)d") % {"number": number}
            yield name, Part(text=escape(section["heading"]))
        for clause in section["clauses"]:
            yield _clause(clause)


def _clause(clause: dict[str, Any]) -> tuple[str, Part]:
    name = _("Clause %(number)s") % {"number": clause["number"]}
    return name, Part(
        title=clause.get("title", ""),
        text=clause["text"],
        is_safeguard=bool(clause.get("safeguard")),
        cites=tuple(clause.get("cites", ())),
    )
