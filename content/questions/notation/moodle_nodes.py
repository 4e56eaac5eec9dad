"""Nodes of Moodle XML for answers and texts: writing and reading."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import (
    check_question_length,
    clean_text,
    parse_weight,
)
from content.questions.notation.html_text import extract_plain_text
from content.questions.notation.xml_nodes import XmlNode


def build_text_node(text: str) -> XmlNode:
    """Return the innermost node of a text."""
    return XmlNode("text", text)


def build_words_node(tag: str, text: str, *, form: str = "plain_text") -> XmlNode:
    """Return a text node that states its format."""
    return XmlNode(tag, build_text_node(text), format=form)


def build_answer_node(text: str, share: str, feedback: str = "") -> XmlNode:
    """Return an answer node that is worth ``share`` per cent."""
    return XmlNode(
        "answer",
        build_text_node(text),
        build_words_node("feedback", feedback),
        fraction=share,
        format="plain_text",
    )


def parse_fraction(answer: XmlNode) -> Decimal:
    """Return the weight of an answer, in per cent."""
    return parse_weight(answer.get("fraction"))


@dataclass
class MoodleTextReader:
    """Reader of texts in nodes; notes what else was in them."""

    notes: list[str] = field(default_factory=list)

    def of(self, node: XmlNode) -> str:
        text = node.first("text").text
        check_question_length(text)
        if list(node.under("file")):
            self._lose_media()
        if node.get("format") in {"html", "moodle_auto_format", ""} and "<" in text:
            text, has_media = extract_plain_text(text)
            if has_media:
                self._lose_media()
        return clean_text(text)

    def note(self, text: str) -> None:
        """Add a note on what was left out, unless it is there already."""
        if text not in self.notes:
            self.notes.append(text)

    def _lose_media(self) -> None:
        self.note(_("Pictures, tables and formulas are left out."))
