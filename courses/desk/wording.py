"""What the audit log calls the things people did, and what they did them to."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from elearning.audit.models import Entry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AREAS: dict[str, "_StrPromise"] = {
    "accounts": _("Accounts"),
    "assessment": _("Exams"),
    "audit": _("Audit log"),
    "certificates": _("Certificates"),
    "competencies": _("Competency framework"),
    "compliance": _("Compliance"),
    "courses": _("Courses"),
    "learner": _("Own records"),
    "lrs": _("Record store"),
    "provisions": _("Guidelines and rules"),
    "evidence": _("Evidence"),
    "questions": _("Question bank"),
    "records": _("Records"),
    "staff": _("Staff"),
    "updating": _("Updates of certificates"),
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
    "acknowledging.issue_noted": _("New issue of a guideline on paper noted"),
    "assessment.answer_decided": _("Decision about an open answer"),
    "assessment.answer_given_back": _("Open answer given back without names"),
    "assessment.answer_marked": _("Open answer marked"),
    "assessment.answer_read": _("Open answer set aside read"),
    "assessment.answer_set_aside": _("Open answer set aside"),
    "assessment.attempt_granted": _("Further attempt granted"),
    "assessment.attempt_handed_in": _("Exam handed in, waiting for marks"),
    "assessment.attempt_marked": _("Exam marked"),
    "assessment.attempt_moved": _("Exam moved to another device"),
    "assessment.attempt_started": _("Exam started"),
    "assessment.attempts_viewed": _("Attempts at exams read"),
    "assessment.extra_time_ended": _("Extra time ended"),
    "assessment.extra_time_granted": _("Extra time granted"),
    "assessment.extra_time_viewed": _("Extra time of a learner read"),
    "assessment.minutes_granted": _("Minutes given for a lost link"),
    "assessment.sitting_cancelled": _("Sitting called off"),
    "assessment.sitting_moved": _("Sitting moved"),
    "assessment.sitting_passed_on": _("Sitting passed to another invigilator"),
    "assessment.sitting_planned": _("Sitting planned"),
    "assessment.sitting_viewed": _("Sitting looked at"),
    "assessment.leak_decided": _("Decision about a leaked question"),
    "assessment.leak_viewed": _("List of people who saw a leaked question read"),
    "assessment.quarantine_lifted": _("Quarantine of a question lifted"),
    "assessment.question_quarantined": _("Question quarantined"),
    "assessment.question_state_changed": _("State of a question changed"),
    "assessment.question_filed": _("Question filed"),
    "assessment.question_left_the_draw": _("Question taken out of the draw"),
    "assessment.review_opened": _("Review of a question opened"),
    "assessment.review_closed": _("Review of a question closed"),
    "assessment.key_correction_confirmed": _("Correction of a key confirmed"),
    "assessment.key_correction_declined": _("Correction of a key declined"),
    "assessment.key_correction_proposed": _("Correction of a key proposed"),
    "assessment.lost_passes_viewed": _("Passes after a corrected key read"),
    "assessment.test_marked": _("Test that does not count marked"),
    "assessment.test_started": _("Test that does not count started"),
    "assessment.recounted": _("Statistics of an exam counted anew"),
    "assessment.regraded": _("Exam counted anew by a corrected key"),
    "assessment.regrading_reviewed": _("Decision about a pass after a corrected key"),
    "audit.read": _("Audit log read"),
    "certificates.issued": _("Certificate issued"),
    "compliance.exempted": _("Exemption granted"),
    "compliance.exemption_ended": _("Exemption ended"),
    "compliance.exported": _("Compliance list exported"),
    "coverage.exported": _("Coverage of rule 76 exported"),
    "competencies.domain_set": _("Domain of competence set"),
    "competencies.profile_set": _("Profile of a position set"),
    "competencies.target_set": _("Level that a position asks set"),
    "compliance.required": _("Requirement made"),
    "compliance.requirement_ended": _("Requirement ended"),
    "courses.approved": _("Content approved"),
    "courses.safeguards_reviewed": _("Safeguards of rights reviewed"),
    "courses.approval_refused": _("Approval refused"),
    "courses.release_refused": _("Release refused"),
    "courses.review_refused": _("Safeguard review refused"),
    "courses.exception_asked": _("Language exception asked for"),
    "courses.exception_declined": _("Language exception declined"),
    "courses.exception_refused": _("Language exception refused"),
    "courses.exception_signed": _("Language exception signed"),
    "courses.plan_refused": _("Planned release refused"),
    "courses.planned_release_cancelled": _("Planned release called off"),
    "courses.release_planned": _("Release planned"),
    "courses.weight_allowed": _("Weight of a page let pass"),
    "courses.edition_released": _("Edition released"),
    "courses.exported": _("Course exported as a package"),
    "courses.import_cancelled": _("Import of a course called off"),
    "courses.import_confirmed": _("Import of a course confirmed"),
    "courses.import_refused": _("Import of a course refused"),
    "courses.imported": _("Course made of a package"),
    "courses.enrolled": _("Put on a course"),
    "courses.language_confirmed": _("Translation confirmed"),
    "courses.left": _("Taken off a course"),
    "courses.parity_exported": _("Table of languages exported"),
    "courses.parity_taken_over": _("Languages compared on another platform"),
    "courses.remit_ended": _("Course taken from a trainer"),
    "courses.remit_granted": _("Course given to a trainer"),
    "courses.translation_given_back": _("Translation given back"),
    "courses.translation_saved": _("Translation saved as a draft"),
    "courses.translation_submitted": _("Translation submitted for review"),
    "courses.version_published": _("Version published"),
    "evidence.issued": _("Evidence of an exam issued"),
    "learner.archive_downloaded": _("Own records downloaded"),
    "provisions.approval_refused": _("Approval refused"),
    "provisions.release_refused": _("Release refused"),
    "provisions.review_refused": _("Safeguard review refused"),
    "provisions.edition_released": _("Edition of a document released"),
    "provisions.impact_exported": _("List of what a change touches exported"),
    "provisions.language_confirmed": _("Translation of a document confirmed"),
    "provisions.version_published": _("Version of a document published"),
    "questions.exported": _("Questions exported"),
    "questions.restored": _("Older version of a question restored"),
    "questions.imported": _("Questions imported"),
    "questions.pictures_removed": _("Unused pictures of questions deleted"),
    "publishing.fact_checked": _("Fact held against its source"),
    "publishing.facts_noted": _("Facts to verify noted"),
    "publishing.deletion_refused": _("Deletion of something published refused"),
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
    "staff.role_given": _("Role given with a remit"),
    "staff.role_taken": _("Role taken after the last remit"),
    "updating.demanded": _("Certificates under a changed guideline to be updated"),
    "updating.done": _("Certificate updated after a changed guideline"),
}


def action_words(action: str) -> str:
    """Return ``action`` in words; one that has none yet is shown as it is stored."""
    return str(ACTIONS.get(action, action))


def subject_words(entry: Entry) -> str:
    """Return what ``entry`` is about in words: the kind of row and its number.

    A kind that the platform no longer knows is shown as it is stored.
    """
    if not entry.subject_type:
        return "—"
    try:
        kind = capfirst(str(apps.get_model(entry.subject_type)._meta.verbose_name))  # noqa: SLF001 — public by custom
    except (LookupError, ValueError):
        kind = entry.subject_type
    return f"{kind}\u00a0{entry.subject_id}"
