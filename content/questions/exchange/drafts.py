"""Between the bank's rows and questions as files carry them."""

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from wagtail.models import Locale

from content.questions import asking
from content.questions.asking import lines
from content.questions.exchange.question import (
    CHOOSING,
    GAP,
    Choice,
    Gap,
    Pair,
    Question,
    tidy,
)
from content.questions.models import CaseDraft, QuestionDraft
from courses.assessment.kinds import KINDS, KeyFaultError
from courses.models import Course, Outcome
from elearning.languages import CODES

_PARTS = dict.fromkeys(CHOOSING, "choice") | {
    "matching": "pair",
    "ordering": "step",
    "cloze": "gap",
}
_PLAIN = (
    "code",
    "type",
    "must_pass",
    "difficulty",
    "for_practice",
    "cites",
    "stem",
    "answers",
    "passage",
    "answer",
    "tolerance",
    "unit",
    "counts_parts",
    "markers",
    "limit",
    "feedback",
)


@dataclass(frozen=True)
class Sibling:
    """Another language of a question: what it asks, and the identity of its parts."""

    question: Question
    key: uuid.UUID
    ids: tuple[str, ...]
    gap_names: tuple[str, ...] = ()


def newest(draft: QuestionDraft, outcomes: Iterable[Outcome]) -> QuestionDraft:
    """Return a question as its authors last saved it; asks for ``latest_revision``."""
    revision = draft.latest_revision
    if revision is None or not draft.has_unpublished_changes:
        return draft
    content = revision.content
    newer = QuestionDraft(
        pk=draft.pk,
        locale=draft.locale,
        course=draft.course,
        outcome=draft.outcome,
        case=draft.case,
        case_place=draft.case_place,
        translation_key=draft.translation_key,
        **{name: content[name] for name in _PLAIN if name in content},
    )
    for outcome in outcomes:
        if outcome.pk == content.get("outcome"):
            newer.outcome = outcome
    return newer


def drafts_of(
    course: Course, outcomes: Iterable[Outcome]
) -> Iterator[list[QuestionDraft]]:
    """Yield the languages of each question of a course, as last saved."""
    rows = (
        QuestionDraft.objects.filter(course=course)
        .select_related("course", "locale", "outcome", "case", "latest_revision")
        .order_by("translation_key", "locale")
    )
    outcomes = list(outcomes)
    for _key, drafts in groupby(rows, key=lambda row: row.translation_key):
        yield [newest(draft, outcomes) for draft in drafts]


def fault_of(draft: QuestionDraft) -> str:
    """Return why a question cannot be marked, or nothing; types of hand have no faults."""
    kind = KINDS.get(draft.type)
    if kind is None:
        return ""
    try:
        kind.check(asking.words_of(draft), asking.key_of(draft))
    except KeyFaultError as fault:
        return str(fault)
    return ""


def question_of(draft: QuestionDraft, lead: QuestionDraft | None = None) -> Question:
    """Return a row of the bank as files carry it, its parts in the order of ``lead``.

    ``lead`` is the first language of the question: its parts have the same ids, but may
    stand in another order.
    """
    blocks = _blocks(draft, lead)
    names = _gap_names(blocks)
    return tidy(
        Question(
            draft.language,
            draft.type,
            draft.stem,
            code=draft.code,
            outcome=draft.outcome.number,
            cites=tuple(draft.cite_list),
            must_pass=draft.must_pass,
            difficulty=draft.difficulty,
            counts_parts=draft.counts_parts,
            feedback=draft.feedback,
            case=f"{draft.case.code} {draft.case_place}" if draft.case else "",
            **_body(draft, blocks, names),
        )
    )


def sibling_of(draft: QuestionDraft, lead: QuestionDraft | None = None) -> Sibling:
    """Return what another language of the question has to agree with."""
    blocks = _blocks(draft, lead)
    return Sibling(
        question_of(draft, lead),
        draft.translation_key,
        tuple(block.id for block in blocks),
        _gap_names(blocks),
    )


def lead_of(drafts: Iterable[QuestionDraft]) -> QuestionDraft:
    """Return the language that the others are ordered by."""
    return min(drafts, key=lambda draft: CODES.index(draft.language))


def draft_of(  # noqa: PLR0913, PLR0917 — the columns of the row
    question: Question,
    course: Course,
    outcome: Outcome,
    locale: Locale,
    sibling: Sibling | None,
    case: CaseDraft | None = None,
) -> QuestionDraft:
    """Return a new row of the bank; it and its parts are those of ``sibling``."""
    names = sibling.gap_names if sibling else ()
    names = names or tuple(str(n) for n in range(1, len(question.gaps) + 1))
    values = _values(question, names)
    ids = sibling.ids if sibling else tuple(str(uuid.uuid4()) for _value in values)
    return QuestionDraft(
        course=course,
        outcome=outcome,
        locale=locale,
        translation_key=sibling.key if sibling else uuid.uuid4(),
        code=question.code,
        type=question.type,
        must_pass=question.must_pass,
        difficulty=question.difficulty,
        counts_parts=question.counts_parts,
        cites=", ".join(question.cites),
        stem=question.stem,
        answers=json.dumps(
            [
                {"type": _PARTS[question.type], "id": name, "value": value}
                for name, value in zip(ids, values, strict=True)
            ]
        ),
        passage=GAP.sub(
            lambda found: f"[[{_named(names, found[1])}]]", question.passage
        ),
        answer=question.number or "\n".join(question.accepted) or question.sample,
        tolerance=question.tolerance,
        unit=question.unit,
        feedback=question.feedback,
        case=case,
        case_place=place_in(question.case) if case else 1,
        live=False,
        has_unpublished_changes=True,
    )


def place_in(case: str) -> int:
    """Return the place that a question has in its case: 2 of ``C1-K01 2``."""
    place = case.partition(" ")[2]
    return int(place) if re.fullmatch("[0-9]{1,4}", place) else 1


def _blocks(draft: QuestionDraft, lead: QuestionDraft | None) -> list[Any]:
    kind = _PARTS.get(draft.type)
    blocks = [block for block in draft.answers if block.block_type == kind]
    if kind == "gap":
        return sorted(blocks, key=lambda block: _natural(block.value["name"]))
    if lead is None or kind not in {"choice", "pair"}:
        return blocks
    places = {block.id: place for place, block in enumerate(lead.answers)}
    if {block.id for block in blocks} != set(places):
        return blocks
    return sorted(blocks, key=lambda block: places[block.id])


def _gap_names(blocks: Sequence[Any]) -> tuple[str, ...]:
    return tuple(block.value["name"] for block in blocks if block.block_type == "gap")


def _natural(name: str) -> tuple[int, str]:
    return (int(name), "") if re.fullmatch("[0-9]+", name) else (1000, name)


def _body(
    draft: QuestionDraft, blocks: Sequence[Any], names: Sequence[str]
) -> dict[str, Any]:
    return _BODIES[draft.type](draft, blocks, names)


def _choices(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    values = [block.value for block in blocks]
    return {
        "choices": tuple(
            Choice(value["text"], bool(value["correct"]), value["feedback"] or "")
            for value in values
        )
    }


def _pairs(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {
        "pairs": tuple(
            Pair(block.value["left"] or "", block.value["right"]) for block in blocks
        )
    }


def _steps(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {"steps": tuple(str(block.value) for block in blocks)}


def _gaps(draft: QuestionDraft, blocks: Any, names: Sequence[str]) -> dict[str, Any]:
    numbers = {name: str(place) for place, name in enumerate(names, start=1)}
    return {
        "passage": GAP.sub(
            lambda found: f"[[{numbers.get(found[1], found[1])}]]", draft.passage
        ),
        "gaps": tuple(
            Gap(
                tuple(lines(block.value["accepted"])),
                tuple(lines(block.value["wrong"] or "")),
            )
            for block in blocks
        ),
    }


def _number(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {
        "number": draft.answer.replace(",", "."),
        "tolerance": draft.tolerance.replace(",", "."),
        "unit": draft.unit,
    }


def _accepted(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {"accepted": tuple(lines(draft.answer))}


def _sample(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    return {"sample": draft.answer}


def _nothing(draft: QuestionDraft, blocks: Any, names: Any) -> dict[str, Any]:
    """Return nothing: no file carries the steps of a scenario, or a picture."""
    return {}


_BODIES = dict.fromkeys(CHOOSING, _choices) | {
    "matching": _pairs,
    "ordering": _steps,
    "cloze": _gaps,
    "numeric": _number,
    "text": _accepted,
    "open": _sample,
    "branching": _nothing,
    "hotspot": _nothing,
}


def _values(question: Question, names: Sequence[str]) -> list[Any]:
    """Return the values of the blocks of a question."""
    choices: list[Any] = [
        {"text": one.text, "correct": one.is_right, "feedback": one.feedback}
        for one in question.choices
    ]
    pairs = [{"left": one.left, "right": one.right} for one in question.pairs]
    gaps = [
        {
            "name": name,
            "accepted": "\n".join(one.accepted),
            "wrong": "\n".join(one.wrong),
        }
        for name, one in zip(names, question.gaps, strict=True)
    ]
    return [*choices, *pairs, *question.steps, *gaps]


def _named(names: Sequence[str], number: str) -> str:
    """Return the name of the gap of that number; one too many stays as it is."""
    place = int(number) if re.fullmatch("[0-9]{1,3}", number) else 0
    return names[place - 1] if 0 < place <= len(names) else number
