"""Titles and codes of establishments, positions, categories and ranks."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.languages import CODES, OWN_NAMES, REQUIRED
from elearning.staff.errors import StaffError
from elearning.staff.name_changes import normalise_text

#: The maximum length of a title.
LONGEST = 255


def normalise_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Return the normalised titles of a row, in each language.

    Raises ``StaffError`` if one in a required language is missing, or one is too long.
    """
    tidied = {code: normalise_text(titles.get(code, "")) for code in CODES}
    if not all(tidied[code] for code in REQUIRED):
        raise StaffError(
            _(
                "Enter the title in each of these languages, which lists and letters "
                "need: %(languages)s."
            )
            % {"languages": ", ".join(OWN_NAMES[code] for code in REQUIRED)}
        )
    if any(len(title) > LONGEST for title in tidied.values()):
        raise StaffError(
            _("A title can have up to %(n)d characters. Shorten it.") % {"n": LONGEST}
        )
    return tidied


def check_codes_unused(
    rows: Any, *, code: str = "", external_id: str | None = None
) -> None:
    """Raise ``StaffError`` if one of ``rows`` has this code or key already."""
    if code and rows.filter(code__iexact=code).exists():
        raise StaffError(
            _("The code %(code)s is already in use. Choose another one.")
            % {"code": code}
        )
    if external_id and rows.filter(external_id=external_id).exists():
        raise StaffError(
            _(
                "The personnel system key %(key)s belongs to another record. "
                "Check it in that system."
            )
            % {"key": external_id}
        )


def update_audited_row(
    row: models.Model,
    action: str,
    facts: Mapping[str, Any],
    *,
    by: User | None,
    reason: str = "",
) -> list[str]:
    """Set ``facts`` on ``row``, and record ``action`` with the old values in the audit log.

    Returns the names of changed fields; without changes nothing is written.
    """
    with transaction.atomic():
        kept = type(row)._default_manager.select_for_update(of=("self",))
        now = kept.get(pk=row.pk)
        before = {name: getattr(now, name) for name in facts}
        changed = [name for name, value in facts.items() if before[name] != value]
        for name in changed:
            setattr(row, name, facts[name])
        if changed:
            row.save(update_fields=changed)
            audit_log.record_action(
                action,
                by=by,
                on=row,
                reason=reason,
                before={name: _plain(before[name]) for name in changed},
                after={name: _plain(facts[name]) for name in changed},
            )
    return changed


def _plain(value: Any) -> Any:
    return getattr(value, "code", value)
