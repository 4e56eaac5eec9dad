"""Content of a draft question, its hashes, and the facts stored with its versions."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Revision

from content.blocks.translation_segments import hash_body_segments, hash_field_segments
from content.questions import question_pictures
from content.questions.types import BANK_TYPES
from courses.assessment.kinds import build_part_structure
from courses.assessment.paper_blueprint import Difficulty
from courses.release.unit_versions import PublishedText
from elearning.languages import CODES

if TYPE_CHECKING:
    from content.questions.models import CaseDraft, QuestionDraft
    from courses.models import UnitVersion

#: The translated fields of a question; the others are the same in every language.
WORDED = ("stem", "passage", "answer", "unit", "alt", "feedback")
#: Included in the hash only if not empty, so that hashes of older questions are stable.
_MAYBE = ("passage", "tolerance", "unit", "counts_parts", "for_practice")


class QuestionDraftContent:
    """The content of ``draft``; its case, texts and key are looked up once."""

    def __init__(self, draft: "QuestionDraft") -> None:
        self.draft = draft

    @cached_property
    def case(self) -> "CaseDraft | None":
        return self.draft.shown_case

    @cached_property
    def words(self) -> dict[str, Any]:
        return self.draft.build_body()

    @cached_property
    def key(self) -> dict[str, Any]:
        return self.draft.build_key()

    def plain_content(self) -> dict[str, Any]:
        """Return the content of this language as plain data, the input of the hash."""
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
            | BANK_TYPES[draft.type].build_marking_facts(draft)
        )

    def digest(self) -> str:
        """Return the content hash (SHA-256, hex)."""
        plain = json.dumps(self.plain_content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

    def segments(self) -> dict[str, str]:
        """Return the hash of each translated segment, by its place.

        The text of the case is one segment. The rubric is covered by its blocks.
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
        """Return a hash that is equal for two languages that ask the same."""
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
        """Return the size of what a reader loads, in bytes: texts and picture."""
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

    def published_text(self, revision: Revision) -> PublishedText:
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
        """Return the difficulty unless it is the default: older hashes lack it."""
        usual = self.draft.difficulty == Difficulty.MEDIUM
        return {} if usual else {"difficulty": self.draft.difficulty}

    def _case_facts(self) -> dict[str, Any]:
        """Return the case, the question’s place in it and its text."""
        if self.draft.case is None:
            return {}
        words = {"words": self.case.words} if self.case else {}
        key = str(self.draft.case.translation_key)
        return {"case": key, "place": self.draft.case_place} | words


def build_question_facts(version: "UnitVersion", language: str) -> dict[str, Any]:
    """Return the facts that the assessment office stores about a question.

    Languages whose structure differs from that of ``language`` are left out until they
    are translated.
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
        "key": merge_answer_keys(details["key"] for details in agreeing.values()),
    }


def merge_answer_keys(keys: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one key from those of several languages, with all typed answers."""
    whole: dict[str, Any] = {}
    for key in keys:
        for name, part in key.items():
            both = isinstance(part, dict) and isinstance(whole.get(name), dict)
            whole[name] = merge_answer_keys([whole[name], part]) if both else part
    return whole


def _untyped(key: Any) -> Any:
    """Return the key without typed answers, which differ by language."""
    if not isinstance(key, dict):
        return key
    if set(key) <= set(CODES) and all(isinstance(part, list) for part in key.values()):
        return "typed"
    return {name: _untyped(part) for name, part in key.items()}
