"""The facts of one attempt as plain values, a part for each file of a pack.

Nobody is named: the learner stands under a pseudonym of this purpose, whoever acted
under the number of the account, as in the audit trail. Moments are ISO 8601 in UTC,
marks and scores decimal numbers as text, so that nothing is lost on the way.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from courses.assessment.models import (
    Attempt,
    AttemptItem,
    KeyCorrection,
    Regrading,
    RegradingReview,
)
from courses.certificates.models import Certificate
from courses.models import Approval
from courses.records import quoting
from courses.records.models import Completion
from courses.records.pseudonyms import pseudonym
from elearning.audit import chaining
from elearning.audit.models import Entry, Link

#: What somebody is called in a pack.
PURPOSE = "evidence"


def parts_of(attempt: Attempt) -> dict[str, Any]:
    """Return the facts of a marked ``attempt`` by the name of the file they stand in."""
    items = _items(attempt)
    regradings = _regradings(attempt)
    return {
        "attempt.json": _attempt(attempt),
        "paper.json": _paper(attempt),
        "questions.json": [_question(attempt, item) for item in items],
        "answers.json": [_answers(item) for item in items],
        "timeline.json": _timeline(attempt),
        "marks.json": _marks(items, regradings),
        "edition.json": _edition(attempt, items),
        "certificate.json": _certificate(attempt),
        "statements.json": quoting.statements_about(attempt),
        "audit.json": _audit(attempt, items),
    }


def _items(attempt: Attempt) -> list[AttemptItem]:
    return list(
        AttemptItem.objects.filter(attempt=attempt)
        .current()
        .select_related("question__version__unit", "question__outcome", "correction")
        .prefetch_related("responses")
        .order_by("position")
    )


def _regradings(attempt: Attempt) -> list[Regrading]:
    found = attempt.regradings.select_related("correction", "item", "review")
    return list(found.order_by("pk"))


def _attempt(attempt: Attempt) -> dict[str, Any]:
    enrolment, sitting = attempt.enrolment, attempt.sitting
    return {
        "key": str(attempt.key),
        "learner": pseudonym(enrolment.learner, PURPOSE),
        "course": enrolment.course.code,
        "titles": enrolment.course.titles,
        "edition": enrolment.edition.number,
        "number": attempt.number,
        "language": attempt.language,
        "started_at": _moment(attempt.started_at),
        "ends_at": _moment(attempt.ends_at),
        "extra_minutes": attempt.extra_minutes,
        "handed_in_at": _moment(attempt.handed_in_at),
        "marked_at": _moment(attempt.marked_at),
        "ended_by": attempt.ended_by,
        "sitting": None
        if sitting is None
        else {
            "key": str(sitting.key),
            "establishment": sitting.establishment.code,
            "opens_at": _moment(sitting.opens_at),
            "closes_at": _moment(sitting.closes_at),
            "is_invigilated": sitting.is_invigilated,
        },
        "first": _verdict(attempt.first_verdict),
        "now": _verdict(attempt.verdict),
    }


def _verdict(verdict: Any) -> dict[str, Any]:
    return {
        "score": _number(verdict.score),
        "passed": verdict.passed,
        "must_pass_failed": verdict.must_pass_failed,
    }


def _paper(attempt: Attempt) -> dict[str, Any]:
    """Return every rule of the paper, whatever rules papers have."""
    paper, version = attempt.paper, attempt.paper.version
    rules = {
        field.name: _plain(getattr(paper, field.attname))
        for field in paper._meta.concrete_fields  # noqa: SLF001 — documented
        if field.name not in {"id", "version"}
    }
    return {
        "unit": str(version.unit.key),
        "version": version.number,
        "digest": version.digest,
        "published_at": _moment(version.published_at),
        "rules": rules,
    }


def _question(attempt: Attempt, item: AttemptItem) -> dict[str, Any]:
    question, version = item.question, item.question.version
    text, language = question.text(attempt.language)
    return {
        "position": item.position,
        "unit": str(version.unit.key),
        "code": version.unit.slug,
        "version": version.number,
        "digest": version.digest,
        "published_at": _moment(version.published_at),
        "type": question.type,
        "must_pass": question.must_pass,
        "is_scored": item.is_scored,
        "outcome": {"number": question.outcome.number, "texts": question.outcome.texts},
        "cites": question.cites,
        "order": item.order,
        "language": language,
        "text": text,
        "key": question.key,
    }


def _answers(item: AttemptItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "flagged": item.flagged,
        "responses": [
            {
                "sequence": response.sequence,
                "given": response.given,
                "saved_at": _moment(response.saved_at),
            }
            for response in item.responses.all()
        ],
    }


def _timeline(attempt: Attempt) -> dict[str, Any]:
    return {
        "events": [
            {"kind": one.kind, "at": _moment(one.at), "since": _moment(one.since)}
            for one in attempt.events.order_by("at", "pk")
        ],
        "allowances": [
            {
                "minutes": one.minutes,
                "reason": one.reason,
                "granted_at": _moment(one.granted_at),
                "granted_by": one.granted_by_id,
            }
            for one in attempt.allowances.order_by("granted_at", "pk")
        ],
    }


def _marks(items: list[AttemptItem], regradings: list[Regrading]) -> dict[str, Any]:
    first = [
        {
            "position": item.position,
            "mark": _number(item.mark),
            "correction": str(item.correction.key) if item.correction else None,
        }
        for item in items
    ]
    now = [
        {
            "position": item.position,
            "mark": _number(item.worth),
            "counts": item.counts,
        }
        for item in items
    ]
    return {
        "first": first,
        "corrections": [_correction(one) for one in _corrections(items, regradings)],
        "regradings": [_regrading(one) for one in regradings],
        "now": now,
    }


def _corrections(
    items: list[AttemptItem], regradings: list[Regrading]
) -> Iterable[KeyCorrection]:
    used = {one.correction_id for one in regradings}
    used |= {item.correction_id for item in items if item.correction_id}
    found = KeyCorrection.objects.filter(pk__in=used).select_related("decision")
    return found.order_by("pk")


def _correction(one: KeyCorrection) -> dict[str, Any]:
    decision = one.decision
    return {
        "key": str(one.key),
        "effect": one.effect,
        "keys": one.keys,
        "reason": one.reason,
        "proposed_by": one.proposed_by_id,
        "proposed_at": _moment(one.proposed_at),
        "confirmed_by": decision.by_id,
        "confirmed_at": _moment(decision.at),
        "confirmed_because": decision.reason,
    }


def _regrading(one: Regrading) -> dict[str, Any]:
    names = ("mark", "counts", "score", "passed", "must_pass_failed")
    sides = {
        side: {name: _plain(getattr(one, f"{name}_{side}")) for name in names}
        for side in ("before", "after")
    }
    review = getattr(one, "review", None)
    return {
        "correction": str(one.correction.key),
        "position": one.item.position,
        "at": _moment(one.at),
        "review": _review(review) if review else None,
        **sides,
    }


def _review(review: RegradingReview) -> dict[str, Any]:
    return {
        "decision": review.decision,
        "reason": review.reason,
        "by": review.by_id,
        "at": _moment(review.at),
    }


def _edition(attempt: Attempt, items: list[AttemptItem]) -> dict[str, Any]:
    edition = attempt.enrolment.edition
    versions = [attempt.paper.version, *(item.question.version for item in items)]
    digests = [version.digest for version in versions]
    return {
        "course": edition.course.code,
        "number": edition.number,
        "released_at": _moment(edition.released_at),
        "released_by": edition.released_by_id,
        "approvals": [
            {
                "digest": one.digest,
                "gate": one.gate,
                "office": one.office,
                "author_office": one.author_office,
                "by": one.by_id,
                "at": _moment(one.at),
            }
            for one in Approval.objects.filter(digest__in=digests).order_by("pk")
        ],
    }


def _certificate(attempt: Attempt) -> dict[str, Any]:
    completion = Completion.objects.filter(enrolment=attempt.enrolment).first()
    issued = Certificate.objects.filter(completion=completion).first()
    return {
        "completion": completion
        and {
            "passed_on": str(completion.passed_on),
            "expires_on": str(completion.expires_on),
            "completed_at": _moment(completion.completed_at),
            "recorded_at": _moment(completion.recorded_at),
            "score": _number(completion.score),
            "basis": completion.basis,
            "language": completion.language,
        },
        "certificate": issued
        and {
            "number": issued.number,
            "issued_on": str(issued.issued_on),
            "expires_on": str(issued.expires_on),
            "course": issued.course_code,
            "edition": issued.edition_number,
        },
    }


def _audit(attempt: Attempt, items: list[AttemptItem]) -> dict[str, Any]:
    """Return the entries about the attempt, its grants and corrections, with their seals.

    Each seal is a hash over what stands here and over the seal before it.
    """
    corrections = {one.pk for one in _corrections(items, _regradings(attempt))}
    about = Q(subject_type="assessment.attempt", subject_id=str(attempt.pk)) | Q(
        subject_type="assessment.keycorrection", subject_id__in=map(str, corrections)
    )
    entries = Entry.objects.filter(about).select_related("link").order_by("pk")
    last = Link.objects.order_by("-pk").first()
    return {
        "last_seal": last.digest if last else None,
        "seals": Link.objects.count(),
        "entries": [_sealed(entry) for entry in entries],
    }


def _sealed(entry: Entry) -> dict[str, Any]:
    link = getattr(entry, "link", None)
    previous = link.previous if link else ""
    return {
        "columns": chaining.columns(previous, entry),
        "seal": link.digest if link else None,
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _number(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _plain(value: Any) -> Any:
    return _number(value) if isinstance(value, Decimal) else value
