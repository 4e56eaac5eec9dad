"""Export of questions from the bank to files for other systems."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from content.questions.draft_validation import find_answer_fault
from content.questions.exchange.draft_conversion import (
    build_exchange_question,
    choose_lead_draft,
    iter_course_drafts,
)
from content.questions.exchange.exchange_formats import ExchangeFormat
from content.questions.exchange.zip_reader import LEFT_OUT
from content.questions.models import QuestionDraft
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangeQuestion,
    ExportLoss,
)
from content.questions.types import BANK_TYPES
from courses.models import Course
from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.languages import CODES
from elearning.zip_files import build_zip


@dataclass(frozen=True)
class QuestionExportFile:
    """A file to download."""

    name: str
    content_type: str
    content: bytes


def export_questions(
    course: Course, wanted: Collection[int], form: ExchangeFormat, *, by: User
) -> QuestionExportFile:
    """Return the questions ``wanted`` (ids of drafts) of a course as a file.

    The audit log records that answer keys were exported. For a format with one language
    per file, the result is a ZIP with a file for each language; questions are matched
    by code, and a note in the ZIP lists what was lost. Raises ``ExchangeError`` if
    there is nothing to export.
    """
    files, losses, codes = _written(course, wanted, form)
    if not files:
        raise ExchangeError(
            _("None of these questions can be written in this format. Choose another.")
        )
    with transaction.atomic():
        audit_log.record_action(
            "questions.exported", by=by, on=course, format=form.name, questions=codes
        )
    if len(files) == 1 and not losses:
        name, content = files.popitem()
        return QuestionExportFile(name, form.content_type, content)
    if losses:
        lines = (f"{one.code} ({one.language}): {one.reason}\r\n" for one in losses)
        files[LEFT_OUT] = "".join(lines).encode()
    name = f"{course.slug}-questions-{form.name}.zip"
    return QuestionExportFile(name, "application/zip", build_zip(files))


def list_export_losses(
    course: Course, wanted: Collection[int], form: ExchangeFormat
) -> list[ExportLoss]:
    """Return what ``form`` cannot carry of these questions; nothing is recorded."""
    return _written(course, wanted, form)[1]


def _written(
    course: Course, wanted: Collection[int], form: ExchangeFormat
) -> tuple[dict[str, bytes], list[ExportLoss], list[str]]:
    questions, losses = _questions(course, wanted, form)
    languages = ["all"] if form.carries_languages else list(CODES)
    files: dict[str, bytes] = {}
    for language in languages:
        asked = [one for one in questions if language in {"all", one.language}]
        if not asked:
            continue
        content, lost = form.write(asked)
        losses += lost
        if len([loss for loss in lost if loss.is_left_out]) < len(asked):
            ending = "" if form.carries_languages else f"-{language}"
            files[f"{course.slug}-questions{ending}.{form.extension}"] = content
    return files, losses, sorted({question.code for question in questions})


def _questions(
    course: Course, wanted: Collection[int], form: ExchangeFormat
) -> tuple[list[ExchangeQuestion], list[ExportLoss]]:
    questions: list[ExchangeQuestion] = []
    losses: list[ExportLoss] = []
    for drafts in iter_course_drafts(course, course.outcomes.all()):
        lead = choose_lead_draft(drafts)
        for draft in drafts:
            if draft.pk not in wanted:
                continue
            kind = BANK_TYPES[draft.type]
            fault = kind.find_carrying_fault(
                form.name, carries_pictures=form.carries_pictures
            )
            if fault := fault or find_answer_fault(draft):
                loss = ExportLoss(draft.code, draft.language, fault, is_left_out=True)
                losses.append(loss)
            else:
                question = build_exchange_question(draft, lead)
                questions.append(kind.attach_files(question, draft))
                losses += _draft_losses(draft)
    questions.sort(key=lambda one: (one.code, CODES.index(one.language)))
    return questions, losses


def _draft_losses(draft: QuestionDraft) -> Iterator[ExportLoss]:
    if draft.case:
        reason = _("It belongs to the case %(code)s, whose text stays in the bank.")
        yield ExportLoss(draft.code, draft.language, reason % {"code": draft.case.code})
    if reason := BANK_TYPES[draft.type].find_draft_loss(draft):
        yield ExportLoss(draft.code, draft.language, reason)
