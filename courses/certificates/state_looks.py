"""Icons and labels of the states that this app names."""

from django.utils.translation import gettext_lazy as _

from elearning.interface.state_looks import StateLook, register_states

register_states(
    {
        "replaced": StateLook("refresh", _("Replaced")),
        "revoked": StateLook("cross", _("Revoked")),
    }
)
