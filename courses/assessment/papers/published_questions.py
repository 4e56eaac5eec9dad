"""Records of questions and papers, made when the content app publishes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from courses.assessment.errors import PublishedFactsError
from courses.assessment.kinds import KINDS, AnswerKeyError, build_part_structure
from courses.assessment.models import PaperVersion, QuestionVersion
from courses.assessment.paper_blueprint import Blueprint, Difficulty
from courses.models import Outcome, UnitVersion

#: Rules of an exam with a default value.
_MAY_LACK = (
    "trials",
    "needs_full_bank",
    "blueprint",
    "open_questions",
    "review",
    "test_review",
    "pre_test_questions",
    "follow_up_questions",
)


def record_questions(
    questions: Sequence[tuple[UnitVersion, dict[str, Any]]],
) -> list[QuestionVersion | None]:
    """Record the question in each version (of kind question), and return them.

    Facts: ``type``; ``must_pass`` (default false); ``difficulty`` (default medium);
    ``for_practice`` (default false), whether it is asked outside exams only;
    ``outcome``, the number of the course's outcome or the row; ``cites``, a list of
    citations; ``key``, what is right, and ``body``, for each language of the version
    ``{"stem", "feedback"}`` and the words that its type requires, in plain text (see
    ``assessment.kinds``). A question of a case has ``case``, the key of the case, and
    ``place``, its position in it.

    Every version has its own record (``copy_to_version`` makes it if a language was
    only confirmed). Recording a version again returns the existing record. If the type
    is unknown, the question is a draft: nothing is stored and ``None`` is returned.
    Contradictions raise ``PublishedFactsError``. The number of queries is fixed.
    """
    versions = [version for version, _facts in questions]
    rows = QuestionVersion.objects.filter(version__in=versions)
    kept = {row.version_id: row for row in rows}
    outcomes = _outcomes(versions)
    new: dict[int, QuestionVersion] = {}
    for version, facts in questions:
        if version.pk in kept or version.pk in new:
            continue
        if facts["type"] in KINDS:
            _check_question(version, facts)
            new[version.pk] = _question(version, facts, outcomes)
    QuestionVersion.objects.bulk_create(new.values())
    return [kept.get(one.pk) or new.get(one.pk) for one in versions]


def record_paper(version: UnitVersion, facts: dict[str, Any]) -> PaperVersion:
    """Record the rules of the exam in ``version`` (of kind exam), and return them.

    Required ``facts``: ``questions``, ``minutes``, ``pass_mark`` (per cent),
    ``attempts``, ``waiting_hours`` (list, before the second attempt, the third …).
    Optional: ``is_invigilated`` (default false), ``trials`` (the maximum number of
    trial questions), ``needs_full_bank`` (whether a bank that lacks questions stops a
    release), ``open_questions`` (how many of the questions people mark; default none),
    ``blueprint`` (which questions it asks, as in ``paper_blueprint.Blueprint.rules``),
    ``review`` and ``test_review`` (what is shown afterwards), ``pre_test_questions``
    and ``follow_up_questions`` (how many questions the tests ask that do not count; 0
    for no such test).

    Recording a version again returns the existing record. Numbers that make no exam
    raise ``PublishedFactsError``.
    """
    if (kept := PaperVersion.objects.filter(version=version).first()) is not None:
        return kept
    names = ("questions", "minutes", "pass_mark", "attempts")
    numbers = {name: int(facts[name]) for name in names}
    waiting = [int(hours) for hours in facts.get("waiting_hours", [])]
    if (
        min(numbers.values()) < 1
        or numbers["pass_mark"] > 100
        or min(waiting, default=0) < 0
        or not 0 <= int(facts.get("open_questions", 0)) <= numbers["questions"]
    ):
        raise PublishedFactsError(
            _(
                "The exam “%(title)s” has an invalid number. Check questions, "
                "minutes, pass mark, attempts and hours to wait."
            )
            % {"title": version.title}
        )
    shown = {facts[name] for name in ("review", "test_review") if name in facts}
    if not shown <= set(PaperVersion.Review.values):
        raise PublishedFactsError(
            _("Choose from the list what candidates for “%(title)s” see afterwards.")
            % {"title": version.title}
        )
    blueprint = Blueprint.read(facts.get("blueprint", {}))
    if faults := blueprint.faults(numbers["questions"]):
        raise PublishedFactsError(" ".join(faults.values()))
    return PaperVersion.objects.create(
        version=version,
        waiting_hours=waiting,
        is_invigilated=bool(facts.get("is_invigilated", False)),
        **{name: facts[name] for name in _MAY_LACK if name in facts},
        **numbers,
    )


def copy_to_version(before: UnitVersion, after: UnitVersion) -> None:
    """Record for ``after`` the question or paper of ``before``, with equal content."""
    for model in (QuestionVersion, PaperVersion):
        for kept in model.objects.filter(version=before).exclude(version=after):
            kept.pk, kept.version = None, after
            kept._state.adding = True  # noqa: SLF001 — how Django copies a row
            kept.save()


#: The outcomes of some courses, by course and number.
type _Outcomes = dict[tuple[int, int], Outcome]


def _outcomes(versions: Iterable[UnitVersion]) -> _Outcomes:
    courses = {version.unit.course_id for version in versions}
    rows = Outcome.objects.filter(course__in=courses)
    return {(row.course_id, row.number): row for row in rows}


def _question(
    version: UnitVersion, facts: dict[str, Any], outcomes: _Outcomes
) -> QuestionVersion:
    return QuestionVersion(
        version=version,
        type=facts["type"],
        must_pass=bool(facts.get("must_pass", False)),
        difficulty=facts.get("difficulty", Difficulty.MEDIUM),
        for_practice=bool(facts.get("for_practice", False)),
        outcome=_outcome(version, facts["outcome"], outcomes),
        body=facts["body"],
        key=facts["key"],
        cites=list(facts.get("cites", [])),
        case=facts.get("case"),
        place=facts.get("place", 0),
    )


def _outcome(
    version: UnitVersion, outcome: Outcome | int, outcomes: _Outcomes
) -> Outcome:
    if isinstance(outcome, Outcome):
        return outcome
    found = outcomes.get((version.unit.course_id, outcome))
    if found is None:
        raise PublishedFactsError(
            _(
                "The question “%(title)s” tests outcome %(number)s, which the "
                "course does not have. Choose one of the course's outcomes."
            )
            % {"title": version.title, "number": outcome}
        )
    return found


def _check_question(version: UnitVersion, facts: dict[str, Any]) -> None:
    """Raise an error if languages ask different things, or the key does not fit."""
    kind, texts = KINDS[facts["type"]], list(facts["body"].values())
    if not texts or any(
        build_part_structure(text) != build_part_structure(texts[0]) for text in texts
    ):
        raise PublishedFactsError(
            _("The question “%(title)s” does not ask the same thing in each language.")
            % {"title": version.title}
        )
    for text in texts:
        try:
            kind.check(text, facts["key"])
        except AnswerKeyError as fault:
            raise PublishedFactsError(
                _("The question “%(title)s” cannot be marked. %(fault)s")
                % {"title": version.title, "fault": fault}
            ) from fault
