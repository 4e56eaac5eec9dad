"""Icons and labels of the states that this app names."""

from django.utils.translation import gettext_lazy as _

from elearning.interface.state_looks import StateLook, register_states

register_states(
    {
        "draft": StateLook("edit", _("Draft")),
        "in-review": StateLook("eye", _("In review")),
        "released": StateLook("tick-circle", _("Released")),
        "outdated": StateLook("half-circle", _("Outdated")),
    }
)
