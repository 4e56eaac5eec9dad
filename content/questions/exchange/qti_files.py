"""QTI as files: packages of items with a manifest, and single items.

Source: IMS Content Packaging 1.1 and its profile for QTI. Facts that items have no
field for are keywords (IEEE LOM) of their resources.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.questions.exchange.decoding import decode
from content.questions.exchange.marks import kind_mark, marked, marks_of
from content.questions.exchange.nodes import Node, read_xml, written
from content.questions.exchange.packages import unpacked
from content.questions.exchange.packing import zipped
from content.questions.exchange.qti_items import item_of
from content.questions.exchange.qti_names import as_second, as_third
from content.questions.exchange.qti_reading import read_item
from content.questions.exchange.qti_regions import Beside, file_of
from content.questions.exchange.question import (
    ExchangeError,
    Fault,
    Loss,
    Question,
    QuestionError,
    Read,
    Reading,
    demand_few,
    tidy,
)

_LOM = "http://ltsc.ieee.org/xsd/LOM"
_ITEMS = ("assessmentItem", "qti-assessment-item")


@dataclass(frozen=True)
class Version:
    """One version of QTI: what its files call themselves."""

    item: str
    manifest: str
    schema: str
    number: str
    type: str


SECOND = Version(
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "QTIv2.1 Package",
    "1.0.0",
    "imsqti_item_xmlv2p1",
)
THIRD = Version(
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "QTI Package",
    "3.0.0",
    "imsqti_item_xmlv3p0",
)


def read_qti(content: bytes, language: str) -> tuple[Reading, str]:
    """Return the questions in a package, or in one item."""
    if not content.startswith(b"PK"):
        text, encoding = decode(content)
        reading = Reading()
        _read_into(reading, text, [], language, Beside({}, ""))
        return reading, encoding
    files = unpacked(content, with_pictures=True)
    if "imsmanifest.xml" not in files:
        raise ExchangeError(
            _(
                "There is no imsmanifest.xml in this ZIP, so it is no QTI package. Unpack "
                "it and upload the files in it one by one."
            )
        )
    return _package(files, language), ""


def write_second(questions: Sequence[Question]) -> tuple[bytes, list[Loss]]:
    """Return a package of QTI 2.1, all languages in it."""
    return _written(questions, SECOND)


def write_third(questions: Sequence[Question]) -> tuple[bytes, list[Loss]]:
    """Return a package of QTI 3.0, all languages in it."""
    return _written(questions, THIRD)


def _package(files: dict[str, bytes], language: str) -> Reading:
    manifest = read_xml(decode(files["imsmanifest.xml"])[0])
    reading = Reading()
    items = [
        one
        for one in manifest.under("resource")
        if one.get("type").startswith("imsqti_item")
    ]
    demand_few(len(items))
    for resource in items:
        href = resource.get("href")
        if href not in files:
            reason = _("The manifest names this file, but it is not in the package.")
            reading.faults.append(Fault(href[:200], reason))
            continue
        marks = [
            clean_keyword(node.text)
            for keyword in resource.under("keyword")
            for node in keyword.under("string", "langstring")
        ]
        try:
            text, _encoding = decode(files[href])
            _read_into(reading, text, marks, language, Beside(files, href), href)
        except ExchangeError as error:
            reading.faults.append(Fault(href, str(error)))
    return reading


def clean_keyword(text: str) -> str:
    """Return a keyword without the line ends that some programs put around it."""
    return " ".join(text.split())


def _read_into(
    reading: Reading,
    text: str,
    marks: list[str],
    language: str,
    beside: Beside,
    href: str = "",
) -> None:
    root = read_xml(text)
    if root.tag not in _ITEMS:
        raise ExchangeError(
            _("This XML is no item of QTI. Upload a package or an assessmentItem.")
        )
    item = as_second(root)
    code = item.get("label") or item.get("identifier")
    place = f"{href}: {item.line}" if href else str(item.line)
    try:
        question, notes = read_item(item, code, language, beside)
    except QuestionError as error:
        line = error.line or item.line
        place = f"{href}: {line}" if href else str(line)
        reading.faults.append(Fault(place, error.reason, code))
        return
    question, strange = marked(question, marks)
    reading.questions.append(Read(tidy(question), place, (*notes, *strange)))


def _written(
    questions: Sequence[Question], version: Version
) -> tuple[bytes, list[Loss]]:
    files: dict[str, bytes] = {}
    resources: list[Node] = []
    losses: list[Loss] = []
    for question in questions:
        identifier = _identifier(question)
        href = f"items/{identifier}.xml"
        item = item_of(question, identifier)
        item = as_third(item) if version is THIRD else item
        item.attributes = {"xmlns": version.item} | item.attributes
        files[href] = written(item).encode()
        if question.picture:
            files[file_of(question.picture)] = question.picture.content
        resources.append(_resource(question, identifier, href, version))
        losses += _losses(question)
    manifest = _manifest(resources, version)
    return zipped({"imsmanifest.xml": written(manifest).encode(), **files}), losses


def _losses(question: Question) -> Iterator[Loss]:
    if question.type == "ordering" and question.counts_parts:
        reason = _("Other systems mark the order as a whole; here parts count again.")
        yield Loss(question.code, question.language, reason)


def _identifier(question: Question) -> str:
    """Return a name that may start an identifier of XML."""
    code = re.sub(r"[^A-Za-z0-9_-]", "-", question.code)
    return f"q-{code}-{question.language}"


def _manifest(resources: list[Node], version: Version) -> Node:
    return Node(
        "manifest",
        Node(
            "metadata",
            Node("schema", version.schema),
            Node("schemaversion", version.number),
        ),
        Node("organizations"),
        Node("resources", *resources),
        identifier="questions",
        **{"xmlns": version.manifest, "xmlns:lom": _LOM},
    )


def _resource(question: Question, identifier: str, href: str, version: Version) -> Node:
    keywords = [
        Node(
            "lom:keyword",
            Node("lom:string", mark, language="x-none"),
        )
        for mark in marks_of(question, kind_mark(question))
    ]
    lom = Node("lom:lom", Node("lom:general", *keywords))
    names = [href, *([file_of(question.picture)] if question.picture else [])]
    return Node(
        "resource",
        Node("metadata", lom),
        *(Node("file", href=name) for name in names),
        identifier=identifier,
        type=version.type,
        href=href,
    )
