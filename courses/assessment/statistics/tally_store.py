"""Summaries of exams, counting each marked first attempt once; with recounts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Subquery

from courses.assessment.asking.answer_feedback import build_key_form
from courses.assessment.kinds import Given
from courses.assessment.models import (
    Attempt,
    AttemptItem,
    AttemptQuerySet,
    CountedAttempt,
    PaperTally,
    PaperVersion,
    QuestionNumbers,
    QuestionTally,
    QuestionVersion,
    Regrading,
    SettledPapers,
    SettledQuestions,
)
from courses.assessment.statistics import question_reports
from courses.assessment.statistics.tally_sums import (
    FULL,
    PaperTallySums,
    QuestionTallySums,
    TalliedAnswer,
)
from elearning.accounts.models import User
from elearning.audit import audit_log

#: The number of attempts counted per transaction.
_BATCH = 500
#: The keys of a summary of one exam.
_QUESTION = ("question_id", "language", "asked")
_PAPER = ("language", "asked")
#: The sums of removed answers, and the models into which a recount copies them first.
_SETTLED: tuple[tuple[Any, Any], ...] = (
    (SettledQuestions, QuestionTally),
    (SettledPapers, PaperTally),
)
#: The number of places stored for lists.
_PLACES = Decimal("0.0001")


def count_new_attempts(at: datetime) -> int:
    """Count the attempts marked since the last time; return how many there were.

    An exam with attempts regraded since they were counted is recounted. Attempts are
    found from rows: one that waited for a lock, or for a trainer to mark it, is counted
    once it is marked, whatever was marked after it.
    """
    waiting = _uncounted().filter(paper=OuterRef("pk"))
    outdated = _outdated(attempt__paper=OuterRef("pk"))
    counted = 0
    for paper in PaperVersion.objects.filter(Exists(outdated)).order_by("pk"):
        counted += recount_paper(paper, by=None)
    for paper in PaperVersion.objects.filter(Exists(waiting)).order_by("pk"):
        while found := _count_some(paper):
            counted += found
    return counted


def recount_paper(paper: PaperVersion, *, by: User | None) -> int:
    """Recount the summaries of an exam from its attempts; return their number.

    For marks that changed after they were counted. Readers see the old summaries until
    the new ones are stored. Attempts whose answers were removed stay as ``settled``.
    """
    with transaction.atomic():
        _lock(paper)
        kept = QuestionTally.objects.filter(paper=paper)
        before = set(kept.values_list("question", flat=True))
        for model in (QuestionTally, PaperTally):
            model._default_manager.filter(paper=paper).delete()
        counted_before = CountedAttempt.objects.filter(attempt__paper=paper)
        counted_before.filter(attempt__in=Attempt.every.answered_still()).delete()
        counted = counted_before.count()
        for settled, model in _SETTLED:
            _take_over(paper, settled, model)
        while found := _count_some(paper):
            counted += found
        record_question_numbers(before)
        audit_log.record_action(
            "assessment.recounted", by=by, on=paper, attempts=counted
        )
    return counted


def filter_settled_attempts(attempts: AttemptQuerySet) -> AttemptQuerySet:
    """Keep the marked attempts whose answers the summaries no longer need.

    Their current marks are counted, or they never are because they are not a first
    attempt at an exam.
    """
    outdated = _outdated(attempt=OuterRef("pk"))
    waiting = _uncounted().filter(pk=OuterRef("pk"))
    return attempts.exclude(Exists(waiting)).exclude(Exists(outdated))


def settle_attempts(attempts: Sequence[Attempt]) -> None:
    """Store what counted ``attempts`` contribute, before their answers are removed.

    Call it once for each, in the transaction that removes the answers, with
    ``with_verdict``.
    """
    known = CountedAttempt.objects.filter(attempt__in=attempts)
    counted = set(known.values_list("attempt", flat=True))
    by_paper = defaultdict[int, list[Attempt]](list)
    for attempt in attempts:
        if attempt.pk in counted:
            by_paper[attempt.paper_id].append(attempt)
    for paper in PaperVersion.objects.filter(pk__in=by_paper).order_by("pk"):
        _lock(paper)
        _take_in(paper, by_paper[paper.pk], SettledQuestions, SettledPapers)


def list_closed_picks(question: QuestionVersion) -> frozenset[str]:
    """Return the options of a question, as the summaries name them.

    Typed words are not counted individually: they could identify people.
    """
    form = build_key_form(question, question.text()[0])
    return frozenset(
        format_pick(field.name, option.id)
        for field in form.fields
        for option in field.options
    )


def format_pick(field: str, option: str) -> str:
    """Return the summaries' name of an option of a field of the form."""
    return f"{field}={option}"


def _uncounted() -> models.QuerySet[Attempt]:
    """Return first attempts that are fully marked where it counts, and not counted."""
    unmarked = AttemptItem.objects.filter(
        attempt=OuterRef("pk"), is_scored=True, mark=None
    )
    return Attempt.objects.marked().filter(~Exists(unmarked), number=1, counted=None)


def _outdated(**where: OuterRef) -> models.QuerySet[CountedAttempt]:
    """Return the counts of some attempts from before a key correction."""
    last = Regrading.objects.filter(attempt=OuterRef("attempt")).order_by("-pk")
    counted = CountedAttempt.objects.filter(**where, attempt__regradings__isnull=False)
    return counted.alias(last=Subquery(last.values("pk")[:1])).exclude(
        regrading=F("last")
    )


def _lock(paper: PaperVersion) -> None:
    """Lock an exam so that one worker at a time counts it; attempts are not blocked."""
    locked = PaperVersion.objects.select_for_update(of=("self",), no_key=True)
    locked.get(pk=paper.pk)


def _count_some(paper: PaperVersion) -> int:
    with transaction.atomic():
        _lock(paper)
        last = Regrading.objects.filter(attempt=OuterRef("pk")).order_by("-pk")
        found: Any = _uncounted().filter(paper=paper).order_by("pk")
        found = found.annotate(last_regrading=Subquery(last.values("pk")[:1]))
        attempts = list(found.with_verdict()[:_BATCH])
        if not attempts:
            return 0
        record_question_numbers(_take_in(paper, attempts, QuestionTally, PaperTally))
        CountedAttempt.objects.bulk_create(
            CountedAttempt(attempt=attempt, regrading_id=attempt.last_regrading)
            for attempt in attempts
        )
    return len(attempts)


def _take_in(
    paper: PaperVersion, attempts: Sequence[Attempt], of_questions: Any, of_papers: Any
) -> set[int]:
    """Add ``attempts`` to the sums in two models; return the questions asked."""
    answers = _answers(attempts)
    asked = {one.question for given in answers.values() for one in given}
    rows = of_questions.objects.filter(paper=paper, question__in=asked)
    questions: dict[Any, QuestionTallySums] = _kept(rows, QuestionTallySums, _QUESTION)
    papers: dict[Any, PaperTallySums] = _kept(
        of_papers.objects.filter(paper=paper), PaperTallySums, _PAPER
    )
    for attempt in attempts:
        if not (given := answers[attempt.pk]):
            continue
        place, total = (attempt.language, len(given)), sum(one.mark for one in given)
        passed = attempt.verdict.passed is True
        papers[place].add((one.mark for one in given), passed=passed)
        for answer in given:
            questions[(answer.question, *place)].add(answer, total - answer.mark)
    _keep(of_questions, paper, _QUESTION, questions)
    _keep(of_papers, paper, _PAPER, papers)
    return asked


def _take_over(paper: PaperVersion, settled: Any, model: Any) -> None:
    """Start the summaries of an exam in ``model`` with those that are ``settled``."""
    rows = settled.objects.filter(paper=paper)
    names = [one.attname for one in settled._meta.concrete_fields]
    names.remove("id")
    model.objects.bulk_create(
        [model(**{name: getattr(row, name) for name in names}) for row in rows],
        batch_size=_BATCH,
    )


def record_question_numbers(questions: Iterable[int]) -> None:
    """Rewrite the listed figures of ``questions`` (version ids) from the summaries."""
    known = question_reports.build_performance_from_tallies(
        questions, QuestionTally.objects.all()
    )
    QuestionNumbers.objects.bulk_create(
        [_numbers(key, standing) for key, standing in sorted(known.items())],
        update_conflicts=True,
        unique_fields=["question"],
        update_fields=[
            "n",
            "facility",
            "discrimination",
            "is_withheld",
            "harder",
            "easier",
            "gap",
        ],
        batch_size=_BATCH,
    )


def _numbers(
    question: int, standing: question_reports.QuestionPerformance
) -> QuestionNumbers:
    known, gap = standing.together, standing.gap
    return QuestionNumbers(
        question_id=question,
        n=known.n,
        facility=_decimal(known.facility),
        discrimination=_decimal(known.discrimination),
        is_withheld=known.is_withheld,
        harder=gap.harder if gap else "",
        easier=gap.easier if gap else "",
        gap=_decimal(gap.size) if gap else None,
    )


def _decimal(number: Fraction | float | None) -> Decimal | None:
    if number is None:
        return None
    return Decimal(round(float(number), 4)).quantize(_PLACES)


def _answers(attempts: Sequence[Attempt]) -> dict[int, list[TalliedAnswer]]:
    items = list(
        AttemptItem.objects.filter(attempt__in=attempts)
        .counting()  # trials are evaluated separately
        .with_answers()
    )
    questions = QuestionVersion.objects.in_bulk({item.question_id for item in items})
    closed = {key: list_closed_picks(question) for key, question in questions.items()}
    found: dict[int, list[TalliedAnswer]] = defaultdict(list)
    for item in items:
        key, mark = item.question_id, int((item.worth or 0) * FULL)
        picks = _picks(questions[key], closed[key], item.answer)
        found[item.attempt_id].append(TalliedAnswer(key, mark, picks))
    return found


def _picks(
    question: QuestionVersion, closed: frozenset[str], given: Given
) -> list[str] | None:
    if given is None:
        return None
    form = question.kind.form(given)
    chosen = (
        format_pick(field, value) for field, values in form.items() for value in values
    )
    return [name for name in chosen if name in closed]


def _kept(rows: Iterable[Any], kind: Any, names: tuple[str, ...]) -> dict[Any, Any]:
    """Return the existing summaries by their keys, ready to be added to."""
    found: dict[Any, Any] = defaultdict(kind)
    for row in rows:
        key = tuple(getattr(row, name) for name in names)
        found[key] = kind(**{one.name: getattr(row, one.name) for one in fields(kind)})
    return found


def _keep(
    model: Any, paper: PaperVersion, names: tuple[str, ...], sums: dict[Any, Any]
) -> None:
    if not sums:
        return
    model.objects.bulk_create(
        [
            model(paper=paper, **dict(zip(names, key, strict=True)), **asdict(kept))
            for key, kept in sums.items()
        ],
        update_conflicts=True,
        unique_fields=["paper", *names],
        update_fields=list(asdict(next(iter(sums.values())))),
        batch_size=_BATCH,
    )
