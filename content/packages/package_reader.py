"""Reader for course packages, which validates every file."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from content.packages.errors import PackageError
from content.packages.language_parity import PackagedParity, parse_parity_facts
from content.packages.package_layout import (
    CASES,
    COURSE,
    EARLIER,
    FORMAT,
    MEDIA,
    MEDIA_LIST,
    MODELS,
    PAGES,
    PARENTS,
    PARITY,
    QUESTIONS,
    TITLES,
    build_text_path,
    list_package_fields,
)
from content.questions.exchange.zip_reader import extract_all_files
from content.questions.models import CaseDraft, QuestionDraft
from content.questions.notation.exchange_question import ExchangeError
from elearning.languages import CODES

#: The maximum size of a package, in bytes.
LARGEST = 60 * 1024 * 1024
#: The maximum nesting of values: their readers recurse at each level.
DEEPEST = 50
_FACTS = {
    "format",
    "code",
    "slug",
    *TITLES,
    "hours",
    "validity_months",
    "outcomes",
    "units",
}
_BANK: dict[str, type[Model]] = {CASES: CaseDraft, QUESTIONS: QuestionDraft}
_MEDIUM = re.compile(r"[0-9a-f]{20}\.[a-z0-9]{1,5}")
_STANDING = re.compile(rf"{PARITY}/[a-z0-9_-]{{1,80}}\.json")
_TEXT = re.compile(r"(?P<stem>[a-z0-9_-]{1,80})\.(?P<language>[a-z]{2})\.json")


class TextAddress(NamedTuple):
    """The key of a text, and its language."""

    key: UUID
    language: str


@dataclass(frozen=True)
class OutlineNode:
    """A unit of the outline with the units below it."""

    key: UUID
    kind: str
    name: str
    children: tuple["OutlineNode", ...] = ()

    def walk(self) -> Iterator["OutlineNode"]:
        """Yield the unit and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class PackageMedium:
    """A picture or file of a package."""

    name: str
    kind: str
    title: str
    content: bytes


@dataclass
class PackageContents:
    """The contents of a package: facts of the course, the outline, and texts by address.

    A text is the fields of a page, case or question as plain values. ``standings`` has,
    by key, the parity of units whose languages do not all follow the first.
    """

    course: dict[str, Any]
    front: OutlineNode
    pages: dict[TextAddress, dict[str, Any]] = field(default_factory=dict)
    cases: dict[TextAddress, dict[str, Any]] = field(default_factory=dict)
    questions: dict[TextAddress, dict[str, Any]] = field(default_factory=dict)
    media: dict[str, PackageMedium] = field(default_factory=dict)
    standings: dict[UUID, PackagedParity] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        """The languages of its pages."""
        there = {address.language for address in self.pages}
        return [code for code in CODES if code in there]


def read_package(content: bytes) -> PackageContents:
    """Return the contents of a package.

    Raises ``PackageError``, which names the file and says what to do, for a ZIP that is
    damaged or malicious, and for a file that is not a course package.
    """
    if len(content) > LARGEST:
        raise PackageError(
            _("A course package can be up to %(size)s MB.")
            % {"size": LARGEST // 1024 // 1024}
        )
    try:
        files = extract_all_files(content)
    except ExchangeError as error:
        raise PackageError(str(error)) from error
    if COURSE not in files:
        raise PackageError(
            _("This is not a course package: the file “%(name)s” is missing.")
            % {"name": COURSE}
        )
    return _Reader(files).contents()


class _Reader:
    """Parses the files of one package."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.used = {COURSE}

    def contents(self) -> PackageContents:
        facts = self._mapping(COURSE)
        if facts.get("format") not in (FORMAT, *EARLIER):
            raise PackageError(
                _(
                    "This package was made by another version of the platform. Export the "
                    "course again from a platform of this version."
                )
            )
        if set(facts) != _FACTS:
            raise _wrong(COURSE, ", ".join(sorted(set(facts) ^ _FACTS)))
        nodes = self._nodes(facts.pop("units"), "")
        if len(nodes) != 1:
            raise _wrong(COURSE, "units")
        found = PackageContents(facts, nodes[0])
        self._pages(found)
        for folder, model in _BANK.items():
            getattr(found, folder).update(self._bank(folder, model))
        found.media = self._media()
        self._standings(found)
        if strange := sorted(set(self.files) - self.used):
            raise PackageError(
                _("“%(name)s” is not part of a course package. Remove it.")
                % {"name": strange[0][:80]}
            )
        return found

    def _nodes(self, rows: Any, above: str) -> tuple[OutlineNode, ...]:
        try:
            nodes = tuple(
                OutlineNode(
                    UUID(row["key"]),
                    str(row["kind"]),
                    str(row["name"]),
                    self._nodes(row.get("units", []), str(row["kind"])),
                )
                for row in rows
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise _wrong(COURSE, "units") from error
        for node in nodes:
            if above not in PARENTS.get(node.kind, ()):
                raise _wrong(COURSE, node.name)
        return nodes

    def _pages(self, found: PackageContents) -> None:
        nodes = list(found.front.walk())
        if len({node.key for node in nodes}) < len(nodes):
            raise _wrong(COURSE, "key")
        for node in nodes:
            known = {one.name for one in list_package_fields(MODELS[node.kind])}
            for language in CODES:
                name = build_text_path(PAGES, f"{node.kind}-{node.name}", language)
                if name in self.files:
                    text = self._mapping(name, known)
                    found.pages[TextAddress(node.key, language)] = text
            if not any(TextAddress(node.key, code) in found.pages for code in CODES):
                raise PackageError(
                    _("The package has no text of “%(name)s”, which its outline lists.")
                    % {"name": node.name[:80]}
                )

    def _bank(
        self, folder: str, model: type[Model]
    ) -> Iterator[tuple[TextAddress, dict[str, Any]]]:
        known = {one.name for one in list_package_fields(model)}
        for name in sorted(self.files):
            found = _TEXT.fullmatch(name.removeprefix(f"{folder}/"))
            if not name.startswith(f"{folder}/") or found is None:
                continue
            text = self._mapping(name, {"key", *known})
            try:
                key = UUID(text.pop("key"))
            except (KeyError, AttributeError, TypeError, ValueError) as error:
                raise _wrong(name, "key") from error
            if found["language"] not in CODES:
                raise _wrong(name, found["language"])
            yield TextAddress(key, found["language"]), text

    def _standings(self, found: PackageContents) -> None:
        texts = found.pages.keys() | found.questions.keys()
        for name in sorted(self.files):
            if not _STANDING.fullmatch(name):
                continue
            facts = self._mapping(name)
            try:
                key = UUID(facts.pop("key"))
                standing = parse_parity_facts(facts)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise _wrong(name, "key, sources, texts") from error
            told = {
                TextAddress(key, one) for one in {*standing.texts, *standing.rounds}
            }
            if not told or not told <= texts or key in found.standings:
                raise _wrong(name, str(key))
            found.standings[key] = standing

    def _media(self) -> dict[str, PackageMedium]:
        if MEDIA_LIST not in self.files:
            return {}
        media: dict[str, PackageMedium] = {}
        for row in self._parsed(MEDIA_LIST, list):
            try:
                name, kind, title = row["file"], row["kind"], str(row["title"])[:255]
            except (KeyError, TypeError) as error:
                raise _wrong(MEDIA_LIST, "file") from error
            path = f"{MEDIA}/{name}"
            is_known = isinstance(name, str) and _MEDIUM.fullmatch(name)
            if (
                not is_known
                or kind not in {"picture", "document"}
                or path not in self.files
            ):
                raise _wrong(MEDIA_LIST, str(name)[:40])
            self.used.add(path)
            media[name] = PackageMedium(name, kind, title, self.files[path])
        return media

    def _mapping(self, name: str, known: set[str] | None = None) -> dict[str, Any]:
        text: dict[str, Any] = self._parsed(name, dict)
        if known is not None and (strange := {str(one) for one in text} - known):
            raise _wrong(name, min(strange))
        return text

    def _parsed(self, name: str, kind: type) -> Any:
        self.used.add(name)
        try:
            found = json.loads(self.files[name].decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise _wrong(name) from error
        if not isinstance(found, kind) or _is_deeper(found, DEEPEST):
            raise _wrong(name)
        return found


def _is_deeper(value: Any, most: int) -> bool:
    """Tell whether lists and objects are nested more than ``most`` deep."""
    level = [value]
    for _depth in range(most + 1):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _wrong(name: str, place: str = "") -> PackageError:
    if not place:
        return PackageError(
            _("“%(name)s” cannot be read. Export the course again.") % {"name": name}
        )
    return PackageError(
        _("“%(name)s”: there is an error at “%(place)s”. Export the course again.")
        % {"name": name, "place": place[:80]}
    )
