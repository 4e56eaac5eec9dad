"""The archive of all data stored about a learner, for download."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from courses.assessment.asking.part_names import PartNames
from courses.assessment.models import Attempt, AttemptItem, PracticeAnswer
from courses.certificates.models import Certificate
from courses.enquiries.models import Enquiry
from courses.learner.record_access import list_record_accesses
from courses.models import UnitProgress
from courses.records.models import Completion
from courses.retention import external_data
from courses.updates.models import UpdateAttempt
from elearning.accounts.models import User
from elearning.autosave.models import UnsentForm

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember

type _Rows = list[Any]


def build_learner_archive(learner: "StaffMember") -> dict[str, Any]:
    """Return everything the platform stores about ``learner`` as plain values.

    Dates are ISO 8601; scores are shares from 0 to 1. Answers in exams are as sent by
    the form of the question: the text typed, or the names of choices. Questions are
    given by code, not text, since they are used again. The test for an update of a
    certificate says which change it is about; an update has the number of its test, or
    none if the learner confirmed reading the changes.
    """
    return {
        "service_number": learner.staff_number,
        "name": learner.full_name,
        "language": learner.language,
        "appointments": list(
            learner.appointments.values(
                "establishment__code", "post__code", "starts_on", "ends_on"
            )
        ),
        "enrolments": list(
            learner.enrolments.values(
                "course__code", "edition__number", "enrolled_at", "due", "completed_at"
            )
        ),
        "lessons": _lessons(learner),
        "exams": _exams(learner),
        "extra_time": list(
            learner.extra_times.values(
                "starts_on", "ends_on", "percent", "minutes", "reason"
            )
        ),
        "practice": _practice(learner),
        "questions_to_trainers": _enquiries(learner),
        "completions": list(
            Completion.objects.filter(learner=learner).values(
                "course__code",
                "edition__number",
                "passed_on",
                "expires_on",
                "score",
                "withdrawal__withdrawn_on",
                "withdrawal__ground",
                "withdrawal__authority",
                "withdrawal__reason",
            )
        ),
        "sessions": _sessions(learner),
        "certificates": list(
            Certificate.objects.filter(completion__learner=learner).values(
                "number",
                "issued_on",
                "expires_on",
                "replaces__number",
                "renews__number",
            )
        ),
        "updates": list(
            learner.updates.values(
                "course__code",
                "cause__document__code",
                "cause__number",
                "newer__number",
                "attempt__number",
                "done_on",
            )
        ),
        "guidelines_read": list(
            learner.acknowledgements.values(
                "document__code", "edition__number", "read_on"
            )
        ),
        "practice_observed": list(
            learner.observations.order_by("seen_on", "pk").values(
                "checklist__code", "seen_on", "expires_on", "next_step", "follow_up_on"
            )
        ),
        "privacy_requests": _requests(learner),
        **{
            kept.name: list(kept.of(learner).values(*kept.columns))
            for kept in external_data.list_external_records()
        },
        "reading": _reading(learner),
        "unsent": _unsent(learner),
        "looks": [vars(look) for look in list_record_accesses(learner, limit=10_000)],
    }


def _reading(learner: "StaffMember") -> _Rows:
    """Return the learner’s reading settings, if they have an account."""
    chosen = User.objects.filter(pk=learner.user_id or 0).values(
        "text_size",
        "theme",
        "high_contrast",
        "wide_spacing",
        "calm_motion",
        "low_data",
    )
    return list(chosen)


def _unsent(learner: "StaffMember") -> _Rows:
    """Return the entries of forms that were not sent yet."""
    own = UnsentForm.objects.filter(user=learner.user_id, is_settled=False)
    return [
        {
            "address": row.address,
            "saved_at": row.saved_at,
            "entries": {name: one["words"] for name, one in row.entries.items()},
        }
        for row in own.order_by("pk")
    ]


def _requests(learner: "StaffMember") -> _Rows:
    """Return the learner’s privacy requests and their outcomes."""
    return list(
        learner.privacy_requests.order_by("pk").values(
            "kind",
            "reason",
            "at",
            "decision__is_granted",
            "decision__reason",
            "decision__at",
            "erasure__at",
            "erasure__gone",
        )
    )


def _lessons(learner: "StaffMember") -> _Rows:
    """Return the progress in each unit, with answers to self-checks."""
    rows = UnitProgress.objects.filter(enrolment__learner=learner)
    return list(
        rows.order_by("started_at", "pk").values(
            "enrolment__course__code",
            "unit__slug",
            "started_at",
            "finished_at",
            "notes",
        )
    )


def _exams(learner: "StaffMember") -> _Rows:
    """Return the exams, and tests that do not count, with the answers in force."""
    answers = defaultdict[int, _Rows](list)
    items = AttemptItem.objects.filter(attempt__enrolment__learner=learner)
    named = items.select_related("question__version__unit").order_by("position")
    for item in named.with_answers():
        answers[item.attempt_id].append(
            {
                "question": item.question.version.unit.slug,
                "answer": _told(item),
                "answered_at": item.answered_at,
            }
        )
    attempts = Attempt.every.filter(enrolment__learner=learner).with_verdict()
    return [
        {
            "course__code": attempt.enrolment.course.code,
            "purpose": attempt.purpose,
            "about": [_change(one) for one in attempt.updates.all()],
            "number": attempt.number,
            "language": attempt.language,
            "started_at": attempt.started_at,
            "handed_in_at": attempt.handed_in_at,
            "score": attempt.verdict.score,
            "passed": attempt.verdict.passed,
            "answers": answers[attempt.pk],
            "answers_removed_at": [one.at for one in attempt.removals.all()],
        }
        for attempt in attempts.select_related("enrolment__course")
        .prefetch_related(
            "updates__cause__document", "updates__newer__course", "removals"
        )
        .order_by("started_at", "pk")
    ]


def _told(item: AttemptItem) -> dict[str, list[str]] | None:
    """Return an answer as sent by its form: the stored one may reveal what is right."""
    if item.answer is None:
        return None
    return PartNames.of_item(item).sent(item.order, item.answer)


def _sessions(learner: "StaffMember") -> _Rows:
    """Return the classroom sessions of the learner’s registrations, with attendance."""
    rows = learner.registrations.select_related("session__course")
    return [
        {
            "course__code": row.session.course.code,
            "starts_at": row.session.starts_at,
            "registered_at": row.registered_at,
            "seated_at": row.seated_at,
            "left_at": row.left_at,
            "left_reason": row.left_reason,
            "attendance": [
                {"day": mark.day.on, "mark": mark.mark, "noted_at": mark.at}
                for mark in row.marks.all()
            ],
        }
        for row in rows.prefetch_related("marks__day").order_by("pk")
    ]


def _change(row: UpdateAttempt) -> dict[str, Any]:
    """Return the change an update test is about: of a guideline, or of the course."""
    if row.cause is not None:
        return {"guideline": row.cause.document.code, "edition": row.cause.number}
    assert row.newer is not None  # noqa: S101 — ensured by the database
    return {"course": row.newer.course.code, "edition": row.newer.number}


def _enquiries(learner: "StaffMember") -> _Rows:
    """Return the learner’s questions about paragraphs, with the replies."""
    rows = Enquiry.objects.filter(enrolment__learner=learner).order_by("pk")
    return [
        {
            "course__code": row.enrolment.course.code,
            "lesson": row.version.unit.slug,
            "version": row.version.number,
            "paragraph": row.block,
            "language": row.language,
            "question": row.text,
            "asked_at": row.asked_at,
            "replies": [
                {"kind": one.kind, "text": one.text, "at": one.at}
                for one in row.replies.all()
            ],
        }
        for row in rows.select_related(
            "enrolment__course", "version__unit"
        ).prefetch_related("replies")
    ]


def _practice(learner: "StaffMember") -> _Rows:
    """Return the last answer to each practised question."""
    rows = PracticeAnswer.objects.of(str(learner.key)).order_by("answered_at", "pk")
    return list(
        rows.values(
            "enrolment__course__code",
            "question__version__unit__slug",
            "given",
            "is_right",
            "answered_at",
        )
    )
