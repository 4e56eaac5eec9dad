"""Tell what happened in xAPI, in the transaction in which it happened.

Each event is told at once, with one call to the store for the event, whatever number
of statements it takes: a fact that is rolled back takes its story with it, and a
statement that cannot be stored takes the fact. Django has no moment “last before the
commit” to collect for, and the store makes nobody wait for a writer in between.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tincan import Score

from courses import progress
from courses.assessment.models import Attempt, AttemptItem
from courses.models import EditionEntry, Enrolment, Unit
from courses.records import activities, verbs, xapi
from courses.records.xapi import Scene, result, statement
from elearning.lrs import storing

if TYPE_CHECKING:
    from courses.certificates.models import Certificate

#: Units that are read and never finished.
_ONLY_READ = frozenset({Unit.Kind.COURSE, Unit.Kind.MODULE})


def record_registered(enrolment: Enrolment) -> None:
    """Tell that a learner was put on a course."""
    scene = Scene.of(enrolment, enrolment.learner.language)
    _tell(
        statement(
            ("registered", enrolment.key),
            scene,
            verbs.REGISTERED,
            activities.course(enrolment.course),
            at=enrolment.enrolled_at,
        )
    )


def record_started(
    enrolment: Enrolment, unit: Unit, *, language: str, at: datetime
) -> None:
    """Tell that a learner opened a unit for the first time."""
    entry = _entry(enrolment, unit)
    verb = verbs.EXPERIENCED if unit.kind in _ONLY_READ else verbs.INITIALIZED
    _tell(
        statement(
            ("started", enrolment.key, unit.key),
            Scene.of(enrolment, language),
            verb,
            activities.unit(entry),
            at=at,
            parent=_parent(enrolment, entry),
        )
    )


def record_finished(
    enrolment: Enrolment, unit: Unit, *, language: str, at: datetime, seconds: int
) -> None:
    """Tell that a learner finished a unit, and how far that brought her."""
    scene, entry = Scene.of(enrolment, language), _entry(enrolment, unit)
    steps = [step.version.unit_id for step in enrolment.edition.steps]
    done = progress.finished_units(enrolment) & set(steps)
    per_cent = 100 * len(done) // len(steps) if steps else 100
    _tell(
        statement(
            ("finished", enrolment.key, unit.key),
            scene,
            verbs.COMPLETED,
            activities.unit(entry),
            at=at,
            parent=_parent(enrolment, entry),
            result=result(completion=True, seconds=seconds),
        ),
        statement(
            ("progressed", enrolment.key, unit.key),
            scene,
            verbs.PROGRESSED,
            activities.course(enrolment.course),
            at=at,
            result=result(progress=per_cent),
        ),
    )


def record_completed(
    enrolment: Enrolment, *, language: str, at: datetime, score: float | None
) -> None:
    """Tell that a learner completed a course; ``score`` is a share from 0 to 1."""
    _tell(
        statement(
            ("completed", enrolment.key),
            Scene.of(enrolment, language),
            verbs.COMPLETED,
            activities.course(enrolment.course),
            at=at,
            result=result(
                completion=True,
                success=True,
                score=None if score is None else Score(scaled=score),
            ),
        )
    )


def record_self_check(  # noqa: PLR0913 — what was asked and what was answered
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    *,
    choices: list[str],
    correct: bool,
    score: float,
    language: str,
    at: datetime,
) -> None:
    """Tell that a learner answered a self-check; each answer is a fact of its own."""
    entry = _entry(enrolment, unit)
    _tell(
        statement(
            ("checked", enrolment.key, unit.key, block, at.isoformat()),
            Scene.of(enrolment, language),
            verbs.ANSWERED,
            activities.self_check(entry, block),
            at=at,
            parent=activities.unit(entry),
            result=result(
                response=activities.joined(choices),
                success=correct,
                score=Score(scaled=score),
            ),
        )
    )


def record_decision(  # noqa: PLR0913 — which choice and where it leads
    enrolment: Enrolment,
    unit: Unit,
    block: str,
    *,
    choice: str,
    node: str,
    correct: bool | None,
    score: float,
    language: str,
    at: datetime,
) -> None:
    """Tell what a learner chose in a scenario, where it led and what it was worth."""
    entry = _entry(enrolment, unit)
    _tell(
        statement(
            ("decided", enrolment.key, unit.key, block, at.isoformat()),
            Scene.of(enrolment, language),
            verbs.SELECTED,
            activities.scenario(entry, block),
            at=at,
            parent=activities.unit(entry),
            result=result(
                response=choice, success=correct, score=Score(raw=score), node=node
            ),
        )
    )


def record_attempted(attempt: Attempt, *, at: datetime) -> None:
    """Tell that a learner began an attempt at an exam."""
    _tell(_of_attempt("attempted", attempt, verbs.ATTEMPTED, at=at))


def record_marked(attempt: Attempt) -> None:
    """Tell what was answered in an attempt, question by question, and the result."""
    items = list(
        AttemptItem.objects.filter(attempt=attempt)
        .with_answers()
        .select_related("question__version__unit")
        .order_by("position")
    )
    verb = verbs.PASSED if attempt.passed else verbs.FAILED
    outcome = result(
        completion=True,
        success=attempt.passed,
        score=Score(
            scaled=attempt.score,
            raw=sum(item.mark or 0 for item in items),
            min=0,
            max=len(items),
        ),
        seconds=(_end(attempt) - attempt.started_at).total_seconds(),
    )
    _tell(
        *_answers(attempt, items),
        _of_attempt("marked", attempt, verb, at=_end(attempt), result=outcome),
    )


def record_earned(certificate: "Certificate") -> None:
    """Tell that a learner earned a certificate."""
    completion = certificate.completion
    enrolment = completion.enrolment
    scene = Scene(
        learner=completion.learner,
        course=completion.course,
        edition=certificate.edition_number,
        registration=enrolment.key if enrolment else None,
        language=certificate.language,
    )
    _tell(
        statement(
            ("earned", certificate.key),
            scene,
            verbs.EARNED,
            activities.certificate(certificate.key, certificate.public_titles),
            at=completion.completed_at,
        )
    )


def _of_attempt(
    fact: str, attempt: Attempt, verb: Any, *, at: datetime, **parts: Any
) -> dict[str, Any]:
    enrolment = attempt.enrolment
    entry = _entry(enrolment, attempt.paper.version.unit)
    return statement(
        (fact, attempt.key),
        Scene.of(enrolment, attempt.language),
        verb,
        activities.unit(entry),
        at=at,
        parent=_parent(enrolment, entry),
        extensions={"attempt": attempt.number},
        **parts,
    )


def _answers(attempt: Attempt, items: list[AttemptItem]) -> Iterator[dict[str, Any]]:
    """Yield a statement for each question; an empty answer was skipped."""
    scene = Scene.of(attempt.enrolment, attempt.language)
    exam = activities.unit(_entry(attempt.enrolment, attempt.paper.version.unit))
    for item in items:
        answer = getattr(item, "answer", None)
        given = activities.response(item.question, answer) if answer else None
        yield statement(
            ("answered", attempt.key, item.position),
            scene,
            verbs.ANSWERED if answer else verbs.SKIPPED,
            activities.question(item.question),
            at=getattr(item, "answered_at", None) or _end(attempt),
            parent=exam,
            result=result(response=given, success=bool(item.mark)),
            extensions={"attempt": attempt.number},
        )


def _end(attempt: Attempt) -> datetime:
    return attempt.handed_in_at or attempt.ends_at


def _entry(enrolment: Enrolment, unit: Unit) -> EditionEntry:
    """Return the unit as the learner's edition has it."""
    for entry in enrolment.edition.outline:
        if entry.version.unit_id == unit.pk:
            return entry
    raise LookupError(f"{unit.key} is not in the edition of {enrolment.key}.")


def _parent(enrolment: Enrolment, entry: EditionEntry) -> Any:
    """Return the module that a lesson stands in; ``None`` right under the course."""
    for other in enrolment.edition.outline:
        if other.pk == entry.parent_id and other.version.unit.kind != Unit.Kind.COURSE:
            return activities.unit(other)
    return None


def _tell(*statements: dict[str, Any]) -> None:
    storing.store(statements, authority=xapi.authority())
