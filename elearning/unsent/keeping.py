"""Keep what somebody has typed and not sent, while her session lives; give it back; forget it.

It is kept here and not on the computer, which others use. Nothing follows from it.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from elearning.unsent import places
from elearning.unsent.errors import UnsentError
from elearning.unsent.models import ADDRESS_LENGTH, FORM_LENGTH, KEPT_FOR, UnsentForm

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: So many forms wait for one person; the oldest one gives way.
MOST_FORMS = 20
#: The most characters of what was typed in one form, written as JSON.
MOST_CHARACTERS = 64_000
_SECRET = re.compile(r"passw|csrf|token|otp", re.IGNORECASE)


def keep(
    user: "User", address: str, form: str, entries: str, *, at: datetime
) -> UnsentForm:
    """Keep ``entries`` as what ``user`` has typed in ``form`` of the page at ``address``.

    ``entries`` is JSON: lists of values by the names of the fields. Whatever was kept of the
    form before is replaced. Passwords and tokens are left out. Raises ``UnsentError`` for
    what is no such thing, for too much of it, and for pages where nothing is kept.
    """
    values = _read(entries)
    if not (
        _fits(address, form) and places.is_open(address) and places.is_page(address)
    ):
        raise UnsentError(_("What is typed on this page is not kept. Send the form."))
    kept, _created = UnsentForm.objects.update_or_create(
        user=user,
        address=address,
        form=form,
        defaults={"entries": values, "saved_at": at},
    )
    _drop_oldest(user)
    return kept


def waiting(user: "User", address: str, *, at: datetime) -> list[UnsentForm]:
    """Return what ``user`` has typed and not sent on the page at ``address``."""
    own = UnsentForm.objects.visible_to(user).kept(at)
    return list(own.filter(address=address))


def addresses(user: "User", *, at: datetime) -> list[str]:
    """Return the pages on which something that ``user`` has typed waits."""
    own = UnsentForm.objects.visible_to(user).kept(at)
    return sorted(set(own.values_list("address", flat=True)))


def forget(user: "User", keys: Iterable[Any]) -> None:
    """Remove those of the user's forms that have one of ``keys``: they were sent."""
    UnsentForm.objects.visible_to(user).filter(key__in=keys).delete()


def discard(user: "User", address: str) -> None:
    """Remove what ``user`` has typed on the page at ``address``."""
    UnsentForm.objects.visible_to(user).filter(address=address).delete()


def remove_old(at: datetime) -> int:
    """Remove what nobody came back for in time; return how many forms. A chore."""
    number, _by_model = UnsentForm.objects.filter(saved_at__lte=at - KEPT_FOR).delete()
    return number


def _read(entries: str) -> dict[str, list[str]]:
    """Return the values by field, or refuse what a browser of ours never sends."""
    if len(entries) > MOST_CHARACTERS:
        raise UnsentError(_("This is too much to be kept. Send the form in time."))
    try:
        values = json.loads(entries)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or not all(map(_are_words, values.values())):
        raise UnsentError(_("What was typed could not be kept. Send the form."))
    return {name: values[name] for name in values if not _SECRET.search(name)}


def _are_words(values: object) -> bool:
    return isinstance(values, list) and all(
        isinstance(value, str) and "\0" not in value for value in values
    )


def _fits(address: str, form: str) -> bool:
    fits = len(address) <= ADDRESS_LENGTH and len(form) <= FORM_LENGTH
    return fits and "\0" not in address + form


def _drop_oldest(user: "User") -> None:
    own = UnsentForm.objects.visible_to(user).order_by("-saved_at", "-pk")
    more = list(own.values_list("pk", flat=True)[MOST_FORMS : MOST_FORMS + 10])
    if more:
        UnsentForm.objects.filter(pk__in=more).delete()
