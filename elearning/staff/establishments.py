"""Found establishments in the tree, and change what they are called."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.audit import audit_log
from elearning.staff.errors import StaffError
from elearning.staff.models import Establishment
from elearning.staff.reference_data import (
    build_title_fields,
    check_codes_unused,
    update_audited_row,
)

if TYPE_CHECKING:
    from elearning.accounts.models import User


def create_establishment(
    parent: Establishment,
    code: str,
    kind: Establishment.Kind,
    titles: Mapping[str, str],
    *,
    by: "User | None",
    external_id: str | None = None,
    reason: str = "",
) -> Establishment:
    """Found a place under ``parent`` and return it; reports of earlier days lack it.

    Raises ``StaffError`` where the place above is closed, where the code or the key is
    taken, and where a title is missing.
    """
    facts = build_title_fields(titles)
    today = timezone.localdate()
    if parent.closed_on is not None and parent.closed_on <= today:
        raise StaffError(
            _("The place above it is closed. Choose one that is open instead.")
        )
    check_codes_unused(Establishment.objects.all(), code=code, external_id=external_id)
    with transaction.atomic():
        Establishment.objects.hold_tree()
        above = Establishment.objects.get(pk=parent.pk)
        place: Establishment = above.add_child(
            code=code,
            kind=kind,
            external_id=external_id or None,
            known_on=today,
            **facts,
        )
        audit_log.record_action(
            "staff.establishment_founded",
            by=by,
            on=place,
            reason=reason,
            establishment=code,
            kind=kind,
            under=above.code,
        )
    return place


def update_establishment(
    place: Establishment,
    *,
    titles: Mapping[str, str],
    external_id: str | None,
    by: "User | None",
    reason: str = "",
) -> list[str]:
    """Call ``place`` otherwise from now on; return the names of what changed.

    Its code stays, because reports are kept by it. Raises ``StaffError`` where a title is
    missing or the key belongs to another place.
    """
    facts = build_title_fields(titles) | {"external_id": external_id or None}
    others = Establishment.objects.exclude(pk=place.pk)
    check_codes_unused(others, external_id=external_id)
    return update_audited_row(
        place, "staff.establishment_changed", facts, by=by, reason=reason
    )
