"""What a candidate sees of her questions once an attempt is marked.

As much as the paper says: its result alone, her answers with what is right in them and
why, or also what would have been right. Questions that were only tried out are never
shown: they are asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.assessment.asking.feedback import citations, judged
from courses.assessment.asking.fields import Form
from courses.assessment.asking.names import Names
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    KeyCorrection,
    PaperVersion,
)
from courses.gates import Finding
from courses.models import Course, Unit, UnitVersion
from courses.provisions.citing import Cited
from elearning.languages import current

_Review = PaperVersion.Review


@dataclass(frozen=True)
class Reviewed:
    """One question of a marked attempt with the answer given and what is told of it."""

    number: int
    stem: str
    language: str
    form: Form
    is_answered: bool
    is_right: bool
    feedback: str
    links: tuple[Cited, ...]

    @property
    def is_fallback(self) -> bool:
        return self.language != current()

    @property
    def prefix(self) -> str:
        """What the ids of its fields begin with."""
        return f"r{self.number}-"


def shown(attempt: Attempt) -> list[Reviewed]:
    """Return what is shown of the questions of ``attempt``, in the order they were asked.

    Nothing before it is marked, nothing where only the result is shown, and nothing once
    the answers are kept no longer. What is
    right is told by the key as it was corrected since. Four queries, however many
    questions there are.
    """
    if not attempt.is_marked or attempt.review == _Review.RESULT:
        return []
    if attempt.answers_removed_at:
        return []
    asked = AttemptItem.objects.filter(attempt=attempt).counting().with_answers()
    items = list(asked.select_related("question").order_by("position"))
    cited = citations(item.question for item in items)
    reveals = attempt.review == _Review.FULL
    corrected = KeyCorrection.objects.for_questions(item.question_id for item in items)
    return [
        _reviewed(item, corrected.get(item.question_id), cited, reveals=reveals)
        for item in items
    ]


def findings(course: Course, versions: Sequence[UnitVersion]) -> list[Finding]:
    """Warn before a release that an exam or a test shows questions, which are asked again."""
    exams = [one.pk for one in versions if one.unit.kind == Unit.Kind.EXAM]
    after_exam = _(
        "After the exam candidates see more than the result: “%(review)s”. Whoever sits "
        "it later may hear of it."
    )
    after_test = _(
        "After the entry test or the follow-up test learners see what would have been "
        "right. The exam asks the same questions."
    )
    said = []
    for paper in PaperVersion.objects.filter(version__in=exams):
        if paper.review != _Review.RESULT:
            said.append(after_exam % {"review": paper.get_review_display()})
        has_tests = paper.pre_test_questions or paper.follow_up_questions
        if has_tests and paper.test_review == _Review.FULL:
            said.append(after_test)
    return [Finding(text, is_refusal=False) for text in said]


def _reviewed(
    item: AttemptItem,
    correction: KeyCorrection | None,
    cited: dict[str, Cited],
    *,
    reveals: bool,
) -> Reviewed:
    question = item.question
    key = correction.key_for(question, item.answer) if correction else question.key
    text, language = question.text()
    text = Names.of_item(item).in_text(text)
    return Reviewed(
        number=item.position,
        stem=text["stem"],
        language=language,
        form=judged(
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
