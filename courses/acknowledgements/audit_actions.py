"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "acknowledging.acknowledged": _(
            "Confirmed: a guideline was read and understood"
        ),
        "acknowledging.entered_from_paper": _("Signature on paper entered"),
        "acknowledging.issue_noted": _("New paper issue of a guideline recorded"),
        "acknowledging.required": _("Reading of a guideline required"),
        "acknowledging.rule_ended": _("Rule for reading a guideline ended"),
    },
    areas={"acknowledging": _("Guidelines read")},
)
