"""Feedback on an answer: the verdict on each part, and the reasons.

There are three levels: nothing; each part of the answer with its verdict and the notes
of the chosen options; and the right answer as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from courses.assessment.kinds import Given, Key, Text
from courses.assessment.kinds.question_form import (
    FieldOption,
    QuestionField,
    QuestionForm,
)
from courses.assessment.models import QuestionVersion
from courses.provisions import citation_lookup
from courses.provisions.citation_lookup import ResolvedCitation

type _Citations = Mapping[str, ResolvedCitation]


def build_judged_form(
    question: QuestionVersion,
    text: Text,
    order: Any,
    given: Given,
    *,
    cited: _Citations | None = None,
    reveals: bool = False,
    key: Key | None = None,
) -> QuestionForm:
    """Return the form filled with an answer, with a verdict on each part.

    Chosen options show their notes, with links to their sources (``cited``, by code).
    If the form ``reveals`` the key, the other options show theirs too, and the right
    value stands beside a wrong field. ``key`` is the corrected key, where the
    question's own was wrong.
    """
    kind, key = question.kind, question.key if key is None else key
    verdicts = {} if given is None else kind.verdicts(key, given)
    form = question.build_form(text, order, kind.form(given))
    if kind.only_grows:  # steps taken get feedback, steps not reached get none
        taken = tuple(
            _of_step(field, verdicts, cited or {})
            for field in form.fields
            if field.value
        )
        return replace(form, fields=taken, is_judged=True)
    right = question.build_form(text, order, kind.form(kind.solution(key)))
    fields = tuple(
        _of_field(field, answer, verdicts, cited or {}, reveals=reveals)
        for field, answer in zip(form.fields, right.fields, strict=True)
    )
    return replace(form, fields=fields, is_judged=True)


def build_key_form(question: QuestionVersion, text: Text) -> QuestionForm:
    """Return the form in the authors' order, with the right answer filled in."""
    if plan := question.kind.build_plan_form(text, question.key):
        return plan
    order = question.kind.order(text, NullShuffler())
    right = question.kind.solution(question.key)
    return build_judged_form(question, text, order, right, reveals=True)


def resolve_citations(
    questions: Iterable[QuestionVersion],
) -> dict[str, ResolvedCitation]:
    """Return the sources cited by questions and choices, by code, in two queries."""
    codes = [code for question in questions for code in question.all_cites]
    return {
        cited.code: cited
        for cited in citation_lookup.resolve_citations(dict.fromkeys(codes))
    }


class NullShuffler:
    """A shuffler that leaves the order unchanged."""

    def shuffle(self, x: list[Any], /) -> None:
        """Leave ``x`` as it is."""


def _of_field(
    field: QuestionField,
    right: QuestionField,
    verdicts: Mapping[str, bool],
    cited: _Citations,
    *,
    reveals: bool,
) -> QuestionField:
    if field.name == "choice":
        pairs = zip(field.options, right.options, strict=True)
        options = tuple(
            _of_option(option, verdicts, cited, is_key=reveals and other.is_chosen)
            if option.is_chosen or reveals
            else replace(option, feedback="")
            for option, other in pairs
        )
        return replace(field, options=options)
    verdict = _verdict(verdicts.get(field.name))
    shown = reveals and verdict != "right"
    return replace(field, verdict=verdict, solution=right.words if shown else "")


def _of_step(
    field: QuestionField, verdicts: Mapping[str, bool], cited: _Citations
) -> QuestionField:
    options = (_of_option(one, verdicts, cited, is_key=False) for one in field.options)
    return replace(field, options=tuple(options))


def _of_option(
    option: FieldOption,
    verdicts: Mapping[str, bool],
    cited: _Citations,
    *,
    is_key: bool,
) -> FieldOption:
    verdict = "right" if is_key else _verdict(verdicts.get(option.id))
    links = tuple(cited[code] for code in option.cites if code in cited)
    return replace(option, verdict=verdict, links=links)


def _verdict(right: bool | None) -> str:  # noqa: FBT001 — told, not chosen
    if right is None:
        return ""
    return "right" if right else "wrong"
