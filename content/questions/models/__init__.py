"""Drafts of the question bank: one row per language, joined by a key."""

from content.questions.models.case_draft import CaseDraft
from content.questions.models.question_draft import (
    QuestionDraft,
    list_releasable_question_keys,
)

__all__ = ["CaseDraft", "QuestionDraft", "list_releasable_question_keys"]
