"""The readable summary of a pack: one PDF in each language, with the exam’s texts."""

from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.assessment.asking.answer_text import format_answer_lines
from courses.assessment.attempts import attempt_timeline
from courses.assessment.corrections.key_corrections import ANSWERED
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    AttemptVerdict,
    KeyCorrection,
    Regrading,
)
from courses.certificates.documents import typst_compiler
from courses.evidence import open_mark_rows
from courses.evidence.errors import EvidenceError
from elearning.languages import OWN_NAMES

_TEMPLATE = Path(__file__).parent / "typst" / "summary.typ"


def render_summary_pdf(
    attempt: Attempt, learner: str, language: str, at: datetime
) -> bytes:
    """Return the summary of ``attempt`` in ``language``; ``learner`` is a pseudonym.

    Questions and answers are in the language of the exam. Raises ``EvidenceError`` if
    typesetting fails.
    """
    with translation.override(language):
        data = _words(attempt, learner, language, at)
        try:
            return typst_compiler.compile_pdf(_TEMPLATE, data, at)
        except typst.TypstError as error:
            raise EvidenceError(
                _("The summary cannot be printed at the moment. Try again later.")
            ) from error


def _words(
    attempt: Attempt, learner: str, language: str, at: datetime
) -> dict[str, Any]:
    regradings = list(
        attempt.regradings.select_related("correction__decision", "item").order_by("pk")
    )
    title = _("Evidence of an exam")
    return {
        "language": language,
        "asked_in": attempt.language,
        "document_title": f"{title} {str(attempt.key)[:8]}",
        "title": title,
        "lead": _(
            "What was asked and answered in one attempt, how it was marked, and what "
            "became of the result. Nobody is named."
        ),
        "facts": _facts(attempt, learner, at),
        "result_heading": _("Result"),
        "result": _result(attempt),
        "result_notes": _notes(attempt),
        "corrections_heading": _("Answer key corrections"),
        "corrections": [_correction(one) for one in regradings],
        "timeline_heading": _("What happened"),
        "timeline": [
            [_moment(one.at), " ".join(filter(None, [one.words, one.reason]))]
            for one in attempt_timeline.build_timeline(attempt)
        ],
        "questions_heading": _("Questions and answers"),
        "questions": [
            _question(
                attempt, item, {one.item_id: one.correction for one in regradings}
            )
            for item in _items(attempt)
        ],
        "check_heading": _("How to check this pack"),
        "check": [
            _(
                "Run “python3 verify.py” in the folder of the pack, or “python3 "
                "verify.py pack.zip”. It needs Python 3.8 and no connection."
            ),
            _(
                "It marks every question again, adds up the results, and finds "
                "any file that was altered. The manifest hash that it shows is "
                "recorded in the platform's audit log at the moment of issue."
            ),
        ],
        "footer": str(attempt.key),
    }


def _facts(attempt: Attempt, learner: str, at: datetime) -> list[list[str]]:
    enrolment, paper = attempt.enrolment, attempt.paper
    return [
        [_("Learner (pseudonym)"), learner[:16]],
        [_("Attempt"), f"{attempt.number} ({attempt.key})"],
        [_("Course"), f"{enrolment.course.code} — {enrolment.course.title}"],
        [_("Edition"), str(enrolment.edition.number)],
        [_("Language of the exam"), OWN_NAMES[attempt.language]],
        [_("Pass mark"), f"{paper.pass_mark} %"],
        [_("Minutes"), str(paper.minutes + attempt.extra_minutes)],
        [_("Issued"), _moment(at)],
    ]


def _result(attempt: Attempt) -> list[list[str]]:
    rows = [[_("As first marked"), _verdict(attempt.first_verdict)]]
    if attempt.verdict.is_regraded:
        rows.append([_("As it counts now"), _verdict(attempt.verdict)])
    return rows


def _notes(attempt: Attempt) -> list[str]:
    notes = []
    if attempt.verdict.must_pass_failed:
        words = _("A must-pass question was not right, so the exam is not passed.")
        notes.append(words)
    if attempt.answers_removed_at:
        notes.append(
            _(
                "The answers were removed on %(day)s, at the end of their "
                "retention period (rule R18). The marks are those on record."
            )
            % {"day": _day(attempt.answers_removed_at)}
        )
    elif attempt.words_removed_at:
        notes.append(
            _(
                "Free-text answers were erased on %(day)s at the person’s "
                "request. The marks are those on record."
            )
            % {"day": _day(attempt.words_removed_at)}
        )
    return notes


def _verdict(verdict: AttemptVerdict) -> str:
    words = _("passed") if verdict.passed else _("not passed")
    return f"{verdict.percentage} %, {words}"


def _correction(one: Regrading) -> dict[str, Any]:
    correction = one.correction
    counts = _("no longer counts")
    after = _share(one.mark_after) if one.counts_after else counts
    before = AttemptVerdict(
        one.score_before, one.passed_before, one.must_pass_failed_before
    )
    return {
        "title": _("Question %(n)s: %(what)s")
        % {
            "n": one.item.position,
            "what": KeyCorrection.Effect(correction.effect).label,
        },
        "facts": [
            [_("Reason"), correction.reason],
            [_("Confirmed"), _moment(correction.decision.at)],
            [_("Mark for the question"), f"{_share(one.mark_before)} → {after}"],
            [_("Result"), f"{_verdict(before)} → {_verdict(one.verdict)}"],
        ],
    }


def _items(attempt: Attempt) -> list[AttemptItem]:
    return list(
        AttemptItem.objects.filter(attempt=attempt)
        .current()
        .with_answers()
        .select_related("question__version__unit", "correction")
        .prefetch_related("open_marks", "set_asides__given_back")
        .order_by("position")
    )


def _right(item: AttemptItem, text: Any, correction: KeyCorrection) -> str:
    """Return the right answers by a correction, or the label of its effect."""
    question = item.question
    if correction.effect not in ANSWERED:
        return str(KeyCorrection.Effect(correction.effect).label)
    answers = [
        format_answer_lines(question, text, question.kind.solution(k))
        for k in correction.keys
    ]
    between = f"\n{_('or')}\n"
    return between.join("\n".join(answer) for answer in answers)


def _question(
    attempt: Attempt, item: AttemptItem, corrections: dict[int, KeyCorrection]
) -> dict[str, Any]:
    question = item.question
    text, _language = question.text(attempt.language)
    facts = [
        *_answered(attempt, item, text),
        [_("Mark"), _share(item.worth) if item.counts else _("does not count")],
    ]
    if correction := corrections.get(item.pk, item.correction):
        facts.insert(-1, [_("Right as corrected"), _right(item, text, correction)])
    if item.answered_at:
        facts.insert(1, [_("Saved"), _moment(item.answered_at)])
    if question.must_pass:
        facts.append([_("Must-pass question"), pgettext("cell", "yes")])
    return {
        "title": f"{item.position}. {question.version.unit.slug.upper()}",
        "stem": text["stem"],
        "facts": facts,
    }


def _answered(attempt: Attempt, item: AttemptItem, text: Any) -> list[list[str]]:
    """Return rows of answers, with the right ones or the marks people gave."""
    question = item.question
    none = _("removed") if attempt.answers_removed_at else _("no answer")
    if question.is_marked_by_people:
        if attempt.words_removed_at and item.answer is not None:
            none = _("removed")
        own = open_mark_rows.get_printable_answer(item) if item.answer else none
        return [
            [_("Answer"), own],
            [_("What an answer must contain"), text["sample"]],
            *open_mark_rows.list_mark_rows(item, text),
        ]
    right = format_answer_lines(question, text, question.kind.solution(question.key))
    answered = format_answer_lines(question, text, item.answer) or [none]
    return [
        [_("Answer"), "\n".join(answered)],
        [_("Right as published"), "\n".join(right)],
    ]


def _share(mark: Any) -> str:
    return f"{float(mark or 0) * 100:.0f} %"


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
