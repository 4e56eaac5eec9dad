"""The question bank as its authors see it: one row a language, joined by a key."""

from content.questions.models.case import CaseDraft
from content.questions.models.question import QuestionDraft, bank

__all__ = ["CaseDraft", "QuestionDraft", "bank"]
