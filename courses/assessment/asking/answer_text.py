"""Answers in words, and question forms as their authors see them."""

from courses.assessment.asking.answer_feedback import NullShuffler
from courses.assessment.kinds import Given, Sent, Text
from courses.assessment.kinds.question_form import QuestionField, QuestionForm
from courses.assessment.models import QuestionVersion


def build_author_form(
    question: QuestionVersion, text: Text, sent: Sent
) -> QuestionForm:
    """Return the form in the authors' order, filled with ``sent``."""
    order = question.kind.order(text, NullShuffler())
    return question.build_form(text, order, sent)


def format_answer_lines(
    question: QuestionVersion, text: Text, given: Given
) -> list[str]:
    """Return an answer in words, a line for each field; empty for no answer."""
    if given is None:
        return []
    form = build_author_form(question, text, question.kind.form(given))
    chosen = [_chosen(field, lettered=bool(form.listed)) for field in form.fields]
    if len(chosen) == 1:
        return chosen[0]
    return [
        f"{field.label}: {', '.join(words) or '—'}"
        for field, words in zip(form.fields, chosen, strict=True)
    ]


def _chosen(field: QuestionField, *, lettered: bool) -> list[str]:
    """Return the content of a field, without the letters of shuffled choices."""
    if not field.options:
        return [field.value] if field.value else []
    taken = [option.text for option in field.options if option.is_chosen]
    return [text.partition(". ")[2] for text in taken] if lettered else taken
