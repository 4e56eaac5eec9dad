"""Read Moodle XML, the format in which Moodle gives away its question bank.

Source: the description of the format in Moodle's documentation and what Moodle 4 and 5
write. Texts may be HTML, Markdown or plain; the bank keeps their words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from content.questions.exchange.exchange_question import (
    TRUE_FALSE,
    ExchangeChoice,
    ExchangeError,
    ExchangePair,
    ExchangeQuestion,
    QuestionError,
    ReadFault,
    ReadQuestion,
    ReadResult,
    check_answer_count,
    check_question_count,
    check_question_length,
    clean_text,
    normalize_question,
)
from content.questions.exchange.html_text import extract_plain_text
from content.questions.exchange.moodle_cloze import parse_cloze
from content.questions.exchange.question_tags import apply_question_tags
from content.questions.exchange.xml_nodes import XmlNode, read_xml

_SKIPPED = ("category",)
#: Questions as they stand in the text of a file: counted before anything is read.
_QUESTION = re.compile(r"""<question\s+type=["'](?!category["'])""")
#: What Moodle drags onto pictures: like our regions to look at, not to answer.
_DRAGGED = ("ddmarker", "ddimageortext")


@dataclass
class _Words:
    """Takes words out of nodes and notes what else was in them."""

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
        if text not in self.notes:
            self.notes.append(text)

    def _lose_media(self) -> None:
        self.note(_("Pictures, tables and formulas are left out."))


def read_moodle(text: str, language: str) -> ReadResult:
    """Return the questions in a Moodle XML file; texts are in ``language``."""
    check_question_count(sum(1 for _one in _QUESTION.finditer(text)))
    root = read_xml(text)
    check_question_count(len(root.all("question")))  # attributes come in any order
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


def _read(node: XmlNode, code: str, language: str) -> ReadQuestion:
    builder = _BUILDERS.get(node.get("type"))
    if node.get("type") in _DRAGGED:
        raise QuestionError(
            _(
                "“%(type)s” asks candidates to drag things onto a picture. Here "
                "they point to regions of it, which is a different question. "
                "Write it again in the studio."
            )
            % {"type": node.get("type")}
        )
    if builder is None:
        raise QuestionError(
            _("Questions of the type “%(type)s” cannot be read. Leave it out.")
            % {"type": node.get("type")}
        )
    check_answer_count(len(node.all("answer")) + len(node.all("subquestion")))
    words = _Words()
    question = ExchangeQuestion(
        language,
        "open",
        words.of(node.first("questiontext")),
        code=code,
        feedback=words.of(node.first("generalfeedback")),
    )
    tags = [clean_text(tag.text) for tag in node.first("tags")]
    spoken, _strange = apply_question_tags(question, tags)
    question = builder(replace(question, language=spoken.language), node, words)
    if node.all("hint"):
        words.note(_("Hints are left out."))
    question, strange = apply_question_tags(question, tags)
    return ReadQuestion(
        normalize_question(question), str(node.line), (*words.notes, *strange)
    )


def _choosing(
    question: ExchangeQuestion, node: XmlNode, words: _Words
) -> ExchangeQuestion:
    takes_several = clean_text(node.first("single").text).lower() in {"false", "0"}
    found = [(answer, _fraction(answer)) for answer in node.all("answer")]
    best = max((share for _answer, share in found), default=Decimal(0))
    choices = tuple(
        ExchangeChoice(
            words.of(answer),
            share > 0 and (takes_several or share == best),
            words.of(answer.first("feedback")),
        )
        for answer, share in found
    )
    if len({share for _answer, share in found if share > 0}) > 1:
        words.note(
            _("The weights of choices are not kept: each right choice counts the same.")
        )
    kind = "multiple" if takes_several else "single"
    return replace(question, type=kind, choices=choices, counts_parts=takes_several)


def _truth(
    question: ExchangeQuestion, node: XmlNode, words: _Words
) -> ExchangeQuestion:
    by_word = {
        clean_text(one.first("text").text).lower(): one for one in node.all("answer")
    }
    if set(by_word) != {"true", "false"}:
        raise QuestionError(_("Give two answers, true and false."))
    choices = tuple(
        ExchangeChoice(
            text,
            _fraction(by_word[word]) > 0,
            words.of(by_word[word].first("feedback")),
        )
        for word, text in zip(
            ("true", "false"), TRUE_FALSE[question.language], strict=True
        )
    )
    return replace(question, type="truefalse", choices=choices)


def _short(
    question: ExchangeQuestion, node: XmlNode, words: _Words
) -> ExchangeQuestion:
    answers = node.all("answer")
    whole = [one for one in answers if _fraction(one) >= 100]
    if len(whole) < len(answers):
        words.note(_("Answers that are worth a part of the mark are left out."))
    if any(clean_text(one.first("feedback").text) for one in answers):
        words.note(_("Feedback on single short answers is left out."))
    texts = tuple(one.first("text").text for one in whole)
    return replace(question, type="text", accepted=texts)


def _numeric(
    question: ExchangeQuestion, node: XmlNode, words: _Words
) -> ExchangeQuestion:
    answers = node.all("answer")
    if not answers:
        raise QuestionError(_("Give the right number."))
    best = max(answers, key=_fraction)
    if len(answers) > 1:
        words.note(_("Only the number that is worth most is kept."))
    units = list(node.first("units").under("unit_name"))
    return replace(
        question,
        type="numeric",
        number=words.of(best),
        tolerance=clean_text(best.first("tolerance").text),
        unit=units[0].text if units else "",
    )


def _matching(
    question: ExchangeQuestion, node: XmlNode, words: _Words
) -> ExchangeQuestion:
    pairs = tuple(
        ExchangePair(words.of(one), clean_text(one.first("answer", "text").text))
        for one in node.all("subquestion")
    )
    return replace(question, type="matching", pairs=pairs, counts_parts=True)


def _ordering(
    question: ExchangeQuestion, node: XmlNode, words: _Words
) -> ExchangeQuestion:
    answers = sorted(node.all("answer"), key=_fraction)
    is_exact = clean_text(node.first("gradingtype").text) in {"ALL_OR_NOTHING", "-1"}
    steps = tuple(words.of(one) for one in answers)
    return replace(question, type="ordering", steps=steps, counts_parts=not is_exact)


def _cloze(
    question: ExchangeQuestion, node: XmlNode, words: _Words
) -> ExchangeQuestion:
    text = node.first("questiontext").first("text").text
    question, notes = parse_cloze(question, text)
    for note in notes:
        words.note(note)
    return question


def _open(question: ExchangeQuestion, node: XmlNode, words: _Words) -> ExchangeQuestion:
    return replace(question, type="open", sample=words.of(node.first("graderinfo")))


def _fraction(answer: XmlNode) -> Decimal:
    try:
        return Decimal(answer.get("fraction") or "0")
    except ArithmeticError:
        return Decimal(0)


_BUILDERS: dict[
    str, Callable[[ExchangeQuestion, XmlNode, _Words], ExchangeQuestion]
] = {
    "multichoice": _choosing,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
    "essay": _open,
}
