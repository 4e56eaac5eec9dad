"""Coverage of a course's exam by its question bank, from stored data."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce

from courses.assessment.bank.bank_requirements import (
    BankQuestion,
    QuestionBank,
    list_bank_shortfalls,
)
from courses.assessment.models import (
    PaperVersion,
    QuestionState,
    QuestionVersion,
    StateChange,
    build_state_expression,
)
from courses.assessment.statistics.quality_flags import GateVerdict, assess_quality_gate
from courses.models import Course, Unit, UnitVersion
from courses.release.gates import ReleaseFinding


def build_question_bank(
    course: Course, versions: Iterable[UnitVersion]
) -> QuestionBank:
    """Return the questions among ``versions`` that would be live once released."""
    listed = [one.pk for one in versions if one.unit.kind == Unit.Kind.QUESTION]
    asked = QuestionVersion.objects.filter(version__in=listed, for_practice=False)
    exceptions = StateChange.objects.filter(
        unit=OuterRef("version__unit"), state=QuestionState.LIVE, is_exception=True
    )
    rows = asked.annotate(
        state=Coalesce(
            build_state_expression("version__unit"), Value(QuestionState.LIVE.value)
        ),
        is_exception=Exists(exceptions),
    )
    facts = rows.values_list(
        "state",
        "outcome__number",
        "must_pass",
        "difficulty",
        "version__unit__slug",
        "cites",
        "type",
        "is_exception",
        "numbers__n",
        "numbers__facility",
        "numbers__discrimination",
    )
    live, others = [], {}
    row: Any
    for row in facts.order_by("version__unit__slug"):
        state, outcome, must_pass, difficulty, code, cites, kind, *known = row
        is_exception, n, facility, discrimination = known
        gate = assess_quality_gate(n or 0, facility, discrimination)
        is_below = gate.verdict is GateVerdict.REFUSED and not is_exception
        question = BankQuestion(
            outcome, must_pass, difficulty, code, cites, is_below, kind
        )
        if state == QuestionState.LIVE:
            live.append(question)
        else:
            others[question.code] = QuestionState(state)
    numbers = course.outcomes.values_list("number", flat=True)
    return QuestionBank(list(numbers), live, others)


def list_coverage_findings(
    course: Course, versions: Sequence[UnitVersion]
) -> list[ReleaseFinding]:
    """Return what the exam among ``versions`` lacks; empty if there is no exam."""
    exams = [one.pk for one in versions if one.unit.kind == Unit.Kind.EXAM]
    paper = PaperVersion.objects.filter(version__in=exams).first() if exams else None
    if paper is None:
        return []
    return list_bank_shortfalls(
        build_question_bank(course, versions),
        asked=paper.questions,
        needs_full_bank=paper.needs_full_bank,
        blueprint=paper.plan,
        open_questions=paper.open_questions,
    )


def list_findings_without(unit: Unit) -> list[str]:
    """Return what the exam of the current edition would lack without ``unit``."""
    edition = unit.course.current_edition
    if edition is None:
        return []
    listed = UnitVersion.objects.filter(entries__edition=edition)
    versions = list(listed.select_related("unit"))
    others = [version for version in versions if version.unit_id != unit.pk]
    known = {finding.text for finding in list_coverage_findings(unit.course, versions)}
    lost = [finding.text for finding in list_coverage_findings(unit.course, others)]
    return [text for text in lost if text not in known]
