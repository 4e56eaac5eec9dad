"""Reader for instruments and guidelines."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from content.curriculum import annex_reader
from content.curriculum.bundle_keys import derive_text_key
from content.curriculum.bundle_markup import render_rich_text
from content.curriculum.errors import FaultCollector
from content.curriculum.lesson_reader import split_front_matter
from content.curriculum.yaml_items import YamlItem, read_yaml
from elearning.languages import CODES

VERIFIED = ("V", "V-", "G")
DISTRIBUTIONS = ("open", "internal", "register-only")
_ADDRESS = re.compile(r"https://[^\s\"'<>]+")
_ENTRY = ("code", "slug", "title", "kept")
_SECTION = re.compile(r"## (?P<title>.+?)\s*\{#(?P<name>[a-z0-9-]+)\}\s*$")
_CLAUSE = re.compile(
    r"(?P<number>\d+(?:\.\d+)+)\s+(?P<star>★\s*)?(?P<text>.+)$", re.DOTALL
)
_CITES = re.compile(r"\s*\((?P<cites>(?:[^()]|\(\w+\))+ (?:[^()]|\(\w+\))+)\)\s*$")


@dataclass
class DocumentFile:
    """An instrument or guideline in all languages; ``body`` is in the register’s format."""

    path: Path
    kind: str
    code: str = ""
    slug: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    shorts: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    keepers: dict[str, str] = field(default_factory=dict)
    read_on: date | None = None
    reference: str = ""
    adopted_on: date | None = None
    distribution: str = "open"
    review_months: int | None = None
    body: dict[str, dict[str, Any]] = field(default_factory=dict)
    cite_lines: list[tuple[Path, int, str]] = field(default_factory=list)
    annexes: set[str] = field(default_factory=set)

    @property
    def bundle(self) -> str:
        return self.slug

    @property
    def citations(self) -> set[str]:
        """Every citation that names a clause of this document."""
        return {
            f"{self.code} {clause['number']}"
            for text in self.body.values()
            for section in text["sections"]
            for clause in section["clauses"]
        }


def read_instrument(path: Path, faults: FaultCollector) -> DocumentFile | None:
    """Return the instrument in ``path``."""
    top = read_yaml(path, faults)
    if top is None:
        return None
    top.only(*_ENTRY, "short", "reference", "adopted", "link", "read", "provisions")
    document = DocumentFile(path, "instrument")
    document.code = top.text("code")
    document.slug = top.name("slug")
    document.titles = top.texts("title")
    document.shorts = top.texts("short")
    document.reference = top.text("reference", "")
    document.adopted_on = _date(top, "adopted")
    document.read_on = _date(top, "read")
    document.links = _links(top)
    document.keepers = top.maybe_texts("kept")
    provisions = [_provision(item) for item in top.list_of("provisions")]
    numbers = [one["number"] for one in provisions]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        top.fail(f"Provision {number} stands twice.")
    for code in CODES:
        clauses = [_in_language(document, one, code) for one in provisions]
        document.body[code] = {
            "title": document.titles.get(code, ""),
            "summary": "",
            "lead": "",
            "sections": [{"id": "provisions", "heading": "", "clauses": clauses}],
        }
    return document


def _provision(item: YamlItem) -> dict[str, Any]:
    item.only("number", "label", "title", "text", "verified")
    verified = item.text("verified", "G")
    if verified not in VERIFIED:
        item.fail(f"“verified” is one of: {', '.join(VERIFIED)}.")
    return {
        "number": item.text("number"),
        "label": item.texts("label"),
        "title": item.texts("title"),
        "text": item.texts("text"),
        "verified": verified,
        "line": item.line,
        "item": item,
    }


def _in_language(
    document: DocumentFile, provision: dict[str, Any], language: str
) -> dict[str, Any]:
    item: YamlItem = provision["item"]
    text = provision["text"].get(language, "")
    number = provision["number"]
    return {
        "key": derive_text_key(document.slug, document.slug, number),
        "number": number,
        "label": provision["label"].get(language, ""),
        "title": provision["title"].get(language, ""),
        "text": render_rich_text(text, document.path, provision["line"], item.faults),
        "safeguard": False,
        "cites": [],
        "verified": provision["verified"],
    }


def read_guideline(folder: Path, faults: FaultCollector) -> DocumentFile | None:
    """Return the guideline in ``folder``: its entry and its text in each language."""
    path = folder / "guideline.yaml"
    top = read_yaml(path, faults)
    if top is None:
        return None
    top.only(*_ENTRY, "owner", "distribution", "review_months")
    document = DocumentFile(path, "guideline")
    document.code = top.text("code")
    document.slug = top.name("slug")
    document.titles = top.texts("title")
    document.owners = top.texts("owner")
    document.keepers = top.maybe_texts("kept")
    document.distribution = top.text("distribution", "open")
    document.review_months = top.integer("review_months", 0) or None
    _check_distribution(document, top)
    files = {code: folder / f"{document.slug}.{code}.md" for code in CODES}
    for code, file in files.items():
        if document.distribution == "register-only":
            if file.exists():
                faults.add(file, 1, "A document on paper only has no text here.")
        elif not file.exists():
            top.fail(f"{file.name} is missing.")
        elif text := _guideline_text(document, file, faults):
            document.body[code] = text
    _demand_equal(document, files, faults)
    return document


def _check_distribution(document: DocumentFile, top: YamlItem) -> None:
    if document.distribution not in DISTRIBUTIONS:
        top.fail(f"“distribution” is one of: {', '.join(DISTRIBUTIONS)}.")
    if document.distribution == "register-only" and not document.keepers:
        top.fail("“kept” is missing: say where the paper lies.")


def _guideline_text(
    document: DocumentFile, path: Path, faults: FaultCollector
) -> dict[str, Any] | None:
    split = split_front_matter(path, faults)
    if split is None:
        return None
    front, lines, start = split
    front.only("title", "summary")
    lead: list[str] = []
    sections: list[dict[str, Any]] = []
    paragraphs = _paragraphs(lines, start)
    first = next(
        (i for i, (_line, text) in enumerate(paragraphs) if _is_annex(text)),
        len(paragraphs),
    )
    for number, text in paragraphs[:first]:
        if found := _SECTION.match(text):
            name = derive_text_key(document.slug, document.slug, found["name"])
            sections.append({"id": name, "heading": found["title"], "clauses": []})
        elif not sections:
            lead.append(text)
        elif clause := _clause(document, text, path, number, faults):
            sections[-1]["clauses"].append(clause)
    read = _annexes(document, paragraphs[first:], path, faults)
    return {
        "title": front.text("title"),
        "summary": front.text("summary"),
        "lead": render_rich_text("\n\n".join(lead), path, start, faults),
        "sections": sections,
    } | ({"annexes": read} if read else {})


def _is_annex(text: str) -> bool:
    found = _SECTION.match(text)
    return bool(found and found["name"].startswith(annex_reader.PREFIX))


def _annexes(
    document: DocumentFile,
    paragraphs: list[tuple[int, str]],
    path: Path,
    faults: FaultCollector,
) -> list[dict[str, Any]]:
    """Return the annexes in ``paragraphs``; each begins with its heading."""
    forms: list[tuple[int, re.Match[str], list[tuple[int, str]]]] = []
    for line, text in paragraphs:
        if found := _SECTION.match(text):
            if not _is_annex(text):
                faults.add(path, line, "Sections stand before the annexes.")
            if found["name"] in {one["name"] for _line, one, _inside in forms}:
                faults.add(path, line, f"There are two {found['name']}.")
            forms.append((line, found, []))
        else:
            forms[-1][2].append((line, text))
    read = []
    for line, found, inside in forms:
        place = annex_reader.AnnexSource(document.slug, found["name"], path, faults)
        parts = annex_reader.read_annex(place, inside)
        if not parts:
            faults.add(path, line, "This annex is empty.")
        document.annexes.add(found["name"])
        read.append({"id": place.key(), "heading": found["title"], "parts": parts})
    return read


def _clause(
    document: DocumentFile, text: str, path: Path, line: int, faults: FaultCollector
) -> dict[str, Any] | None:
    found = _CLAUSE.match(text)
    if found is None:
        faults.add(path, line, "A clause starts with its number: 1.1 Text.")
        return None
    words, cites = found["text"], []
    if cited := _CITES.search(words):
        cites = [part.strip() for part in cited["cites"].split(";")]
        words = words[: cited.start()]
        document.cite_lines += [(path, line, code) for code in cites]
    return {
        "key": derive_text_key(document.slug, document.slug, found["number"]),
        "number": found["number"],
        "text": render_rich_text(words, path, line, faults),
        "safeguard": bool(found["star"]),
        "cites": cites,
    }


def _paragraphs(lines: list[str], start: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    waiting: list[str] = []
    for number, row in enumerate([*lines, ""], start=start):
        if row.strip():
            waiting.append(row)
        elif waiting:
            found.append((number - len(waiting), "\n".join(waiting)))
            waiting = []
    return found


def _demand_equal(
    document: DocumentFile, files: dict[str, Path], faults: FaultCollector
) -> None:
    shapes = {
        code: [
            (section["id"], [(c["number"], c["safeguard"]) for c in section["clauses"]])
            for section in text["sections"]
        ]
        + [annex_reader.build_annex_shape(annex) for annex in text.get("annexes", ())]
        for code, text in document.body.items()
    }
    first = next(iter(shapes.values()), [])
    for code, shape in shapes.items():
        if shape != first:
            reason = "The sections, clauses and annexes differ from the Kazakh file."
            faults.add(files[code], 1, reason)


def _date(top: YamlItem, name: str) -> date | None:
    text = top.text(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        top.fail(f"“{name}” is a date like 2015-12-17.")
        return None


def _links(top: YamlItem) -> dict[str, str]:
    """Return the address of the official text by language; empty if there is none."""
    links = top.maybe_texts("link")
    for address in links.values():
        if not _ADDRESS.fullmatch(address):
            top.fail(f"“{address}” is not an address that starts with https://.")
    return links
