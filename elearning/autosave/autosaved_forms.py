"""Autosave of unsent forms: save, offer, restore and settle.

Input is stored on the server and not on the computer, which others use. It has no
effect until the form is sent. docs/kept-entries.md has the rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from elearning.autosave.autosave_payload import AutosavePayload, is_form_key
from elearning.autosave.errors import FormSettledError
from elearning.autosave.models import KEPT_FOR, UnsentForm

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The maximum number of saved forms per person; a new one replaces the oldest.
MOST_FORMS = 20
#: The maximum number of forms settled by one request.
_MOST_SENT = 5


@dataclass(frozen=True)
class RestoredEntries:
    """Saved input for the page that shows the form now.

    ``fill`` goes into fields that are unchanged since; ``beside`` is shown next to
    fields that now hold something else. ``is_older`` tells that the form has changed
    since.
    """

    fill: dict[str, str] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    is_older: bool = False


def save_entries(
    user: "User", typed: AutosavePayload, *, at: datetime
) -> UnsentForm | None:
    """Save the input of ``user``; return its row, or ``None`` if nothing is left.

    Raises ``FormSettledError`` if a form with this key was already sent or discarded.
    """
    new = {"address": typed.address, "form": typed.form, "saved_at": at}
    with transaction.atomic():
        row, _created = UnsentForm.objects.get_or_create(
            user=user, key=typed.key, defaults=new
        )
        row = UnsentForm.objects.select_for_update().get(pk=row.pk)
        if row.is_settled:
            raise FormSettledError
        entries = {
            name: entry or row.entries.get(name)
            for name, entry in typed.entries.items()
        }
        row.entries = {name: entry for name, entry in entries.items() if entry}
        if not row.entries:
            row.delete()
            return None
        row.version, row.saved_at = typed.version, at
        row.save()
    _drop_oldest(user)
    return row


def list_offered_forms(user: "User", address: str, *, at: datetime) -> list[UnsentForm]:
    """Return the input ``user`` saved on the page at ``address``, the newest of each form."""
    own = UnsentForm.objects.visible_to(user).kept(at).filter(address=address)
    return list({row.form: row for row in own.order_by("saved_at", "pk")}.values())


def list_waiting_addresses(user: "User", *, at: datetime) -> list[str]:
    """Return the addresses of pages on which ``user`` has saved input."""
    own = UnsentForm.objects.visible_to(user).kept(at)
    return sorted(set(own.values_list("address", flat=True)))


def find_saved_entries(
    user: "User", key: str, version: str, now: Mapping[str, str], *, at: datetime
) -> RestoredEntries | None:
    """Return the input saved under ``key``, or ``None`` if there is none.

    ``version`` is the digest of the form on the page, and ``now`` those of the values
    of its fields. Saved input never replaces anything newer: it fills a field whose
    value is unchanged or, if that is unknown, a blank one.
    """
    row = UnsentForm.objects.visible_to(user).kept(at).filter(key=key).first()
    if row is None:
        return None
    taken = RestoredEntries(is_older=row.version not in ("", version))
    for name, entry in row.entries.items():
        fits = name in now and now[name] == (entry["was"] or "")
        (taken.fill if fits else taken.beside)[name] = entry["words"]
    return taken


def settle_sent_forms(user: "User", keys: Iterable[str], *, at: datetime) -> None:
    """Discard the input of the sent forms with ``keys``.

    A save still under way then finds the settled row and stores nothing.
    """
    settled = {"entries": {}, "is_settled": True, "saved_at": at}
    for key in [key for key in keys if is_form_key(key)][:_MOST_SENT]:
        UnsentForm.objects.update_or_create(user=user, key=key, defaults=settled)


def discard_entries(user: "User", key: str) -> None:
    """Discard the input of ``user`` in the form with ``key``."""
    own = UnsentForm.objects.visible_to(user).filter(key=key)
    own.update(entries={}, is_settled=True)


def remove_expired_forms(at: datetime) -> int:
    """Delete expired input and return the number of forms; a worker job."""
    number, _by_model = UnsentForm.objects.filter(saved_at__lte=at - KEPT_FOR).delete()
    return number


def _drop_oldest(user: "User") -> None:
    own = UnsentForm.objects.visible_to(user).filter(is_settled=False)
    newest = own.order_by("-saved_at", "-pk").values_list("pk", flat=True)
    if more := list(newest[MOST_FORMS : MOST_FORMS + 10]):
        UnsentForm.objects.filter(pk__in=more).delete()
