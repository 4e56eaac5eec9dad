"""Feedback that a device gives on an answer without a connection.

All of it is prepared beforehand: the feedback on every choice, and the rule that judges
an answer. This is done for practice questions only: the answers of exam questions are
never sent with a page.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from courses.assessment.asking.answer_feedback import build_judged_form
from courses.assessment.asking.part_names import PartNames
from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.models import QuestionVersion
from courses.assessment.practice.self_check_questions import build_page_order
from courses.provisions.citation_lookup import ResolvedCitation


@dataclass(frozen=True)
class OfflineFeedback:
    """All possible feedback on answers to one question.

    ``form`` has every choice selected and judged, or is ``None`` for types without
    choices; ``rule`` is the result of ``QuestionType.rule``, as JSON.
    """

    rule: str
    form: QuestionForm | None
    feedback: str
    links: tuple[ResolvedCitation, ...]

    @cached_property
    def results(self) -> tuple[Mapping[str, object], ...]:
        """The texts for a right and for a wrong answer as a whole."""
        told = {"is_answered": True, "feedback": self.feedback, "links": self.links}
        return (told | {"is_right": True}, told | {"is_right": False})


def build_offline_feedback(
    name: str, question: QuestionVersion, cited: Mapping[str, ResolvedCitation]
) -> OfflineFeedback:
    """Return the feedback for ``question``, which its page calls ``name``.

    ``cited`` are its citations, resolved, by code. Raises ``ValueError`` for a question
    that a device cannot judge.
    """
    text, _language = question.text()
    text = PartNames.of_check(name, question).in_text(text)
    rule = question.kind.rule(text, question.key)
    if rule is None:
        raise ValueError(
            f"A device cannot judge a question of the kind {question.type}."
        )
    form = None
    if choices := text.get("choices"):
        everything = [choice["id"] for choice in choices]
        order = build_page_order(name, question, text)
        form = build_judged_form(question, text, order, everything, cited=cited)
    return OfflineFeedback(
        rule=json.dumps(rule, ensure_ascii=False, sort_keys=True),
        form=form,
        feedback=text.get("feedback", ""),
        links=tuple(cited[code] for code in question.cites if code in cited),
    )
