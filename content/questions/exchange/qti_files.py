"""QTI files: packages of items with a manifest, and single items.

Source: IMS Content Packaging 1.1 and its profile for QTI. Facts for which items have no
field are stored as keywords (IEEE LOM) of the resources.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.questions.exchange.qti_item_conversion import build_qti_item, read_qti_item
from content.questions.exchange.qti_names import convert_to_qti2, convert_to_qti3
from content.questions.exchange.question_tags import (
    apply_question_tags,
    build_question_tags,
    format_type_tag,
)
from content.questions.exchange.text_encoding import decode_text
from content.questions.exchange.zip_reader import extract_xml_files
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangeQuestion,
    ExportLoss,
    QuestionError,
    ReadFault,
    ReadQuestion,
    ReadResult,
    check_question_count,
    normalize_question,
)
from content.questions.notation.qti_items import PackagePictures, build_picture_path
from content.questions.notation.xml_nodes import XmlNode, read_xml, write_xml
from content.questions.types import BANK_TYPES
from elearning.zip_files import build_zip

_LOM = "http://ltsc.ieee.org/xsd/LOM"
_ITEMS = ("assessmentItem", "qti-assessment-item")


@dataclass(frozen=True)
class QtiVersion:
    """A version of QTI, with the identifiers in its files."""

    item: str
    manifest: str
    schema: str
    number: str
    type: str


SECOND = QtiVersion(
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "QTIv2.1 Package",
    "1.0.0",
    "imsqti_item_xmlv2p1",
)
THIRD = QtiVersion(
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "QTI Package",
    "3.0.0",
    "imsqti_item_xmlv3p0",
)


def read_qti(content: bytes, language: str) -> tuple[ReadResult, str]:
    """Return the questions in a package or a single item."""
    if not content.startswith(b"PK"):
        text, encoding = decode_text(content)
        reading = ReadResult()
        _read_into(reading, text, [], language, PackagePictures({}, ""))
        return reading, encoding
    files = extract_xml_files(content, with_pictures=True)
    if "imsmanifest.xml" not in files:
        raise ExchangeError(
            _(
                "There is no imsmanifest.xml in this ZIP, so it is not a QTI "
                "package. Unpack it and upload its files one by one."
            )
        )
    return _package(files, language), ""


def write_qti2(questions: Sequence[ExchangeQuestion]) -> tuple[bytes, list[ExportLoss]]:
    """Return a QTI 2.1 package with ``questions`` in all languages."""
    return _written(questions, SECOND)


def write_qti3(questions: Sequence[ExchangeQuestion]) -> tuple[bytes, list[ExportLoss]]:
    """Return a QTI 3.0 package with ``questions`` in all languages."""
    return _written(questions, THIRD)


def _package(files: dict[str, bytes], language: str) -> ReadResult:
    manifest = read_xml(decode_text(files["imsmanifest.xml"])[0])
    reading = ReadResult()
    items = [
        one
        for one in manifest.under("resource")
        if one.get("type").startswith("imsqti_item")
    ]
    check_question_count(len(items))
    for resource in items:
        href = resource.get("href")
        if href not in files:
            reason = _("The manifest names this file, but it is not in the package.")
            reading.faults.append(ReadFault(href[:200], reason))
            continue
        marks = [
            " ".join(node.text.split())  # some programs add line breaks
            for keyword in resource.under("keyword")
            for node in keyword.under("string", "langstring")
        ]
        try:
            text, _encoding = decode_text(files[href])
            _read_into(
                reading, text, marks, language, PackagePictures(files, href), href
            )
        except ExchangeError as error:
            reading.faults.append(ReadFault(href, str(error)))
    return reading


def _read_into(
    reading: ReadResult,
    text: str,
    marks: list[str],
    language: str,
    beside: PackagePictures,
    href: str = "",
) -> None:
    root = read_xml(text)
    if root.tag not in _ITEMS:
        raise ExchangeError(
            _("This XML is not a QTI item. Upload a package or an assessmentItem.")
        )
    item = convert_to_qti2(root)
    code = item.get("label") or item.get("identifier")
    place = f"{href}: {item.line}" if href else str(item.line)
    try:
        question, notes = read_qti_item(item, code, language, beside)
    except QuestionError as error:
        line = error.line or item.line
        place = f"{href}: {line}" if href else str(line)
        reading.faults.append(ReadFault(place, error.reason, code))
        return
    question, strange = apply_question_tags(question, marks)
    reading.questions.append(
        ReadQuestion(normalize_question(question), place, (*notes, *strange))
    )


def _written(
    questions: Sequence[ExchangeQuestion], version: QtiVersion
) -> tuple[bytes, list[ExportLoss]]:
    files: dict[str, bytes] = {}
    resources: list[XmlNode] = []
    losses: list[ExportLoss] = []
    for question in questions:
        identifier = _identifier(question)
        href = f"items/{identifier}.xml"
        item = build_qti_item(question, identifier)
        item = convert_to_qti3(item) if version is THIRD else item
        item.attributes = {"xmlns": version.item} | item.attributes
        files[href] = write_xml(item).encode()
        if question.picture:
            files[build_picture_path(question.picture)] = question.picture.content
        resources.append(_resource(question, identifier, href, version))
        if reason := BANK_TYPES[question.type].find_qti_loss(question):
            losses.append(ExportLoss(question.code, question.language, reason))
    manifest = _manifest(resources, version)
    return build_zip({"imsmanifest.xml": write_xml(manifest).encode(), **files}), losses


def _identifier(question: ExchangeQuestion) -> str:
    """Return a name that is valid at the start of an XML identifier."""
    code = re.sub(r"[^A-Za-z0-9_-]", "-", question.code)
    return f"q-{code}-{question.language}"


def _manifest(resources: list[XmlNode], version: QtiVersion) -> XmlNode:
    return XmlNode(
        "manifest",
        XmlNode(
            "metadata",
            XmlNode("schema", version.schema),
            XmlNode("schemaversion", version.number),
        ),
        XmlNode("organizations"),
        XmlNode("resources", *resources),
        identifier="questions",
        **{"xmlns": version.manifest, "xmlns:lom": _LOM},
    )


def _resource(
    question: ExchangeQuestion, identifier: str, href: str, version: QtiVersion
) -> XmlNode:
    keywords = [
        XmlNode(
            "lom:keyword",
            XmlNode("lom:string", mark, language="x-none"),
        )
        for mark in build_question_tags(question, format_type_tag(question))
    ]
    lom = XmlNode("lom:lom", XmlNode("lom:general", *keywords))
    names = [
        href,
        *([build_picture_path(question.picture)] if question.picture else []),
    ]
    return XmlNode(
        "resource",
        XmlNode("metadata", lom),
        *(XmlNode("file", href=name) for name in names),
        identifier=identifier,
        type=version.type,
        href=href,
    )
