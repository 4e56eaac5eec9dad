"""What a draft of a question says now, and what a version of it keeps."""

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation

from content.blocks.translation_segments import hash_body_segments, hash_field_segments
from content.questions import assessment_content, question_pictures
from content.questions.types import get_bank_type
from courses.assessment.kinds import build_part_structure
from courses.assessment.models import QuestionVersion
from courses.release.unit_versions import PublishedText
from elearning.languages import CODES

if TYPE_CHECKING:
    from wagtail.models import Revision

    from content.questions.models import CaseDraft, QuestionDraft
    from courses.models import UnitVersion

#: The fields of a question that are translated; the others say the same everywhere.
WORDED = ("stem", "passage", "answer", "unit", "alt", "feedback")
#: What is said only where it is not empty: hashes of older questions stay what they are.
_MAYBE = ("passage", "tolerance", "unit", "counts_parts", "for_practice")


class QuestionDraftContent:
    """What ``draft`` says; its case, its words and its key are looked up once."""

    def __init__(self, draft: "QuestionDraft") -> None:
        self.draft = draft

    @cached_property
    def case(self) -> "CaseDraft | None":
        return self.draft.shown_case

    @cached_property
    def words(self) -> dict[str, Any]:
        return assessment_content.build_question_body(self.draft)

    @cached_property
    def key(self) -> dict[str, Any]:
        return assessment_content.build_answer_key(self.draft)

    def plain_content(self) -> dict[str, Any]:
        """Return what this language says, as plain data: the hash is taken over it."""
        draft = self.draft
        return (
            {
                "code": draft.code,
                "type": draft.type,
                "must_pass": draft.must_pass,
                "outcome": draft.outcome.number,
                "cites": draft.cite_list,
                "stem": draft.stem,
                "answers": draft.answers.get_prep_value(),
                "answer": draft.answer,
                "feedback": draft.feedback,
            }
            | {name: getattr(draft, name) for name in _MAYBE if getattr(draft, name)}
            | self._estimate()
            | self._case_facts()
            | question_pictures.build_picture_facts(draft)
            | get_bank_type(draft.type).build_marking_facts(draft)
        )

    def digest(self) -> str:
        """Return the content hash (SHA-256, hex)."""
        plain = json.dumps(self.plain_content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

    def segments(self) -> dict[str, str]:
        """Return the hash of each segment that is translated, by its place.

        The text of its case is one of them. What a rubric says is told by its blocks.
        """
        plain = self.plain_content()
        texts = {name: plain.pop(name) for name in WORDED if name in plain}
        if words := plain.pop("words", None):
            texts["words"] = " ".join(words.values())
        for name in ("answers", "criteria"):
            plain.pop(name, None)
        answers = self.draft.answers
        found = hash_body_segments(answers.stream_block, answers.get_prep_value())
        return hash_field_segments(texts, plain) | found

    def structure(self) -> str:
        """Return the hash that is equal where two languages ask the same."""
        draft = self.draft
        asked: list[Any] = [draft.type, draft.must_pass, draft.outcome.number]
        asked.append(sorted(draft.cite_list))
        asked += self._estimate().values()
        if facts := self._case_facts():
            asked.append([facts["case"], facts["place"], "words" in facts])
        if draft.for_practice:
            asked.append("for practice")
        if draft.is_releasable:
            asked += [build_part_structure(self.words), _untyped(self.key)]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def size(self) -> int:
        """Return what whoever is asked loads, in bytes: the words and the picture."""
        draft = self.draft
        with translation.override(draft.language):
            form = draft.preview_form()
            context = {"question": draft, "form": form, "is_tried": True}
            html = render_to_string("content/previews/asked.html", context)
            if self.case:
                html += render_to_string("assessment/case.html", {"case": self.case})
        picture = (
            question_pictures.encode_picture(draft.picture)[0] if draft.picture else b""
        )
        return len(html.encode()) + len(picture)

    def published_text(self, revision: "Revision") -> PublishedText:
        """Return this language of the question for the register of versions."""
        draft, case = self.draft, self._case_facts()
        shown = {"case": case.pop("words")} if "words" in case else {}
        return PublishedText(
            language=draft.language,
            title=f"{draft.code}. {draft.stem}"[:255],
            reference=str(revision.pk),
            digest=self.digest(),
            structure=self.structure(),
            size=self.size(),
            segments=self.segments(),
            details={
                "type": draft.type,
                "must_pass": draft.must_pass,
                "difficulty": draft.difficulty,
                "outcome": draft.outcome.number,
                "cites": draft.cite_list,
                "for_practice": draft.for_practice,
                "key": self.key,
                "text": self.words | shown,
            }
            | case,
        )

    def _estimate(self) -> dict[str, str]:
        """Return the difficulty where it is not the usual one: hashes stay what they are."""
        usual = self.draft.difficulty == QuestionVersion.Difficulty.MEDIUM
        return {} if usual else {"difficulty": self.draft.difficulty}

    def _case_facts(self) -> dict[str, Any]:
        """Return which case it belongs to, where it stands there, and what that says."""
        if self.draft.case is None:
            return {}
        words = {"words": self.case.words} if self.case else {}
        key = str(self.draft.case.translation_key)
        return {"case": key, "place": self.draft.case_place} | words


def build_question_facts(version: "UnitVersion", language: str) -> dict[str, Any]:
    """Return what the assessment office keeps of a question.

    Languages that do not ask the same as ``language`` wait for their translation.
    """
    texts = {text.language: text for text in version.texts.all()}
    leading = texts.get(language) or next(iter(texts.values()))
    agreeing = {
        code: text.details
        for code, text in texts.items()
        if text.structure == leading.structure
    }
    return leading.details | {
        "body": {code: details["text"] for code, details in agreeing.items()},
        "key": assessment_content.merge_answer_keys(
            details["key"] for details in agreeing.values()
        ),
    }


def _untyped(key: Any) -> Any:
    """Return what is right without typed words: each language has its own."""
    if not isinstance(key, dict):
        return key
    if set(key) <= set(CODES) and all(isinstance(part, list) for part in key.values()):
        return "typed"
    return {name: _untyped(part) for name, part in key.items()}
