"""Icons and labels of states, one for each name on every screen.

An app declares its states in a module ``state_looks``; states of several apps are here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The part of a bar with withheld numbers.
WITHHELD = "withheld"


@dataclass(frozen=True)
class StateLook:
    """The icon and the label of a state; the colour comes from the stylesheet."""

    icon: str
    words: Promise


STATES = {
    "overdue": StateLook("cross", _("Overdue")),
    "completed": StateLook("tick-circle", _("Completed")),
    "locked": StateLook("lock", _("Locked")),
    "awaiting": StateLook("clock", _("Waiting")),
    "missing": StateLook("cross", _("Missing")),
    WITHHELD: StateLook("lock", _("Withheld")),
}


def register_states(looks: Mapping[str, StateLook]) -> None:
    """Add the looks of an app’s states, by name."""
    STATES.update(looks)
