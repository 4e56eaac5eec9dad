"""Preview of an import, row by row, without writing anything."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from wagtail.models import Locale

from content.questions.draft_validation import (
    LONGEST,
    find_answer_fault,
    find_field_fault,
    find_personal_data_fault,
    find_practice_fault,
)
from content.questions.exchange.draft_conversion import (
    QuestionSibling,
    build_exchange_question,
    build_question_draft,
    build_question_sibling,
    choose_lead_draft,
    iter_course_drafts,
)
from content.questions.exchange.exchange_formats import ExchangeFormat, detect_format
from content.questions.exchange.zip_reader import extract_single_file
from content.questions.models import CaseDraft, QuestionDraft
from content.questions.notation.exchange_question import (
    ExchangeError,
    ExchangePicture,
    ExchangeQuestion,
    ReadQuestion,
    check_question_count,
)
from courses.models import Course, Outcome
from courses.provisions import citation_lookup
from elearning.languages import OWN_NAMES

READY, FAULTY, KNOWN = "ready", "faulty", "known"


@dataclass(frozen=True)
class ImportPreviewRow:
    """One question of a file in one language, and the outcome of its import."""

    place: str
    state: str
    code: str = ""
    language: str = ""
    type: str = ""
    stem: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()
    draft: QuestionDraft | None = None
    picture: ExchangePicture | None = None


@dataclass
class QuestionImportPreview:
    """The preview of an imported file."""

    format: ExchangeFormat
    encoding: str
    notes: list[str] = field(default_factory=list)
    rows: list[ImportPreviewRow] = field(default_factory=list)

    def in_state(self, state: str) -> list[ImportPreviewRow]:
        return [row for row in self.rows if row.state == state]

    @property
    def ready(self) -> list[ImportPreviewRow]:
        return self.in_state(READY)

    @property
    def faulty(self) -> list[ImportPreviewRow]:
        return self.in_state(FAULTY)

    @property
    def known(self) -> list[ImportPreviewRow]:
        return self.in_state(KNOWN)


class _FaultyError(Exception):
    """A row that cannot be imported; the message says why."""


class _KnownError(Exception):
    """A row that is already in the bank or the file; the message says where."""


def preview_question_import(
    content: bytes,
    name: str,
    course: Course,
    *,
    language: str,
    outcome: Outcome | None = None,
) -> QuestionImportPreview:
    """Return what an import of the file into the bank of ``course`` would do.

    ``language`` and ``outcome`` apply to questions that name none. Raises
    ``ExchangeError`` if the file cannot be read at all.
    """
    content, name = extract_single_file(content, name)
    form = detect_format(content, name)
    reading, encoding = form.read(content, language)
    check_question_count(len(reading.questions) + len(reading.faults))
    if not reading.questions and not reading.faults:
        raise ExchangeError(
            _("There are no questions in this file. Choose another one.")
        )
    cites = {cite for read in reading.questions for cite in read.question.cites}
    bank = _Bank(course, outcome, citation_lookup.list_unknown_citations(sorted(cites)))
    rehearsal = QuestionImportPreview(form, encoding, reading.notes)
    for fault in reading.faults:
        row = ImportPreviewRow(
            fault.place, FAULTY, code=fault.code, reason=fault.reason
        )
        rehearsal.rows.append(row)
    rehearsal.rows += [bank.row_of(read) for read in reading.questions]
    rehearsal.rows.sort(key=_in_file)
    return rehearsal


class _Bank:
    """The questions in the bank, and those read from the file so far."""

    def __init__(
        self, course: Course, outcome: Outcome | None, unknown: Collection[str]
    ) -> None:
        self._course, self._outcome, self._unknown = course, outcome, unknown
        self._outcomes = {one.number: one for one in course.outcomes.all()}
        self._locales = {one.language_code: one for one in Locale.objects.all()}
        cases = CaseDraft.objects.live().filter(course=course).select_related("locale")
        self._cases = {(one.code.lower(), one.language): one for one in cases}
        self._siblings: dict[str, QuestionSibling] = {}
        self._digests: dict[tuple[str, str], str] = {}
        self._codes: dict[str, str] = {}
        self._in_file: set[tuple[str, str]] = set()
        for drafts in iter_course_drafts(course, self._outcomes.values()):
            self._note(drafts)

    def row_of(self, read: ReadQuestion) -> ImportPreviewRow:
        question, notes = _coded(read.question)
        case = self._case_of(question)
        if question.case and case is None:
            words = _("The bank has no published case %(code)s in this language.")
            notes = (*notes, words % {"code": question.case.partition(" ")[0]})
        facts: dict[str, Any] = {
            "place": read.place,
            "code": question.code,
            "language": question.language,
            "type": question.type,
            "stem": question.stem,
            "notes": (*read.notes, *notes),
        }
        try:
            draft = self._draft(question, case)
        except _KnownError as error:
            return ImportPreviewRow(state=KNOWN, reason=str(error), **facts)
        except _FaultyError as error:
            return ImportPreviewRow(state=FAULTY, reason=str(error), **facts)
        return ImportPreviewRow(
            state=READY, draft=draft, picture=question.picture, **facts
        )

    def _case_of(self, question: ExchangeQuestion) -> CaseDraft | None:
        code = question.case.partition(" ")[0].lower()
        return self._cases.get((code, question.language))

    def _draft(
        self, question: ExchangeQuestion, case: CaseDraft | None
    ) -> QuestionDraft:
        name = question.code.lower()
        if long := find_field_fault(question):
            raise _FaultyError(long)
        if missing := [cite for cite in question.cites if cite in self._unknown]:
            raise _FaultyError(
                _("These provisions are not in the register: %(list)s.")
                % {"list": ", ".join(missing)}
            )
        sibling = self._siblings.get(name)
        if sibling is not None:
            is_new = (name, question.language) not in self._digests
            question = _joined(question, sibling, is_new=is_new)
        self._demand_new(question, name)
        if sibling is not None and question.shape() != sibling.question.shape():
            raise _FaultyError(
                _(
                    "It does not match the question %(code)s in %(language)s. Give "
                    "the same parts in the same order, with the same ones right."
                )
                % {
                    "code": sibling.question.code,
                    "language": OWN_NAMES[sibling.question.language],
                }
            )
        draft = build_question_draft(
            question,
            self._course,
            self._outcome_of(question),
            self._locales[question.language],
            sibling,
            case,
        )
        fault = find_answer_fault(draft, question) or find_practice_fault(draft)
        if fault := fault or find_personal_data_fault(question, draft.translation_key):
            raise _FaultyError(fault)
        self._note([draft])
        self._in_file.add((name, question.language))
        return draft

    def _note(self, drafts: list[QuestionDraft]) -> None:
        """Remember drafts for comparison with later rows."""
        lead = choose_lead_draft(drafts)
        for draft in drafts:
            question = build_exchange_question(draft, lead)
            self._digests[draft.code.lower(), draft.language] = question.digest()
            self._codes[question.asks()] = draft.code
        self._siblings.setdefault(lead.code.lower(), build_question_sibling(lead))

    def _demand_new(self, question: ExchangeQuestion, name: str) -> None:
        kept = self._digests.get((name, question.language))
        if (name, question.language) in self._in_file:
            raise _KnownError(
                _("The code %(code)s appears twice in the file.")
                % {"code": question.code}
            )
        if kept == question.digest():
            raise _KnownError(_("This question is already in the bank."))
        if kept:
            raise _KnownError(
                _(
                    "The bank has a different question with the code %(code)s, which "
                    "stays as it is. Give this one another code, or change the other "
                    "one in the studio."
                )
                % {"code": question.code}
            )
        if same := self._codes.get(question.asks()):
            raise _KnownError(
                _("The same question already exists, with the code %(code)s.")
                % {"code": same}
            )

    def _outcome_of(self, question: ExchangeQuestion) -> Outcome:
        if question.outcome is None:
            if self._outcome is None:
                raise _FaultyError(
                    _(
                        "It does not name an outcome of the course. Add one to the file, "
                        "or choose one for all questions when you upload."
                    )
                )
            return self._outcome
        if question.outcome not in self._outcomes:
            raise _FaultyError(
                _("The course has no outcome %(number)s. It has: %(list)s.")
                % {
                    "number": question.outcome,
                    "list": ", ".join(map(str, sorted(self._outcomes))),
                }
            )
        return self._outcomes[question.outcome]


def _coded(question: ExchangeQuestion) -> tuple[ExchangeQuestion, tuple[str, ...]]:
    """Return a question with a code: its own if usable, else a reproducible one."""
    try:
        validate_slug(question.code)
    except ValidationError:
        pass
    else:
        if len(question.code) <= LONGEST["code"]:
            return question, ()
    code = f"Q-{question.asks()[:10]}"
    note = _("It has no code that the bank can use, so it gets %(code)s.") % {
        "code": code
    }
    return replace(question, code=code), (note,)


def _joined(
    question: ExchangeQuestion, sibling: QuestionSibling, *, is_new: bool
) -> ExchangeQuestion:
    """Return ``question`` with the code of ``sibling`` and the data it lacks itself.

    If it ``is_new`` in this language, it gets all language-independent data.
    """
    other = sibling.question
    question = replace(
        question,
        code=other.code,
        outcome=other.outcome if question.outcome is None else question.outcome,
        cites=question.cites or other.cites,
    )
    if not is_new:
        return question
    return replace(
        question,
        must_pass=other.must_pass,
        difficulty=other.difficulty,
        for_practice=other.for_practice,
        counts_parts=other.counts_parts,
    )


def _in_file(row: ImportPreviewRow) -> tuple[str, int]:
    """Return the position of a row in its file: the last number of its place."""
    head, _colon, number = row.place.rpartition(":")
    return head, int(number) if number.strip().isdigit() else 0
