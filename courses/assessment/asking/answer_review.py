"""The questions of a marked attempt, as shown to the candidate.

The paper decides how much is shown: the result alone, the answers with verdicts and
explanations, or the right answers as well. Trial questions are never shown, because
they are asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.assessment.asking.answer_feedback import (
    build_judged_form,
    resolve_citations,
)
from courses.assessment.asking.part_names import PartNames
from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.models import Attempt, AttemptItem, KeyCorrection, PaperVersion
from courses.models import Course, Unit, UnitVersion
from courses.provisions.citation_lookup import ResolvedCitation
from courses.release.gates import ReleaseFinding
from elearning.languages import get_current_language

_Review = PaperVersion.Review


@dataclass(frozen=True)
class ReviewedQuestion:
    """One question of a marked attempt, with the answer given and its feedback."""

    number: int
    stem: str
    language: str
    form: QuestionForm
    is_answered: bool
    is_right: bool
    feedback: str
    links: tuple[ResolvedCitation, ...]

    @property
    def is_fallback(self) -> bool:
        return self.language != get_current_language()

    @property
    def prefix(self) -> str:
        """The prefix of the ids of its fields."""
        return f"r{self.number}-"


def list_reviewed_questions(attempt: Attempt) -> list[ReviewedQuestion]:
    """Return the reviewable questions of ``attempt``, in the order they were asked.

    The list is empty before the attempt is marked, if only the result is shown, and
    after the answers have been removed. Answers are judged by the key as corrected
    since. Takes four queries, however many questions there are.
    """
    if not attempt.is_marked or attempt.review == _Review.RESULT:
        return []
    if attempt.answers_removed_at:
        return []
    asked = AttemptItem.objects.filter(attempt=attempt).counting().with_answers()
    items = list(asked.select_related("question").order_by("position"))
    cited = resolve_citations(item.question for item in items)
    reveals = attempt.review == _Review.FULL
    corrected = KeyCorrection.objects.for_questions(item.question_id for item in items)
    return [
        _reviewed(item, corrected.get(item.question_id), cited, reveals=reveals)
        for item in items
    ]


def list_review_warnings(
    course: Course, versions: Sequence[UnitVersion]
) -> list[ReleaseFinding]:
    """Return warnings that an exam or test reveals questions that are asked again."""
    exams = [one.pk for one in versions if one.unit.kind == Unit.Kind.EXAM]
    after_exam = _(
        "After the exam, candidates see more than the result: "
        "“%(review)s”. People who sit it later may hear of it from them."
    )
    after_test = _(
        "After the entry test or the follow-up test, learners see the "
        "right answers. The exam asks the same questions."
    )
    said = []
    for paper in PaperVersion.objects.filter(version__in=exams):
        if paper.review != _Review.RESULT:
            said.append(after_exam % {"review": paper.get_review_display()})
        has_tests = paper.pre_test_questions or paper.follow_up_questions
        if has_tests and paper.test_review == _Review.FULL:
            said.append(after_test)
    return [ReleaseFinding(text, is_refusal=False) for text in said]


def _reviewed(
    item: AttemptItem,
    correction: KeyCorrection | None,
    cited: dict[str, ResolvedCitation],
    *,
    reveals: bool,
) -> ReviewedQuestion:
    question = item.question
    key = correction.key_for(question, item.answer) if correction else question.key
    text, language = question.text()
    text = PartNames.of_item(item).in_text(text)
    return ReviewedQuestion(
        number=item.position,
        stem=text["stem"],
        language=language,
        form=build_judged_form(
            question,
            text,
            item.order,
            item.answer,
            cited=cited,
            reveals=reveals,
            key=key,
        ),
        is_answered=item.answer is not None,
        is_right=question.mark(item.answer, correction) == 1,
        feedback=text.get("feedback", ""),
        links=tuple(cited[code] for code in question.cites if code in cited),
    )
