"""Conversion between drafts in the bank and exchange questions."""

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from wagtail.models import Locale

from content.questions.models import CaseDraft, QuestionDraft
from content.questions.notation.exchange_question import (
    ExchangeQuestion,
    normalize_question,
)
from content.questions.types import BANK_TYPES
from courses.assessment.kinds.cloze_type import GAP
from courses.models import Course, Outcome
from elearning.languages import CODES

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
    "picture_alt",
    "markers",
    "limit",
    "feedback",
)


@dataclass(frozen=True)
class QuestionSibling:
    """Another language of a question: its structure and the ids of its parts."""

    question: ExchangeQuestion
    key: uuid.UUID
    ids: tuple[str, ...]
    gap_names: tuple[str, ...] = ()


def build_newest_draft(
    draft: QuestionDraft, outcomes: Iterable[Outcome]
) -> QuestionDraft:
    """Return a question as last saved; expects ``latest_revision`` to be loaded."""
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
        picture=draft.picture,
        **{name: content[name] for name in _PLAIN if name in content},
    )
    if content.get("picture") != draft.picture_id:
        newer.picture_id = content.get("picture")
    for outcome in outcomes:
        if outcome.pk == content.get("outcome"):
            newer.outcome = outcome
    return newer


def iter_course_drafts(
    course: Course, outcomes: Iterable[Outcome]
) -> Iterator[list[QuestionDraft]]:
    """Yield all languages of each question of a course, as last saved."""
    rows = (
        QuestionDraft.objects.filter(course=course)
        .select_related(
            "course", "locale", "outcome", "case", "picture", "latest_revision"
        )
        .order_by("translation_key", "locale")
    )
    outcomes = list(outcomes)
    for _key, drafts in groupby(rows, key=lambda row: row.translation_key):
        yield [build_newest_draft(draft, outcomes) for draft in drafts]


def build_exchange_question(
    draft: QuestionDraft, lead: QuestionDraft | None = None
) -> ExchangeQuestion:
    """Return a draft as an exchange question, with parts in the order of ``lead``.

    ``lead`` is the first language of the question. Its parts have the same ids but may
    be in another order.
    """
    kind = BANK_TYPES[draft.type]
    parts = kind.build_answer_parts(draft, kind.list_parts(draft, lead))
    return normalize_question(
        ExchangeQuestion(
            draft.language,
            draft.type,
            draft.stem,
            code=draft.code,
            outcome=draft.outcome.number,
            cites=tuple(draft.cite_list),
            must_pass=draft.must_pass,
            difficulty=draft.difficulty,
            for_practice=draft.for_practice,
            counts_parts=draft.counts_parts,
            feedback=draft.feedback,
            case=f"{draft.case.code} {draft.case_place}" if draft.case else "",
            **parts,
        )
    )


def build_question_sibling(
    draft: QuestionDraft, lead: QuestionDraft | None = None
) -> QuestionSibling:
    """Return the data with which another language of the question must agree."""
    kind = BANK_TYPES[draft.type]
    blocks = kind.list_parts(draft, lead)
    return QuestionSibling(
        build_exchange_question(draft, lead),
        draft.translation_key,
        tuple(block.id for block in blocks),
        kind.list_gap_names(blocks),
    )


def choose_lead_draft(drafts: Iterable[QuestionDraft]) -> QuestionDraft:
    """Return the language whose order of parts the others follow."""
    return min(drafts, key=lambda draft: CODES.index(draft.language))


def build_question_draft(
    question: ExchangeQuestion,
    course: Course,
    outcome: Outcome,
    locale: Locale,
    sibling: QuestionSibling | None,
    case: CaseDraft | None = None,
) -> QuestionDraft:
    """Return a new, unsaved draft with the ids of ``sibling`` and of its parts."""
    names = sibling.gap_names if sibling else ()
    names = names or tuple(str(n) for n in range(1, len(question.gaps) + 1))
    kind = BANK_TYPES[question.type]
    values = kind.build_block_values(question, names)
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
        for_practice=question.for_practice,
        counts_parts=question.counts_parts,
        picture_alt=question.picture.alt if question.picture else "",
        cites=", ".join(question.cites),
        stem=question.stem,
        answers=json.dumps(
            [
                {"type": kind.part, "id": name, "value": value}
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
        case_place=parse_case_place(question.case) if case else 1,
        live=False,
        has_unpublished_changes=True,
    )


def parse_case_place(case: str) -> int:
    """Return the question’s place in its case: 2 for ``C1-K01 2``."""
    place = case.partition(" ")[2]
    return int(place) if re.fullmatch("[0-9]{1,4}", place) else 1


def _named(names: Sequence[str], number: str) -> str:
    """Return the name of the gap with this number, or ``number`` if there is none."""
    place = int(number) if re.fullmatch("[0-9]{1,3}", number) else 0
    return names[place - 1] if 0 < place <= len(names) else number
