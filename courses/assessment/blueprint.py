"""Whether a bank is enough for its exam (curriculum A.6), before anybody sits it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.assessment.models import PaperVersion, QuestionVersion, State, stated
from courses.gates import Finding
from courses.models import Course, Unit, UnitVersion

#: How many live questions an outcome needs before its exam decides anything (A.6).
PER_OUTCOME = 3


@dataclass(frozen=True)
class Question:
    """What the check knows of a live question: the number of its outcome, and this."""

    outcome: int
    must_pass: bool = False


@dataclass(frozen=True)
class Bank:
    """The live questions of a bank, and the outcomes that they are to cover."""

    outcomes: Sequence[int]
    questions: Sequence[Question]

    def short_outcomes(self) -> list[tuple[int, int]]:
        """Return each outcome with too few live questions, and how many it lacks."""
        there = Counter(question.outcome for question in self.questions)
        return [
            (number, PER_OUTCOME - there[number])
            for number in sorted(self.outcomes)
            if there[number] < PER_OUTCOME
        ]

    @property
    def has_must_pass(self) -> bool:
        return any(question.must_pass for question in self.questions)


def check(bank: Bank, *, asked: int, needs_full_bank: bool) -> list[Finding]:
    """Return, in whole sentences, what ``bank`` lacks for an exam of ``asked`` questions.

    A bank that is too small for the paper refuses a release: nobody could start the
    exam. The rest refuses where the paper needs a full bank, and warns elsewhere.
    """
    live = len(bank.questions)
    found = []
    if live < asked:
        found.append(Finding(_too_small(asked, live)))
    found += [
        Finding(_short(number, lacking), is_refusal=needs_full_bank)
        for number, lacking in bank.short_outcomes()
    ]
    if not bank.has_must_pass:
        text = _(
            "No must-pass question is live. Mark questions about rules without "
            "exception as must-pass questions."
        )
        found.append(Finding(text, is_refusal=needs_full_bank))
    return found


def bank_of(course: Course, versions: Iterable[UnitVersion]) -> Bank:
    """Return the questions among ``versions`` that would be live once released."""
    listed = [one.pk for one in versions if one.unit.kind == Unit.Kind.QUESTION]
    rows = QuestionVersion.objects.filter(version__in=listed).annotate(
        state=Coalesce(stated("version__unit"), Value(State.LIVE.value))
    )
    live = rows.filter(state=State.LIVE).values_list("outcome__number", "must_pass")
    return Bank(
        list(course.outcomes.values_list("number", flat=True)),
        [Question(*row) for row in live],
    )


def findings(course: Course, versions: Sequence[UnitVersion]) -> list[Finding]:
    """Return what the exam among ``versions`` lacks; nothing where there is none."""
    exams = [one.pk for one in versions if one.unit.kind == Unit.Kind.EXAM]
    paper = PaperVersion.objects.filter(version__in=exams).first() if exams else None
    if paper is None:
        return []
    return check(
        bank_of(course, versions),
        asked=paper.questions,
        needs_full_bank=paper.needs_full_bank,
    )


def lost_without(unit: Unit) -> list[str]:
    """Return what the exam of the current edition would lack without a question."""
    edition = unit.course.current_edition
    if edition is None:
        return []
    listed = UnitVersion.objects.filter(entries__edition=edition)
    versions = list(listed.select_related("unit"))
    others = [version for version in versions if version.unit_id != unit.pk]
    known = {finding.text for finding in findings(unit.course, versions)}
    lost = [finding.text for finding in findings(unit.course, others)]
    return [text for text in lost if text not in known]


def _too_small(asked: int, live: int) -> str:
    words = ngettext(
        "The exam asks more questions than the bank has: %(asked)s, and %(n)s is live. "
        "Write more questions, or ask fewer.",
        "The exam asks more questions than the bank has: %(asked)s, and %(n)s are live. "
        "Write more questions, or ask fewer.",
        live,
    )
    return words % {"asked": asked, "n": live}


def _short(number: int, lacking: int) -> str:
    words = ngettext(
        "Outcome %(number)s lacks %(n)s question. Each outcome needs %(needed)s that "
        "are live.",
        "Outcome %(number)s lacks %(n)s questions. Each outcome needs %(needed)s that "
        "are live.",
        lacking,
    )
    return words % {"number": number, "n": lacking, "needed": PER_OUTCOME}
