"""Writer for Moodle XML; one language per file."""

from collections.abc import Iterable

from content.questions.exchange.question_tags import (
    build_question_tags,
    format_type_tag,
)
from content.questions.notation.exchange_question import ExchangeQuestion, ExportLoss
from content.questions.notation.moodle_nodes import build_text_node, build_words_node
from content.questions.notation.xml_nodes import XmlNode, write_xml
from content.questions.types import get_bank_type


def write_moodle(questions: Iterable[ExchangeQuestion]) -> tuple[str, list[ExportLoss]]:
    """Return a Moodle XML file with ``questions``; nothing is lost."""
    quiz = XmlNode("quiz", "\n")
    for question in questions:
        quiz.parts += [_node(question), "\n"]
    return write_xml(quiz), []


def _node(question: ExchangeQuestion) -> XmlNode:
    kind = get_bank_type(question.type)
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
