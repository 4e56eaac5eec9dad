"""GIFT, Moodle’s plain-text format for questions; one language per file.

Source: Moodle’s documentation of the format. A blank line ends a question, ``//``
starts a comment, and a backslash escapes ``~ = # { } :``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.questions.exchange.question_tags import (
    apply_question_tags,
    build_question_tags,
    format_type_tag,
)
from content.questions.notation.exchange_question import (
    ExchangeGap,
    ExchangeQuestion,
    ExportLoss,
    QuestionError,
    ReadFault,
    ReadQuestion,
    ReadResult,
    check_question_count,
    check_question_length,
    normalize_question,
)
from content.questions.notation.gift_answers import (
    detect_gift_form,
    escape_gift_text,
    protect_escapes,
    restore_escapes,
)
from content.questions.notation.html_text import extract_plain_text
from content.questions.types import BANK_TYPES, index_bank_types

_BRACKET = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_TITLE = re.compile(r"\A\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\A\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)


def read_gift(text: str, language: str) -> ReadResult:
    """Return the questions in a GIFT file whose texts are in ``language``."""
    reading = ReadResult()
    for number, block in enumerate(_blocks(text), start=1):
        check_question_count(number)
        code = block.code
        try:
            check_question_length(block.text)
            code = code or _titled(block)[0]
            reading.questions.append(_read(block, language))
        except QuestionError as error:
            reading.faults.append(ReadFault(str(block.line), error.reason, code))
    return reading


def write_gift(questions: Iterable[ExchangeQuestion]) -> tuple[str, list[ExportLoss]]:
    """Return a GIFT file with ``questions``, and what GIFT cannot carry."""
    parts, losses = [], []
    for question in questions:
        loss = _loss(question)
        losses += [loss] if loss else []
        if not (loss and loss.is_left_out):
            parts.append(_block(question))
    return "\n\n".join([*parts, ""]), losses


@dataclass
class _Block:
    """The lines of one question, and the tags in the comments above it."""

    line: int
    code: str = ""
    marks: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def _blocks(text: str) -> Iterator[_Block]:
    block = _Block(1)
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if bare.startswith("//"):
            for name, written in _BRACKET.findall(bare):
                value = re.sub(r"\\(.)", r"\1", written)
                if name == "id":
                    block.code = value
                else:
                    block.marks.append(value)
        elif bare.startswith("$CATEGORY:"):
            continue
        elif bare:
            block.line = block.line if block.lines else number
            block.lines.append(line)
        elif block.lines:
            yield block
            block = _Block(number)


def _read(block: _Block, language: str) -> ReadQuestion:
    name, text = _titled(block)
    form = _FORMAT.match(text)
    text = text[form.end() :] if form else text
    is_plain = not form or form[1].lower() in {"plain", "moodle"}
    start, end = text.find("{"), text.rfind("}")
    if start < 0:
        raise QuestionError(
            _("There are no answers in braces. Put the answers in { } and try again.")
        )
    if end < start:
        raise QuestionError(
            _(
                "A brace is not closed. Put } after the answers, with no blank "
                "line in between."
            )
        )
    before, inside, after = text[:start], text[start + 1 : end], text[end + 1 :]
    question = ExchangeQuestion(
        language, "open", restore_escapes(before), code=block.code or name
    )
    inside, _hashes, feedback = inside.partition("####")
    question = replace(question, feedback=restore_escapes(feedback))
    inside = inside.strip()
    question, notes = _TYPES[detect_gift_form(inside)].read_gift(question, inside)
    if after.strip():
        question = _with_gap(question, restore_escapes(before), restore_escapes(after))
    question, strange = apply_question_tags(question, block.marks)
    question, lost = (question, []) if is_plain else _unformatted(question)
    return ReadQuestion(
        normalize_question(question), str(block.line), (*notes, *strange, *lost)
    )


def _titled(block: _Block) -> tuple[str, str]:
    """Return the title of a question, and the protected text after it."""
    text = protect_escapes(block.text)
    title = _TITLE.match(text)
    if not title:
        return "", text
    return restore_escapes(title[1]).strip(), text[title.end() :]


def _with_gap(question: ExchangeQuestion, before: str, after: str) -> ExchangeQuestion:
    """Return a question with its answers inside a sentence as a passage with one gap."""
    passage = f"{before.rstrip()} [[1]] {after.lstrip()}"
    if question.type == "text":
        gap = ExchangeGap(question.accepted)
    elif question.type == "single":
        right = tuple(one.text for one in question.choices if one.is_right)
        gap = ExchangeGap(
            right, tuple(one.text for one in question.choices if not one.is_right)
        )
    else:
        return replace(question, stem=f"{before.rstrip()} _____ {after.lstrip()}")
    with override(question.language):
        stem = _("Fill in the gaps.")
    return replace(
        question,
        type="cloze",
        stem=stem,
        passage=passage,
        gaps=(gap,),
        choices=(),
        accepted=(),
        counts_parts=False,
    )


def _unformatted(question: ExchangeQuestion) -> tuple[ExchangeQuestion, list[str]]:
    stem, has_media = extract_plain_text(question.stem)
    passage, more = extract_plain_text(question.passage)
    choices = tuple(
        replace(
            one,
            text=extract_plain_text(one.text)[0],
            feedback=extract_plain_text(one.feedback)[0],
        )
        for one in question.choices
    )
    question = replace(
        question,
        stem=stem,
        passage=passage,
        choices=choices,
        feedback=extract_plain_text(question.feedback)[0],
    )
    media = [_("Pictures, tables and formulas are left out.")]
    return question, media if has_media or more else []


_TYPES = index_bank_types(lambda one: [one.gift_form] if one.gift_form else [])


def _loss(question: ExchangeQuestion) -> ExportLoss | None:
    kind = BANK_TYPES[question.type]
    fault = kind.find_gift_fault(question)
    reason = fault or kind.find_gift_loss(question)
    if not reason:
        return None
    return ExportLoss(question.code, question.language, reason, bool(fault))


def _block(question: ExchangeQuestion) -> str:
    unit = f"unit:{question.unit}" if question.unit else ""
    kind = BANK_TYPES[question.type]
    tag = format_type_tag(question) if kind.needs_tag(question) else ""
    marks = build_question_tags(question, unit, tag)
    tags = " ".join(f"[tag:{_bracketed(mark)}]" for mark in marks)
    feedback = (
        f"\n####{escape_gift_text(question.feedback)}" if question.feedback else ""
    )
    return (
        f"// [id:{_bracketed(question.code)}] {tags}\n"
        f"::{escape_gift_text(question.code)}::[plain]{escape_gift_text(question.stem)} "
        f"{{{kind.write_gift(question)}{feedback}\n}}"
    )


def _bracketed(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]")
