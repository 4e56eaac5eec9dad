"""Read GIFT, Moodle's format for questions as plain text.

Source: the description of the format in Moodle's documentation. A blank line ends a
question, ``//`` starts a comment, a backslash takes away what ``~ = # { } :`` mean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.questions.exchange.exchange_question import (
    TRUE_FALSE,
    ExchangeChoice,
    ExchangeGap,
    ExchangePair,
    ExchangeQuestion,
    QuestionError,
    ReadFault,
    ReadQuestion,
    ReadResult,
    check_question_count,
    check_question_length,
    normalize_question,
)
from content.questions.exchange.gift_answers import (
    GiftAnswer,
    iter_gift_answers,
    protect_escapes,
    restore_escapes,
)
from content.questions.exchange.html_text import extract_plain_text
from content.questions.exchange.question_tags import apply_question_tags

_BRACKET = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_TITLE = re.compile(r"\A\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\A\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_TRUTH = re.compile(r"\A(T|TRUE|F|FALSE)\s*(?:#|\Z)", re.IGNORECASE)
_OPTIONS = re.compile(r"\A[\sA-Z0-9_]*\Z")


@dataclass
class _Block:
    """The lines of one question, with the tags in the comments above it."""

    line: int
    code: str = ""
    marks: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read_gift(text: str, language: str) -> ReadResult:
    """Return the questions in a GIFT file; texts are in ``language``."""
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
    question, notes = _answered(question, inside.strip())
    if after.strip():
        question = _with_gap(question, restore_escapes(before), restore_escapes(after))
    question, strange = apply_question_tags(question, block.marks)
    question, lost = (question, []) if is_plain else _unformatted(question)
    return ReadQuestion(
        normalize_question(question), str(block.line), (*notes, *strange, *lost)
    )


def _titled(block: _Block) -> tuple[str, str]:
    """Return the name of a question, and the fixed text behind it."""
    text = protect_escapes(block.text)
    title = _TITLE.match(text)
    return (
        (restore_escapes(title[1]).strip(), text[title.end() :])
        if title
        else ("", text)
    )


def _answered(
    question: ExchangeQuestion, inside: str
) -> tuple[ExchangeQuestion, list[str]]:
    if not inside:
        return question, []
    if inside[0] in _SIGNED:
        return _SIGNED[inside[0]](question, inside[1:])
    if truth := _TRUTH.match(inside):
        return _truth(question, inside, is_true=truth[1].upper().startswith("T")), []
    found = list(iter_gift_answers(inside))
    if not found:
        raise QuestionError(
            _("The answers start with neither = nor ~. Put = before a right answer.")
        )
    if any(one.sign == "~" for one in found):
        return _choosing(question, found)
    is_matching = any("->" in one.text for one in found)
    return _matching(question, found) if is_matching else _short(question, found)


def _choosing(
    question: ExchangeQuestion, found: list[GiftAnswer]
) -> tuple[ExchangeQuestion, list[str]]:
    takes_several = not any(one.sign == "=" for one in found)
    choices = tuple(
        ExchangeChoice(
            restore_escapes(one.text),
            one.weight > 0 if takes_several else one.sign == "=",
            restore_escapes(one.feedback),
        )
        for one in found
    )
    kind = "multiple" if takes_several else "single"
    uneven = len({one.weight for one in found if one.weight > 0}) > 1
    notes = [_weights()] if uneven else []
    question = replace(question, type=kind, choices=choices, counts_parts=takes_several)
    return question, notes


def _truth(
    question: ExchangeQuestion, inside: str, *, is_true: bool
) -> ExchangeQuestion:
    _word, *feedbacks = inside.split("#")
    wrong, right = (*map(restore_escapes, feedbacks), "", "")[:2]
    words = TRUE_FALSE[question.language]
    return replace(
        question,
        type="truefalse",
        choices=(
            ExchangeChoice(words[0], is_true, right if is_true else wrong),
            ExchangeChoice(words[1], not is_true, wrong if is_true else right),
        ),
    )


def _matching(
    question: ExchangeQuestion, found: list[GiftAnswer]
) -> tuple[ExchangeQuestion, list[str]]:
    pairs = []
    for one in found:
        left, arrow, right = one.text.partition("->")
        if not arrow or not right.strip():
            raise QuestionError(
                _("“%(text)s” is not a pair. Write = left -> right.")
                % {"text": restore_escapes(one.text).strip()}
            )
        pairs.append(ExchangePair(restore_escapes(left), restore_escapes(right)))
    question = replace(question, type="matching", pairs=tuple(pairs), counts_parts=True)
    return question, []


def _ordering(
    question: ExchangeQuestion, inside: str
) -> tuple[ExchangeQuestion, list[str]]:
    first, *rest = inside.split("\n")
    steps = rest if _OPTIONS.match(first) else [first, *rest]
    is_exact = "ALL_OR_NOTHING" in first.split()
    texts = tuple(restore_escapes(step) for step in steps if step.strip())
    question = replace(question, type="ordering", steps=texts)
    return replace(question, counts_parts=not is_exact), []


def _short(
    question: ExchangeQuestion, found: list[GiftAnswer]
) -> tuple[ExchangeQuestion, list[str]]:
    whole = [one for one in found if one.weight >= 100]
    notes = []
    if len(whole) < len(found):
        notes.append(_("Answers that are worth a part of the mark are left out."))
    if any(one.feedback.strip() for one in found):
        notes.append(_("Feedback on single short answers is left out."))
    texts = tuple(restore_escapes(one.text) for one in whole)
    return replace(question, type="text", accepted=texts), notes


def _numeric(
    question: ExchangeQuestion, inside: str
) -> tuple[ExchangeQuestion, list[str]]:
    found = list(iter_gift_answers(inside)) or list(iter_gift_answers(f"={inside}"))
    best = max(found, key=lambda one: one.weight)
    low, dots, high = restore_escapes(best.text).partition("..")
    number, _colon, tolerance = restore_escapes(best.text).partition(":")
    try:
        if dots:
            ends = Decimal(low.strip()), Decimal(high.strip())
            middle = (ends[0] + ends[1]) / 2
            number, tolerance = f"{middle:f}", f"{abs(ends[1] - middle):f}"
        Decimal(number.strip()), Decimal(tolerance.strip() or "0")
    except ArithmeticError:
        raise QuestionError(
            _("“%(text)s” is not a number. Write {#15:1} for 15, give or take 1.")
            % {"text": restore_escapes(best.text).strip()}
        ) from None
    question = replace(question, type="numeric", number=number, tolerance=tolerance)
    if len(found) == 1:
        return question, []
    return question, [_("Only the number that is worth most is kept.")]


def _with_gap(question: ExchangeQuestion, before: str, after: str) -> ExchangeQuestion:
    """Make a passage of a question whose answers stand inside a sentence."""
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


def _weights() -> str:
    return _("The weights of choices are not kept: each right choice counts the same.")


#: What the first character in the braces says the answer is.
_SIGNED = {"#": _numeric, ">": _ordering}
