"""Labels of the actions that this app writes to the audit log."""

from django.utils.translation import gettext_lazy as _

from elearning.audit.action_labels import register_actions

register_actions(
    {
        "accounts.activated": _("Account activated"),
        "accounts.change_confirmed": _("Account change confirmed"),
        "accounts.change_declined": _("Account change declined"),
        "accounts.change_proposed": _("Account change proposed"),
        "accounts.change_withdrawn": _("Account change withdrawn"),
        "accounts.closed": _("Account closed"),
        "accounts.code_issued": _("One-time code issued"),
        "accounts.code_mailed": _("One-time code sent by e-mail"),
        "accounts.code_refused": _("Wrong code entered at the second sign-in step"),
        "accounts.created": _("Account created"),
        "accounts.opened": _("Account opened again"),
        "accounts.password_changed": _("Password changed"),
        "accounts.password_reset": _("New password set using an e-mail link"),
        "accounts.second_factor_added": _("Second step of sign-in set up"),
        "accounts.second_factor_removed": _("Second step of sign-in removed"),
        "accounts.sessions_ended": _("Sessions on other devices ended"),
        "accounts.sign_in_failed": _("Sign-in failed"),
        "accounts.signed_in": _("Signed in"),
        "accounts.signed_out": _("Signed out"),
    },
    areas={"accounts": _("Accounts")},
)
