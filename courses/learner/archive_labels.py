"""Labels for the fields and values of an archive."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.assessment.models import AttemptPurpose
from courses.classroom.models import Attendance
from courses.enquiries.models import Reply
from courses.records.models import Withdrawal
from courses.retention.models import PrivacyRequest
from elearning.accounts.models import TextSize, Theme
from elearning.languages import OWN_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

#: Labels of parts and fields, by the last word of their key in the archive.
NAMES: "dict[str, StrPromise]" = {
    "about": _("About the change"),
    "action": _("What was done"),
    "address": _("Page"),
    "answer": _("Answer"),
    "answered_at": _("Answered"),
    "answers": _("Answers"),
    "answers_removed_at": _("Answers removed"),
    "appointments": _("Positions held"),
    "asked_at": _("Asked"),
    "at": _("When"),
    "attendance": _("Attendance"),
    "attempt__number": _("Attempt"),
    "authority": _("Decided by"),
    "calm_motion": _("Nothing moves on the pages"),
    "cause__document__code": _("Changed guideline"),
    "cause__number": _("Its edition"),
    "certificates": _("Certificates"),
    "checklist__code": _("Checklist"),
    "completed_at": _("Completed"),
    "completions": _("Courses passed"),
    "course": _("Course"),
    "course__code": _("Course"),
    "day": _("Day"),
    "decision__at": _("Decided on"),
    "decision__is_granted": _("Granted"),
    "decision__reason": _("Reason for the decision"),
    "document__code": _("Guideline"),
    "done_at": _("Time on the device"),
    "done_on": _("Done on"),
    "due": _("Due"),
    "edition": _("Edition"),
    "edition__number": _("Edition"),
    "ends_on": _("Last day"),
    "enrolled_at": _("Enrolled"),
    "enrolments": _("Courses taken"),
    "entries": _("What was typed"),
    "erasure__at": _("Erased on"),
    "erasure__gone": _("What was erased"),
    "establishment__code": _("Establishment"),
    "exams": _("Exams and tests"),
    "expires_on": _("Valid until"),
    "extra_time": _("Extra time granted"),
    "finished_at": _("Finished"),
    "follow_up_on": _("Follow-up observation on"),
    "given": _("Answer"),
    "ground": _("Ground"),
    "guideline": _("Guideline"),
    "guidelines_read": _("Guidelines read"),
    "handed_in_at": _("Handed in"),
    "high_contrast": _("High contrast: black on white, or white on black"),
    "is_right": _("Right"),
    "issued_on": _("Issued on"),
    "kept_acts": _("Actions sent from devices"),
    "kind": _("Kind"),
    "language": _("Language"),
    "left_at": _("Left on"),
    "left_reason": _("Reason for leaving"),
    "lesson": _("Lesson"),
    "lessons": _("Lessons"),
    "low_data": _(
        "Less data: pictures load when you ask for them, and videos open "
        "with their transcript"
    ),
    "looks": _("Who looked at the record"),
    "mark": pgettext_lazy("attendance", "Recorded"),
    "minutes": _("Minutes"),
    "name": pgettext_lazy("person", "Full name"),
    "newer__number": _("New edition of the course"),
    "next_step": _("Next step"),
    "noted_at": _("Recorded at"),
    "notes": _("Answers in the lesson"),
    "number": pgettext_lazy("archive", "Number"),
    "outcome": _("What came of it"),
    "paragraph": _("Paragraph"),
    "passed": _("Passed"),
    "passed_on": _("Passed on"),
    "payload": _("What was sent"),
    "percent": _("Per cent"),
    "post__code": _("Position"),
    "practice": _("Practice answers"),
    "practice_observed": _("Practice observed"),
    "privacy_requests": _("Requests about my data"),
    "purpose": _("Purpose"),
    "question": _("Question"),
    "question__version__unit__slug": _("Question"),
    "questions_to_trainers": _("Questions to trainers"),
    "read_on": _("Read on"),
    "reading": _("Reading settings"),
    "reason": _("Reason"),
    "received_at": _("Received"),
    "registered_at": _("Registered"),
    "renews__number": _("Renews certificate"),
    "replaces__number": _("Replaces certificate"),
    "replies": _("Answers from trainers"),
    "role": _("Who, by role"),
    "saved_at": _("Saved on"),
    "score": _("Result"),
    "seated_at": _("Seat given"),
    "seen_on": _("Seen on"),
    "service_number": _("Service number"),
    "sessions": _("Sessions in a classroom"),
    "started_at": _("Started"),
    "starts_at": _("Begins"),
    "starts_on": _("First day"),
    "text": _("Text"),
    "text_size": _("Size of the text"),
    "theme": _("Light or dark"),
    "unit": _("Lesson"),
    "unit__slug": _("Lesson"),
    "unsent": _("Forms not sent yet"),
    "updates": _("Updates of certificates"),
    "version": _("Version"),
    "wide_spacing": _("More space between letters, words and lines"),
    "withdrawal__authority": _("Revoked by"),
    "withdrawal__ground": _("Ground for revocation"),
    "withdrawal__reason": _("Reason for revocation"),
    "withdrawal__withdrawn_on": _("Revoked on"),
}

#: Values with a label, by field.
VALUES: "dict[str, Mapping[str, object]]" = {
    "kind": dict(PrivacyRequest.Kind.choices) | dict(Reply.Kind.choices),
    "language": OWN_NAMES,
    "mark": dict(Attendance.Mark.choices),
    "purpose": dict(AttemptPurpose.choices),
    "text_size": dict(TextSize.choices),
    "theme": dict(Theme.choices),
    "withdrawal__ground": dict(Withdrawal.Ground.choices),
}


def format_field_label(key: str) -> str:
    """Return the label of the part or field ``key``, or the key itself without one."""
    short = key.removeprefix("enrolment__")
    return str(NAMES.get(key) or NAMES.get(short) or key)
