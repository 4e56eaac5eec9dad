"""Validation of draft and imported questions; faults of drafts are by field."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from content.privacy.open_findings import format_open_findings
from content.questions import question_pictures
from content.questions.notation.exchange_question import ExchangeQuestion
from content.questions.types import BANK_TYPES
from courses.assessment.kinds import KINDS, AnswerKeyError
from courses.provisions import citation_lookup

if TYPE_CHECKING:
    from content.questions.models import QuestionDraft

#: The maximum lengths of the bank’s fields.
LONGEST = {"code": 32, "tolerance": 20, "unit": 20}
_LONGEST_SIDE = 250
_LONGEST_TEXT = 20_000
_LONGEST_LABEL = 120


def list_draft_faults(draft: "QuestionDraft") -> dict[str, Any]:
    """Return the faults of a draft, by field."""
    faults: dict[str, Any] = {}
    if missing := citation_lookup.list_unknown_citations(draft.cite_list):
        faults["cites"] = _("These provisions are not in the register: %(list)s.") % {
            "list": ", ".join(missing)
        }
    if draft.outcome_id and draft.outcome.course_id != draft.course_id:
        faults["outcome"] = _("Choose an outcome of this course.")
    if unfit := _fault_of_case(draft):
        faults["case"] = unfit
    if unfit := find_practice_fault(draft):
        faults["for_practice"] = unfit
    if fault := find_answer_fault(draft):
        faults[BANK_TYPES[draft.type].answer_field] = fault
    return faults | question_pictures.list_picture_faults(draft)


def find_answer_fault(
    draft: "QuestionDraft", question: ExchangeQuestion | None = None
) -> str:
    """Return why the parts and the key do not fit the type, or ``""``.

    ``question`` is the import that becomes ``draft``; its picture is in no library yet.
    """
    if draft.type not in KINDS:
        return ""
    brought = BANK_TYPES[draft.type].build_unsaved_body(question) if question else {}
    try:
        KINDS[draft.type].check(draft.build_body() | brought, draft.build_key())
    except AnswerKeyError as fault:
        return str(fault)
    return ""


def find_practice_fault(draft: "QuestionDraft") -> Any:
    """Return why a practice question cannot be asked in lessons, or nothing."""
    if not draft.for_practice:
        return ""
    if refusal := BANK_TYPES[draft.type].practice_refusal:
        return refusal
    if draft.must_pass:
        return _("A must-pass question belongs in the exam. Choose one or the other.")
    return ""


def find_personal_data_fault(question: Any, key: UUID) -> Any:
    """Return what looks like personal data in an imported question, or nothing."""
    if not (words := format_open_findings(asdict(question), key)):
        return ""
    return f"{words} " + _(
        "Remove it from the file, or write this question in the studio "
        "and say there why it should stay."
    )


def find_field_fault(question: ExchangeQuestion) -> str:
    """Return which text of ``question`` is too long, or that it is empty; else ``""``."""
    sides = [pair.left for pair in question.pairs]
    sides += [*(pair.right for pair in question.pairs), *question.steps]
    texts = [question.stem, question.passage, question.feedback, question.sample]
    texts += [text for one in question.choices for text in (one.text, one.feedback)]
    texts += [one.feedback for one in question.regions]
    limited = [(side, _LONGEST_SIDE) for side in sides]
    limited += [(text, _LONGEST_TEXT) for text in texts]
    limited += [(one.label, _LONGEST_LABEL) for one in question.regions]
    if question.picture:
        limited.append((question.picture.alt, _LONGEST_SIDE))
    limited += [
        (getattr(question, name), most)
        for name, most in LONGEST.items()
        if name != "code"
    ]
    for text, most in limited:
        if len(text) > most:
            return _("“%(text)s…” is too long. The limit is %(count)s characters.") % {
                "text": text[:40],
                "count": most,
            }
    if not question.stem:
        return _("The question itself is empty. Write what is asked.")
    return ""


def _fault_of_case(draft: "QuestionDraft") -> Any:
    if draft.case and draft.case.course_id != draft.course_id:
        return _("Choose a case of this course.")
    if draft.case and not draft.shown_case:
        return _(
            "This case is not published in the language of the question. Publish it "
            "first, then save the question."
        )
    return ""
