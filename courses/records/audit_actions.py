"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "records.backfill_ordered": _("Older statements sent to another store"),
        "records.completed": _("Completion recorded"),
        "records.corrected": _("Pass of a course corrected"),
        "records.credential_created": _("Key for another system created"),
        "records.credential_revoked": _("Key of another system revoked"),
        "records.export_cancelled": _("Export of statements cancelled"),
        "records.export_downloaded": _("Export of statements downloaded"),
        "records.export_ordered": _("Export of statements requested"),
        "records.forgotten": _("Statements about a person deleted"),
        "records.parked_retried": _("Refused statements sent again"),
        "records.recognised": _("Pass of a course recognised"),
        "records.superseded": _("Another pass recorded in its place"),
        "records.target_changed": _("Connection to another store changed"),
        "records.target_created": _("Another store added"),
        "records.target_paused": _("Sending to another store paused"),
        "records.target_resumed": _("Sending to another store resumed"),
        "records.target_stopped": _("Sending to another store stopped"),
        "records.target_tested": _("Connection to another store tested"),
        "records.withdrawn": _("Pass of a course withdrawn"),
    },
    areas={"records": _("Records")},
)
