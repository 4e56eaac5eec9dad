"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "accounts.first_administrator": _("First administrator appointed"),
        "installation.demonstration_declared": _(
            "Installation marked as a demonstration"
        ),
        "staff.absence_ended": _("Absence ended"),
        "staff.absence_noted": _("Absence recorded"),
        "staff.account_given": _("Account given to a member of staff"),
        "staff.appointed": _("Appointed"),
        "staff.appointment_called_off": _("Planned appointment called off"),
        "staff.appointment_ended": _("Appointment ended"),
        "staff.appointment_resumed": _("Appointment continues"),
        "staff.category_changed": _("Category of positions changed"),
        "staff.category_made": _("Category of positions added"),
        "staff.establishment_changed": _("Establishment changed"),
        "staff.establishment_closed": _("Establishment closed"),
        "staff.establishment_founded": _("Establishment added"),
        "staff.manager_ended": _("Line management ended"),
        "staff.manager_set": _("Line manager set"),
        "staff.name_change_confirmed": _("Name change confirmed"),
        "staff.name_change_declined": _("Name change declined"),
        "staff.name_change_proposed": _("Name change proposed"),
        "staff.name_change_taken_up": _("Name change proposed again"),
        "staff.name_change_withdrawn": _("Name change withdrawn"),
        "staff.post_changed": _("Position changed"),
        "staff.post_made": _("Position added"),
        "staff.rank_changed": _("Rank changed"),
        "staff.rank_ended": _("Rank ended"),
        "staff.rank_given": _("Rank given"),
        "staff.rank_made": _("Rank added"),
        "staff.read_by_key": _("Staff read by another system"),
        "staff.registered": _("Member of staff registered"),
        "staff.relocated": _("Establishment moved in the structure"),
        "staff.remit_ended": _("Remit ended"),
        "staff.remit_granted": _("Remit granted"),
        "staff.renamed": _("Name changed"),
        "staff.role_given": _("Role given with a remit"),
        "staff.role_taken": _("Role removed after the last remit"),
    },
    areas={"installation": _("Installation"), "staff": _("Staff")},
)
