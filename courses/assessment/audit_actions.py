"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "assessment.attempt_granted": _("Further attempt granted"),
        "assessment.attempt_handed_in": _("Exam handed in, waiting for marks"),
        "assessment.attempt_moved": _("Exam moved to another device"),
        "assessment.attempt_started": _("Exam started"),
        "assessment.extra_time_ended": _("Extra time ended"),
        "assessment.extra_time_granted": _("Extra time granted"),
        "assessment.key_correction_confirmed": _("Answer key correction confirmed"),
        "assessment.key_correction_declined": _("Answer key correction declined"),
        "assessment.key_correction_proposed": _("Answer key correction proposed"),
        "assessment.leak_decided": _("Decision about a leaked question"),
        "assessment.minutes_granted": _("Extra minutes added for a lost connection"),
        "assessment.quarantine_lifted": _("Quarantine of a question lifted"),
        "assessment.question_filed": _("Question filed"),
        "assessment.question_left_the_draw": _("Question taken out of the draw"),
        "assessment.question_quarantined": _("Question quarantined"),
        "assessment.question_reaffirmed": _(
            "Question still right under a changed clause"
        ),
        "assessment.question_state_changed": _("State of a question changed"),
        "assessment.question_state_confirmed": _(
            "Proposed state of a question confirmed"
        ),
        "assessment.question_state_declined": _(
            "Proposed state of a question declined"
        ),
        "assessment.question_state_proposed": _("State of a question proposed"),
        "assessment.question_state_withdrawn": _(
            "Proposed state of a question withdrawn"
        ),
        "assessment.questions_left_the_draw": _(
            "Questions no longer right taken out of the draw"
        ),
        "assessment.recounted": _("Exam statistics recalculated"),
        "assessment.regrading_reviewed": _(
            "Decision about a pass after an answer key correction"
        ),
        "assessment.review_closed": _("Review of a question closed"),
        "assessment.review_opened": _("Review of a question opened"),
        "assessment.sitting_cancelled": _("Sitting called off"),
        "assessment.sitting_moved": _("Sitting moved"),
        "assessment.sitting_passed_on": _("Sitting passed to another invigilator"),
        "assessment.sitting_planned": _("Sitting planned"),
        "assessment.test_marked": _("Test that does not count marked"),
        "assessment.test_started": _("Test that does not count started"),
    },
    areas={"assessment": _("Exams")},
)
