"""Creation and renaming of establishments."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.errors import StaffError
from elearning.staff.models import Establishment
from elearning.staff.reference_data import (
    check_codes_unused,
    normalise_titles,
    update_audited_row,
)


def create_establishment(
    parent: Establishment,
    code: str,
    kind: Establishment.Kind,
    titles: Mapping[str, str],
    *,
    by: User | None,
    external_id: str | None = None,
    reason: str = "",
) -> Establishment:
    """Create an establishment under ``parent`` and return it; earlier reports lack it.

    Raises ``StaffError`` if the parent is closed, if the code or the key is taken, and
    if a title is missing.
    """
    texts = normalise_titles(titles)
    today = timezone.localdate()
    if parent.closed_on is not None and parent.closed_on <= today:
        raise StaffError(
            _("The establishment above it is closed. Choose an open one instead.")
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
            titles=texts,
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
    by: User | None,
    reason: str = "",
) -> list[str]:
    """Change titles and key of ``place``; return the names of changed fields.

    The code cannot be changed, because reports refer to it. Raises ``StaffError`` if a
    title is missing or the key belongs to another establishment.
    """
    facts = {
        "titles": normalise_titles(titles),
        "external_id": external_id or None,
    }
    others = Establishment.objects.exclude(pk=place.pk)
    check_codes_unused(others, external_id=external_id)
    return update_audited_row(
        place, "staff.establishment_changed", facts, by=by, reason=reason
    )
