"""An answer in words, and the form of a question as its authors see it."""

from courses.assessment.feedback import Unshuffled
from courses.assessment.forms import Field, Form, form_of
from courses.assessment.kinds import Given, Sent, Text
from courses.assessment.models import QuestionVersion


def as_written(question: QuestionVersion, text: Text, sent: Sent) -> Form:
    """Return the form in the order of its authors, filled with ``sent``."""
    order = question.kind.order(text, Unshuffled())
    return form_of(question, text, order, sent)


def said(question: QuestionVersion, text: Text, given: Given) -> list[str]:
    """Return an answer in words, a line for each field; empty for no answer."""
    if given is None:
        return []
    fields = as_written(question, text, question.kind.form(given)).fields
    chosen = [_chosen(field) for field in fields]
    if len(fields) == 1:
        return chosen[0]
    return [
        f"{field.label}: {', '.join(words) or '—'}"
        for field, words in zip(fields, chosen, strict=True)
    ]


def _chosen(field: Field) -> list[str]:
    if field.options:
        return [option.text for option in field.options if option.is_chosen]
    return [field.value] if field.value else []
