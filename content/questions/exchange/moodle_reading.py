"""Read Moodle XML, the format in which Moodle gives away its question bank.

Source: the description of the format in Moodle's documentation and what Moodle 4 and 5
write. Texts may be HTML, Markdown or plain; the bank keeps their words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from content.questions.exchange.clozes import with_gaps
from content.questions.exchange.marks import marked
from content.questions.exchange.markup import plain
from content.questions.exchange.nodes import Node, read_xml
from content.questions.exchange.question import (
    TRUE_FALSE,
    Choice,
    ExchangeError,
    Fault,
    Pair,
    Question,
    QuestionError,
    Read,
    Reading,
    clean,
    demand_few,
    demand_few_answers,
    demand_short,
    tidy,
)

_SKIPPED = ("category",)
#: Questions as they stand in the text of a file: counted before anything is read.
_QUESTION = re.compile(r"""<question\s+type=["'](?!category["'])""")
#: What Moodle drags onto pictures: like our regions to look at, not to answer.
_DRAGGED = ("ddmarker", "ddimageortext")


@dataclass
class _Words:
    """Takes words out of nodes and notes what else was in them."""

    notes: list[str] = field(default_factory=list)

    def of(self, node: Node) -> str:
        text = node.first("text").text
        demand_short(text)
        if list(node.under("file")):
            self._lose_media()
        if node.get("format") in {"html", "moodle_auto_format", ""} and "<" in text:
            text, has_media = plain(text)
            if has_media:
                self._lose_media()
        return clean(text)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def _lose_media(self) -> None:
        self.note(_("Pictures, tables and formulas are left out."))


def read_moodle(text: str, language: str) -> Reading:
    """Return the questions in a Moodle XML file; texts are in ``language``."""
    demand_few(sum(1 for _one in _QUESTION.finditer(text)))
    root = read_xml(text)
    demand_few(len(root.all("question")))  # attributes come in any order
    if root.tag != "quiz":
        raise ExchangeError(
            _("This XML is no question bank of Moodle: it does not start with <quiz>.")
        )
    reading = Reading()
    for node in root.all("question"):
        if node.get("type") in _SKIPPED:
            continue
        code = clean(node.first("idnumber").text) or clean(node.first("name").text)
        try:
            reading.questions.append(_read(node, code, language))
        except QuestionError as error:
            reading.faults.append(Fault(str(node.line), error.reason, code))
    return reading


def _read(node: Node, code: str, language: str) -> Read:
    builder = _BUILDERS.get(node.get("type"))
    if node.get("type") in _DRAGGED:
        raise QuestionError(
            _(
                "“%(type)s” asks to drag things onto a picture. Here candidates point at "
                "its regions, which is another question: write it anew in the studio."
            )
            % {"type": node.get("type")}
        )
    if builder is None:
        raise QuestionError(
            _("Questions of the type “%(type)s” cannot be read. Leave it out.")
            % {"type": node.get("type")}
        )
    demand_few_answers(len(node.all("answer")) + len(node.all("subquestion")))
    words = _Words()
    question = Question(
        language,
        "open",
        words.of(node.first("questiontext")),
        code=code,
        feedback=words.of(node.first("generalfeedback")),
    )
    tags = [clean(tag.text) for tag in node.first("tags")]
    spoken, _strange = marked(question, tags)
    question = builder(replace(question, language=spoken.language), node, words)
    if node.all("hint"):
        words.note(_("Hints are left out."))
    question, strange = marked(question, tags)
    return Read(tidy(question), str(node.line), (*words.notes, *strange))


def _choosing(question: Question, node: Node, words: _Words) -> Question:
    takes_several = clean(node.first("single").text).lower() in {"false", "0"}
    found = [(answer, _fraction(answer)) for answer in node.all("answer")]
    best = max((share for _answer, share in found), default=Decimal(0))
    choices = tuple(
        Choice(
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


def _truth(question: Question, node: Node, words: _Words) -> Question:
    by_word = {clean(one.first("text").text).lower(): one for one in node.all("answer")}
    if set(by_word) != {"true", "false"}:
        raise QuestionError(_("Give two answers, true and false."))
    choices = tuple(
        Choice(
            text,
            _fraction(by_word[word]) > 0,
            words.of(by_word[word].first("feedback")),
        )
        for word, text in zip(
            ("true", "false"), TRUE_FALSE[question.language], strict=True
        )
    )
    return replace(question, type="truefalse", choices=choices)


def _short(question: Question, node: Node, words: _Words) -> Question:
    answers = node.all("answer")
    whole = [one for one in answers if _fraction(one) >= 100]
    if len(whole) < len(answers):
        words.note(_("Answers that are worth a part of the mark are left out."))
    if any(clean(one.first("feedback").text) for one in answers):
        words.note(_("Feedback on single short answers is left out."))
    texts = tuple(one.first("text").text for one in whole)
    return replace(question, type="text", accepted=texts)


def _numeric(question: Question, node: Node, words: _Words) -> Question:
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
        tolerance=clean(best.first("tolerance").text),
        unit=units[0].text if units else "",
    )


def _matching(question: Question, node: Node, words: _Words) -> Question:
    pairs = tuple(
        Pair(words.of(one), clean(one.first("answer", "text").text))
        for one in node.all("subquestion")
    )
    return replace(question, type="matching", pairs=pairs, counts_parts=True)


def _ordering(question: Question, node: Node, words: _Words) -> Question:
    answers = sorted(node.all("answer"), key=_fraction)
    is_exact = clean(node.first("gradingtype").text) in {"ALL_OR_NOTHING", "-1"}
    steps = tuple(words.of(one) for one in answers)
    return replace(question, type="ordering", steps=steps, counts_parts=not is_exact)


def _cloze(question: Question, node: Node, words: _Words) -> Question:
    text = node.first("questiontext").first("text").text
    question, notes = with_gaps(question, text)
    for note in notes:
        words.note(note)
    return question


def _open(question: Question, node: Node, words: _Words) -> Question:
    return replace(question, type="open", sample=words.of(node.first("graderinfo")))


def _fraction(answer: Node) -> Decimal:
    try:
        return Decimal(answer.get("fraction") or "0")
    except ArithmeticError:
        return Decimal(0)


_BUILDERS: dict[str, Callable[[Question, Node, _Words], Question]] = {
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
