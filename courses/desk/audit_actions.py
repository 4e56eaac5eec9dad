"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "accounts.letter_printed": _("Letter with a one-time code printed"),
        "acknowledging.duties_viewed": _("List of guidelines to be read opened"),
        "assessment.answer_read": _("Set-aside open answer read"),
        "assessment.attempts_viewed": _("Exam attempts read"),
        "assessment.extra_time_viewed": _("Extra time of a learner read"),
        "assessment.leak_viewed": _("List of people who saw a leaked question read"),
        "assessment.lost_passes_viewed": _(
            "Passes after an answer key correction read"
        ),
        "assessment.sitting_viewed": _("Sitting viewed"),
        "audit.read": _("Audit log read"),
        "certificates.list_viewed": _("List of certificates read"),
        "certificates.proposals_viewed": _("Proposals to revoke certificates read"),
        "certificates.taken_out": _("Certificate exported in an archive"),
        "classroom.people_offered": _(
            "List of people who need a classroom course read"
        ),
        "classroom.session_viewed": _("Session list read"),
        "classroom.sheet_printed": _("Session attendance sheet printed"),
        "compliance.example_viewed": _("A person's dates under a rule calculated"),
        "compliance.exceptions_viewed": _("List of exceptions to rules read"),
        "compliance.numbers_opened": _("Small numbers in reports shown"),
        "compliance.preview_viewed": _("Preview of a rule read"),
        "compliance.refused": _("Report on an establishment outside the remit refused"),
        "courses.parity_exported": _("Table of languages exported"),
        "coverage.exported": _("Coverage of rule 76 exported"),
        "desk.refused": _("Page not available to the reader refused"),
        "privacy.list_viewed": _("List of privacy requests read"),
        "privacy.viewed": _("Privacy request read"),
        "provisions.impact_exported": _("List of what a change affects exported"),
        "recognition.check_viewed": _("Results of the record check read"),
        "recognition.corrections_viewed": _("List of corrections read"),
        "recognition.credits_viewed": _("List of equivalent training read"),
        "recognition.list_viewed": _("List of prior learning read"),
        "recognition.viewed": _("Prior learning entry read"),
        "records.statement_viewed": _("Statement read"),
        "records.statements_viewed": _("List of statements read"),
        "records.timeline_viewed": _("Timeline read"),
        "retention.exported": _("Removal report exported"),
        "retention.holds_viewed": _("List of records on hold read"),
        "staff.import_exported": _("Log of a staff list downloaded"),
        "staff.import_viewed": _("Staff list read"),
        "staff.list_opened": _("Lists of people opened"),
        "staff.list_viewed": _("List of staff read"),
        "staff.record_viewed": _("Record viewed"),
        "staff.refused": _("Record outside the remit refused"),
    },
    areas={"coverage": _("Coverage of rule 76"), "desk": _("Office pages")},
)
