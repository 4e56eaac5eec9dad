"""What the audit log calls the things people did."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AREAS: dict[str, "_StrPromise"] = {
    "accounts": _("Accounts"),
    "assessment": _("Exams"),
    "audit": _("Audit log"),
    "certificates": _("Certificates"),
    "compliance": _("Compliance"),
    "courses": _("Courses"),
    "learner": _("Own records"),
    "lrs": _("Record store"),
    "provisions": _("Guidelines and rules"),
    "records": _("Records"),
    "staff": _("Staff"),
}

ACTIONS: dict[str, "_StrPromise"] = {
    "accounts.activated": _("Account activated"),
    "accounts.closed": _("Account closed"),
    "accounts.code_issued": _("One-time code issued"),
    "accounts.created": _("Account created"),
    "accounts.second_factor_added": _("Second factor set up"),
    "accounts.second_factor_removed": _("Second factor removed"),
    "accounts.sign_in_failed": _("Sign-in failed"),
    "accounts.signed_in": _("Signed in"),
    "accounts.signed_out": _("Signed out"),
    "assessment.attempt_granted": _("Further attempt granted"),
    "assessment.attempt_marked": _("Exam marked"),
    "assessment.attempt_moved": _("Exam moved to another device"),
    "assessment.attempt_started": _("Exam started"),
    "assessment.attempts_viewed": _("Attempts at exams read"),
    "assessment.extra_time_ended": _("Extra time ended"),
    "assessment.extra_time_granted": _("Extra time granted"),
    "assessment.extra_time_viewed": _("Extra time of a learner read"),
    "assessment.minutes_granted": _("Minutes given for a lost link"),
    "assessment.sitting_cancelled": _("Sitting called off"),
    "assessment.sitting_planned": _("Sitting planned"),
    "assessment.sitting_viewed": _("Sitting looked at"),
    "audit.read": _("Audit log read"),
    "certificates.issued": _("Certificate issued"),
    "compliance.exempted": _("Exemption granted"),
    "compliance.exemption_ended": _("Exemption ended"),
    "compliance.exported": _("Compliance list exported"),
    "compliance.required": _("Requirement made"),
    "compliance.requirement_ended": _("Requirement ended"),
    "courses.approved": _("Content approved"),
    "courses.edition_released": _("Edition released"),
    "courses.enrolled": _("Put on a course"),
    "courses.language_confirmed": _("Translation confirmed"),
    "courses.left": _("Taken off a course"),
    "courses.version_published": _("Version published"),
    "learner.archive_downloaded": _("Own records downloaded"),
    "provisions.edition_released": _("Edition of a document released"),
    "provisions.language_confirmed": _("Translation of a document confirmed"),
    "provisions.version_published": _("Version of a document published"),
    "records.backfill_ordered": _("Older statements sent to another store"),
    "records.completed": _("Completion recorded"),
    "records.credential_created": _("Key for another system made"),
    "records.credential_revoked": _("Key of another system revoked"),
    "records.export_cancelled": _("Export of statements cancelled"),
    "records.export_downloaded": _("Export of statements downloaded"),
    "records.export_ordered": _("Export of statements ordered"),
    "records.forgotten": _("Statements about somebody deleted"),
    "records.parked_retried": _("Refused statements sent again"),
    "records.statement_viewed": _("Statement read"),
    "records.statements_viewed": _("List of statements read"),
    "records.target_changed": _("Connection to another store changed"),
    "records.target_created": _("Another store added"),
    "records.target_paused": _("Sending to another store paused"),
    "records.target_resumed": _("Sending to another store resumed"),
    "records.target_stopped": _("Sending to another store stopped"),
    "records.target_tested": _("Connection to another store tested"),
    "records.timeline_viewed": _("Timeline read"),
    "staff.absence_ended": _("Absence ended"),
    "staff.absence_noted": _("Absence noted"),
    "staff.account_given": _("Account given to a member of staff"),
    "staff.appointed": _("Appointed"),
    "staff.appointment_ended": _("Appointment ended"),
    "staff.list_viewed": _("List of staff read"),
    "staff.record_viewed": _("Record read"),
    "staff.registered": _("Member of staff registered"),
    "staff.remit_ended": _("Remit ended"),
    "staff.remit_granted": _("Remit granted"),
}


def action_words(action: str) -> str:
    """Return ``action`` in words; one that has none yet is shown as it is stored."""
    return str(ACTIONS.get(action, action))
