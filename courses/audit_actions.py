"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "assessment.answer_decided": _("Decision about an open answer"),
        "assessment.answer_given_back": _("Open answer given back without names"),
        "assessment.answer_marked": _("Open answer marked"),
        "assessment.answer_set_aside": _("Open answer set aside"),
        "assessment.answers_removed": _("Answers of an attempt removed"),
        "assessment.attempt_marked": _("Exam marked"),
        "assessment.regraded": _("Exam recalculated after an answer key correction"),
        "courses.approval_refused": _("Approval refused"),
        "courses.approved": _("Content approved"),
        "courses.edition_released": _("Edition released"),
        "courses.enrolled": _("Enrolled on a course"),
        "courses.exception_asked": _("Language exception requested"),
        "courses.exception_declined": _("Language exception declined"),
        "courses.exception_refused": _("Language exception refused"),
        "courses.exception_signed": _("Language exception signed"),
        "courses.facts_written": _("Details of a course written"),
        "courses.language_confirmed": _("Translation confirmed"),
        "courses.left": _("Left a course"),
        "courses.outline_changed": _("Outline of a course changed"),
        "courses.parity_taken_over": _(
            "Language comparison accepted from another platform"
        ),
        "courses.plan_refused": _("Planned release refused"),
        "courses.planned_release_cancelled": _("Planned release called off"),
        "courses.release_planned": _("Release planned"),
        "courses.release_refused": _("Release refused"),
        "courses.remit_ended": _("Course removed from a trainer"),
        "courses.remit_granted": _("Course assigned to a trainer"),
        "courses.review_refused": _("Safeguard review refused"),
        "courses.safeguards_reviewed": _("Rights safeguards reviewed"),
        "courses.translation_given_back": _("Translation given back"),
        "courses.translation_submitted": _("Translation submitted for review"),
        "courses.version_published": _("Version published"),
        "courses.weight_allowed": _("Oversized page allowed"),
        "evidence.issued": _("Evidence of an exam issued"),
    },
    areas={"courses": _("Courses"), "evidence": _("Evidence")},
)
