"""Moodle’s gaps inside a text: ``{1:SHORTANSWER:=fifteen~=15}``."""

import re
from dataclasses import replace
from html import escape, unescape

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.questions.notation.exchange_question import (
    ExchangeGap,
    ExchangeQuestion,
    QuestionError,
    check_answer_count,
    check_question_length,
)
from content.questions.notation.html_text import extract_plain_text
from courses.assessment.kinds.cloze_type import GAP

_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_LISTED = re.compile(r"(MULTICHOICE|MC)(_?[VH]?S?)?\Z")
#: A gap; in our files its number comes first, since its place depends on the language.
_MARKUP = re.compile(
    r'(?:<span class="gap" data-gap="(?P<name>[0-9]{1,2})"></span>)?'
    r"\{[0-9]*:(?P<kind>[A-Z_]+):(?P<answers>(?:\\.|[^\\}]){0,4000})\}",
    re.DOTALL,
)
#: The start of a gap; an unclosed one would make each start search to the end.
_OPENING = re.compile(r"\{[0-9]*:[A-Z_]+:")
_ANSWER = re.compile(r"\s*(=|%-?[0-9.]+%)?(.*)\Z", re.DOTALL)
_ESCAPED = re.compile(r"""\\([}~#"/\\])""")
#: During parsing, escaped characters are replaced by private-use characters.
_PRIVATE = 0xE000
_HIDDEN = {chr(_PRIVATE + ord(one)): one for one in '}~#"/\\'}
#: Stem and passage in files of ours.
_STEM = re.compile(
    r'\s*<div class="stem">(.*?)</div>\s*<div class="passage">(.*)</div>\s*\Z',
    re.DOTALL,
)


def parse_cloze(
    question: ExchangeQuestion, html: str
) -> tuple[ExchangeQuestion, list[str]]:
    """Return the question with its passage and gaps, and notes on what is left out."""
    check_question_length(html)
    check_answer_count(sum(1 for _one in _OPENING.finditer(html)))
    ours = _STEM.match(html)
    stem = _plain(ours[1])[0] if ours else ""
    gaps: dict[str, ExchangeGap] = {}
    notes: list[str] = []

    def gap(found: re.Match[str]) -> str:
        name = found["name"] or str(len(gaps) + 1)
        gaps[name] = _gap(found["kind"], found["answers"], notes)
        return f"[[{name}]]"

    passage, has_media = _plain(_MARKUP.sub(gap, ours[2] if ours else html))
    if not gaps:
        raise QuestionError(_("There is no gap in the text."))
    if has_media:
        notes.append(_("Pictures, tables and formulas are left out."))
    if not stem:
        with override(question.language):
            stem = _("Fill in the gaps.")
    question = replace(
        question,
        type="cloze",
        stem=stem,
        passage=passage,
        gaps=tuple(gaps[name] for name in sorted(gaps, key=int)),
        counts_parts=True,
    )
    return question, list(dict.fromkeys(notes))


def render_cloze(question: ExchangeQuestion) -> str:
    """Return stem and passage as the HTML of a Moodle question with gaps."""
    pieces, end = [], 0
    for found in GAP.finditer(question.passage):
        pieces.append(_html(question.passage[end : found.start()]))
        gap = question.gaps[int(found[1]) - 1]
        pieces.append(f'<span class="gap" data-gap="{found[1]}"></span>{_written(gap)}')
        end = found.end()
    pieces.append(_html(question.passage[end:]))
    return (
        f'<div class="stem">{_html(question.stem)}</div>'
        f'<div class="passage">{"".join(pieces)}</div>'
    )


def _gap(kind: str, answers: str, notes: list[str]) -> ExchangeGap:
    is_listed = bool(_LISTED.match(kind))
    if not is_listed and kind not in _TYPED:
        raise QuestionError(
            _("Gaps of the type “%(type)s” cannot be read. Leave the question out.")
            % {"type": kind}
        )
    right: list[str] = []
    wrong: list[str] = []
    hidden = _ESCAPED.sub(lambda found: chr(_PRIVATE + ord(found[1])), answers)
    for part in hidden.split("~"):
        text, _hash, feedback = part.partition("#")
        if feedback.strip():
            notes.append(_("Feedback on gaps is left out."))
        sign, text = _signed(text)
        text = _plain("".join(_HIDDEN.get(one, one) for one in text))[0]
        (right if sign in {"=", "%100%"} else wrong).append(text)
    wrong = [text for text in wrong if text.strip() != "*"]
    if wrong and not is_listed:
        notes.append(_("Answers that are worth a part of the mark are left out."))
    return ExchangeGap(tuple(right), tuple(wrong) if is_listed else ())


def _signed(text: str) -> tuple[str, str]:
    found = _ANSWER.match(text)
    return (found[1] or "", found[2]) if found else ("", text)


def _written(gap: ExchangeGap) -> str:
    kind = "MULTICHOICE" if gap.wrong else "SHORTANSWER"
    parts = [f"={_escaped(text)}" for text in gap.accepted]
    parts += [f"%0%{_escaped(text)}" for text in gap.wrong]
    return f"{{1:{kind}:{'~'.join(parts)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"""([}~#"/\\])""", r"\\\1", escape(text, quote=False))


def _html(text: str) -> str:
    html = escape(text, quote=False).replace("\n", "<br>")
    return html.replace("{", "&#123;")


def _plain(html: str) -> tuple[str, bool]:
    """Return the text of ``html``, verbatim if it is ours."""
    bare = html.replace("<br>", "\n")
    return extract_plain_text(html) if "<" in bare else (unescape(bare), False)
