"""Facts of one attempt as plain values, by the files of a pack.

Nobody is named: the learner has a pseudonym for this purpose, and actors have their
account numbers, as in the audit log. Moments are ISO 8601 in UTC; marks and scores are
decimal numbers as text, so that no precision is lost.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q

from courses.assessment.models import (
    AnswersRemoved,
    Attempt,
    AttemptItem,
    Regrading,
    RemovalGround,
)
from courses.certificates.models import Certificate
from courses.evidence import open_answer_facts
from courses.evidence.mark_facts import build_mark_facts, list_used_corrections
from courses.evidence.plain_values import (
    format_decimal,
    format_if_decimal,
    format_utc_moment,
)
from courses.models import Approval
from courses.records import attempt_statements
from courses.records.models import Completion
from courses.records.statements.pseudonyms import derive_pseudonym
from elearning.audit import hash_chain
from elearning.audit.models import Entry, Link

#: The purpose of pseudonyms in a pack.
PURPOSE = "evidence"


def build_pack_facts(attempt: Attempt) -> dict[str, Any]:
    """Return the facts of a marked ``attempt`` by file name."""
    items = _items(attempt)
    regradings = _regradings(attempt)
    return {
        "attempt.json": _attempt(attempt),
        "paper.json": _paper(attempt),
        "questions.json": [_question(attempt, item) for item in items],
        "answers.json": _all_answers(attempt, items),
        "timeline.json": _timeline(attempt),
        "marks.json": build_mark_facts(items, regradings),
        "edition.json": _edition(attempt, items),
        "certificate.json": _certificate(attempt),
        "statements.json": attempt_statements.list_attempt_statements(attempt),
        "audit.json": _audit(attempt, items),
    }


def _items(attempt: Attempt) -> list[AttemptItem]:
    return list(
        AttemptItem.objects.filter(attempt=attempt)
        .current()
        .select_related("question__version__unit", "question__outcome", "correction")
        .prefetch_related(
            "responses", "open_marks__correction", "set_asides__given_back"
        )
        .order_by("position")
    )


def _regradings(attempt: Attempt) -> list[Regrading]:
    found = attempt.regradings.select_related("correction", "item", "review")
    return list(found.order_by("pk"))


def _attempt(attempt: Attempt) -> dict[str, Any]:
    enrolment, sitting = attempt.enrolment, attempt.sitting
    return {
        "key": str(attempt.key),
        "learner": derive_pseudonym(enrolment.learner, PURPOSE),
        "course": enrolment.course.code,
        "titles": enrolment.course.titles,
        "edition": enrolment.edition.number,
        "number": attempt.number,
        "language": attempt.language,
        "started_at": format_utc_moment(attempt.started_at),
        "ends_at": format_utc_moment(attempt.ends_at),
        "extra_minutes": attempt.extra_minutes,
        "handed_in_at": format_utc_moment(attempt.handed_in_at),
        "marked_at": format_utc_moment(attempt.marked_at),
        "ended_by": attempt.ended_by,
        "sitting": None
        if sitting is None
        else {
            "key": str(sitting.key),
            "establishment": sitting.establishment.code,
            "opens_at": format_utc_moment(sitting.opens_at),
            "closes_at": format_utc_moment(sitting.closes_at),
            "is_invigilated": sitting.is_invigilated,
        },
        "first": _verdict(attempt.first_verdict),
        "now": _verdict(attempt.verdict),
    }


def _verdict(verdict: Any) -> dict[str, Any]:
    return {
        "score": format_decimal(verdict.score),
        "passed": verdict.passed,
        "must_pass_failed": verdict.must_pass_failed,
    }


def _paper(attempt: Attempt) -> dict[str, Any]:
    paper, version = attempt.paper, attempt.paper.version
    rules = {
        field.name: format_if_decimal(getattr(paper, field.attname))
        for field in paper._meta.concrete_fields
        if field.name not in {"id", "version"}
    }
    return {
        "unit": str(version.unit.key),
        "version": version.number,
        "digest": version.digest,
        "published_at": format_utc_moment(version.published_at),
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
        "published_at": format_utc_moment(version.published_at),
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


def _all_answers(attempt: Attempt, items: list[AttemptItem]) -> list[dict[str, Any]]:
    """Return the answers; for removed ones, the date and reason of removal."""
    gone = {one.ground: one for one in attempt.removals.all()}
    return [_answers(item) | _removed(item, gone) for item in items]


def _removed(item: AttemptItem, gone: dict[str, AnswersRemoved]) -> dict[str, Any]:
    by_people = item.question.is_marked_by_people
    found = gone.get(RemovalGround.TERM) or (
        gone.get(RemovalGround.REQUEST) if by_people else None
    )
    if found is None:
        return {}
    rule = "R18" if found.ground == RemovalGround.TERM else "request"
    return {"removed": {"at": format_utc_moment(found.at), "rule": rule}}


def _answers(item: AttemptItem) -> dict[str, Any]:
    is_withheld = open_answer_facts.is_answer_withheld(item)
    return {
        "position": item.position,
        "flagged": item.flagged,
        "responses": [
            open_answer_facts.build_response_facts(one, is_withheld=is_withheld)
            for one in item.responses.all()
        ],
    }


def _timeline(attempt: Attempt) -> dict[str, Any]:
    return {
        "events": [
            {
                "kind": one.kind,
                "at": format_utc_moment(one.at),
                "since": format_utc_moment(one.since),
            }
            for one in attempt.events.order_by("at", "pk")
        ],
        "allowances": [
            {
                "minutes": one.minutes,
                "reason": one.reason,
                "granted_at": format_utc_moment(one.granted_at),
                "granted_by": one.granted_by_id,
            }
            for one in attempt.allowances.order_by("granted_at", "pk")
        ],
    }


def _edition(attempt: Attempt, items: list[AttemptItem]) -> dict[str, Any]:
    edition = attempt.enrolment.edition
    versions = [attempt.paper.version, *(item.question.version for item in items)]
    digests = [version.digest for version in versions]
    return {
        "course": edition.course.code,
        "number": edition.number,
        "released_at": format_utc_moment(edition.released_at),
        "released_by": edition.released_by_id,
        "approvals": [
            {
                "digest": one.digest,
                "gate": one.gate,
                "office": one.office,
                "author_office": one.author_office,
                "by": one.by_id,
                "at": format_utc_moment(one.at),
            }
            for one in Approval.objects.filter(digest__in=digests).order_by("pk")
        ],
    }


def _certificate(attempt: Attempt) -> dict[str, Any]:
    passes = Completion.objects.filter(enrolment=attempt.enrolment)
    completion = passes.select_related("withdrawal").first()
    withdrawal = getattr(completion, "withdrawal", None)
    issued = Certificate.objects.filter(completion=completion).first()
    return {
        "completion": completion
        and {
            "passed_on": str(completion.passed_on),
            "expires_on": str(completion.expires_on),
            "completed_at": format_utc_moment(completion.completed_at),
            "recorded_at": format_utc_moment(completion.recorded_at),
            "device_at": completion.device_at
            and format_utc_moment(completion.device_at),
            "score": format_decimal(completion.score),
            "basis": completion.basis,
            "language": completion.language,
        },
        "withdrawal": withdrawal
        and {
            "withdrawn_on": str(withdrawal.withdrawn_on),
            "ground": withdrawal.ground,
            "authority": withdrawal.authority,
            "reason": withdrawal.reason,
            "recorded_at": format_utc_moment(withdrawal.recorded_at),
            "recorded_by": withdrawal.recorded_by_id,
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
    """Return the entries about the attempt, its marks and corrections, with their seals.

    Each seal is a hash over the values given here and the previous seal.
    """
    by_people = [one for one in items if one.question.is_marked_by_people]
    corrections = list_used_corrections(items, _regradings(attempt))
    about = (
        _is_about("attempt", [attempt])
        | _is_about("attemptitem", by_people)
        | _is_about("keycorrection", corrections)
    )
    entries = Entry.objects.filter(about).select_related("link").order_by("pk")
    last = Link.objects.order_by("-pk").first()
    return {
        "last_seal": last.digest if last else None,
        "seals": Link.objects.count(),
        "entries": [_sealed(entry) for entry in entries],
    }


def _is_about(model: str, rows: Iterable[Model]) -> Q:
    keys = [str(row.pk) for row in rows]
    return Q(subject_type=f"assessment.{model}", subject_id__in=keys)


def _sealed(entry: Entry) -> dict[str, Any]:
    link = getattr(entry, "link", None)
    previous = link.previous if link else ""
    return {
        "columns": hash_chain.build_sealed_values(previous, entry),
        "seal": link.digest if link else None,
    }
