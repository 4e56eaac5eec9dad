"""Import of questions from a file as drafts, all or none."""

import hashlib

from django.db import transaction
from wagtail.log_actions import log

from content.questions.exchange.import_preview import (
    QuestionImportPreview,
    preview_question_import,
)
from content.questions.question_pictures import find_or_create_image
from courses.models import Course, Outcome
from elearning.accounts.models import User
from elearning.audit import audit_log


def import_questions(
    content: bytes,
    name: str,
    course: Course,
    *,
    language: str,
    outcome: Outcome | None = None,
    by: User,
) -> QuestionImportPreview:
    """Import the questions of a file that are ready, and return the outcome for each.

    The bank is checked again under a lock: questions added meanwhile are recognised and
    not written twice, so repeating is harmless. Nothing is published. Raises
    ``ExchangeError`` if the file cannot be read.
    """
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        rehearsal = preview_question_import(
            content, name, course, language=language, outcome=outcome
        )
        for row in rehearsal.ready:
            draft = row.draft
            if draft is None:
                continue
            if row.picture:
                draft.picture = find_or_create_image(
                    row.picture.content, row.picture.name, title=row.code, by=by
                )
            draft.save()
            draft.save_revision(user=by, clean=False)
            log(instance=draft, action="wagtail.create", user=by)
        if rehearsal.ready:
            audit_log.record_action(
                "questions.imported",
                by=by,
                on=course,
                format=rehearsal.format.name,
                sha256=hashlib.sha256(content).hexdigest(),
                questions=[f"{row.code} {row.language}" for row in rehearsal.ready],
            )
    return rehearsal
