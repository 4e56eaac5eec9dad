"""Icons and labels of the states that this app names."""

from django.utils.translation import gettext_lazy as _

from elearning.interface.state_looks import StateLook, register_states

register_states(
    {
        "lapsed": StateLook("cross", _("Lapsed")),
        "expired": StateLook("cross", _("Expired")),
        "grace": StateLook("hollow-dashed-circle", _("In grace period")),
        "update-due": StateLook("refresh", _("Update due")),
        "due": StateLook("half-circle", _("Due")),
        "not-started": StateLook("ring", _("Not started")),
        "in-progress": StateLook("quarter-circle", _("In progress")),
        "valid": StateLook("circle", _("Valid")),
        "paused": StateLook("bars", _("Clock paused")),
        "waived": StateLook("dash", _("Exempt")),
        "not-required": StateLook("dash", _("Not required")),
    }
)
