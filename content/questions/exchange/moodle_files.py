"""Moodle XML, the export format of Moodle’s question bank; one language per file.

Source: Moodle’s documentation of the format, and files written by Moodle 4 and 5.
Texts may be HTML, Markdown or plain; the bank keeps only the words.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from content.questions.exchange.question_tags import (
    apply_question_tags,
    build_question_tags,
    format_type_tag,
)
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangeQuestion,
    ExportLoss,
    QuestionError,
    ReadFault,
    ReadQuestion,
    ReadResult,
    check_answer_count,
    check_question_count,
    clean_text,
    normalize_question,
)
from content.questions.notation.moodle_nodes import (
    MoodleTextReader,
    build_text_node,
    build_words_node,
)
from content.questions.notation.xml_nodes import XmlNode, read_xml, write_xml
from content.questions.types import BANK_TYPES, index_bank_types

_SKIPPED = ("category",)
#: Questions in the raw text of a file, counted before it is parsed.
_QUESTION = re.compile(r"""<question\s+type=["'](?!category["'])""")
#: Moodle’s types with items dragged onto pictures: like hotspots, but not compatible.
_DRAGGED = ("ddmarker", "ddimageortext")


def read_moodle(text: str, language: str) -> ReadResult:
    """Return the questions in a Moodle XML file whose texts are in ``language``."""
    check_question_count(sum(1 for _one in _QUESTION.finditer(text)))
    root = read_xml(text)
    check_question_count(len(root.all("question")))  # attributes may be in any order
    if root.tag != "quiz":
        raise ExchangeError(
            _("This XML is not a Moodle question bank: it does not start with <quiz>.")
        )
    reading = ReadResult()
    for node in root.all("question"):
        if node.get("type") in _SKIPPED:
            continue
        code = clean_text(node.first("idnumber").text) or clean_text(
            node.first("name").text
        )
        try:
            reading.questions.append(_read(node, code, language))
        except QuestionError as error:
            reading.faults.append(ReadFault(str(node.line), error.reason, code))
    return reading


def write_moodle(questions: Iterable[ExchangeQuestion]) -> tuple[str, list[ExportLoss]]:
    """Return a Moodle XML file with ``questions``; nothing is lost."""
    quiz = XmlNode("quiz", "\n")
    for question in questions:
        quiz.parts += [_node(question), "\n"]
    return write_xml(quiz), []


def _read(node: XmlNode, code: str, language: str) -> ReadQuestion:
    kind = _TYPES.get(node.get("type"))
    if node.get("type") in _DRAGGED:
        raise QuestionError(
            _(
                "“%(type)s” asks candidates to drag things onto a picture. Here "
                "they point to regions of it, which is a different question. "
                "Write it again in the studio."
            )
            % {"type": node.get("type")}
        )
    if kind is None:
        raise QuestionError(
            _("Questions of the type “%(type)s” cannot be read. Leave it out.")
            % {"type": node.get("type")}
        )
    check_answer_count(len(node.all("answer")) + len(node.all("subquestion")))
    words = MoodleTextReader()
    question = ExchangeQuestion(
        language,
        "open",
        words.of(node.first("questiontext")),
        code=code,
        feedback=words.of(node.first("generalfeedback")),
    )
    tags = [clean_text(tag.text) for tag in node.first("tags")]
    spoken, _strange = apply_question_tags(question, tags)
    question = replace(question, language=spoken.language)
    question = kind.read_moodle(question, node, words)
    if node.all("hint"):
        words.note(_("Hints are left out."))
    question, strange = apply_question_tags(question, tags)
    return ReadQuestion(
        normalize_question(question), str(node.line), (*words.notes, *strange)
    )


_TYPES = index_bank_types(lambda one: one.moodle_types)


def _node(question: ExchangeQuestion) -> XmlNode:
    kind = BANK_TYPES[question.type]
    moodle_type, body = kind.write_moodle(question)
    stem, form = kind.build_moodle_stem(question)
    mark = format_type_tag(question) if kind.needs_tag(question) else ""
    tags = [
        XmlNode("tag", build_text_node(one))
        for one in build_question_tags(question, mark)
    ]
    return XmlNode(
        "question",
        XmlNode("name", build_text_node(question.code)),
        build_words_node("questiontext", stem, form=form),
        build_words_node("generalfeedback", question.feedback),
        XmlNode("defaultgrade", "1"),
        XmlNode("penalty", "0"),
        XmlNode("hidden", "0"),
        XmlNode("idnumber", question.code),
        *body,
        XmlNode("tags", *tags),
        type=moodle_type,
    )
