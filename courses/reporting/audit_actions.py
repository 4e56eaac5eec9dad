"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "compliance.export_ended": _("Compliance list export completed"),
        "compliance.exported": _("Compliance list exported"),
        "compliance.person_exported": _("Named in an exported list"),
        "compliance.read_by_key": _("Training status read by another system"),
        "reporting.changed": _("Saved report changed"),
        "reporting.downloaded": _("File of a report downloaded"),
        "reporting.failed": _("Report could not be prepared"),
        "reporting.ordered": _("Report requested"),
        "reporting.put_into_folder": _("Report put into the folder"),
        "reporting.refused": _("File of a report refused"),
        "reporting.removed": _("Saved report removed"),
        "reporting.saved": _("Report saved"),
        "reporting.stopped": _("Schedule of a report stopped"),
    },
    areas={"reporting": _("Reports")},
)
