"""Parsing of the data that the autosave script sends."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from elearning.autosave import autosave_pages
from elearning.autosave.errors import AutosaveError
from elearning.autosave.models import (
    ADDRESS_LENGTH,
    DIGEST_LENGTH,
    FORM_LENGTH,
    KEY_LENGTH,
    FieldEntry,
)

#: The maximum size of one form’s input, in characters of JSON.
MOST_CHARACTERS = 64_000
_SECRET = re.compile(r"passw|csrf|token|otp|secret|digest", re.IGNORECASE)
_DIGEST = re.compile(rf"[0-9a-z]{{0,{DIGEST_LENGTH}}}\Z")
_KEY = re.compile(r"[0-9a-z]+(-[0-9a-z]+)*\Z")


@dataclass(frozen=True)
class AutosavePayload:
    """The input of one form of a page, with its key, address, name and version.

    An entry of ``None`` leaves the stored one unchanged.
    """

    key: str
    address: str
    form: str
    version: str
    entries: dict[str, FieldEntry | None]


def parse_autosave_payload(sent: Mapping[str, str]) -> AutosavePayload:
    """Parse ``sent``; ``entries`` is JSON: ``{field: [was, words] or null}``.

    Secrets and blanks are left out: secrets must not be stored, and blanks must not
    replace text. Raises ``AutosaveError`` for data no script of ours sends, for too
    much of it, and for pages without autosave.
    """
    names = ("key", "address", "form", "version")
    key, address, form, version = (sent.get(name, "") for name in names)
    entries = _read(sent.get("entries", ""))
    fits = len(address) <= ADDRESS_LENGTH and len(form) <= FORM_LENGTH
    fits = fits and "\0" not in address + form and _is_digest(version)
    if not (
        fits
        and is_form_key(key)
        and autosave_pages.can_autosave(address)
        and autosave_pages.is_existing_page(address)
    ):
        raise AutosaveError(
            _("What you type on this page is not autosaved. Send the form.")
        )
    return AutosavePayload(key, address, form, version, entries)


def is_form_key(text: str) -> bool:
    """Tell whether ``text`` has the form of a key made by our script."""
    return len(text) <= KEY_LENGTH and bool(_KEY.match(text))


def parse_field_digests(text: str) -> dict[str, str]:
    """Return the digests of fields by name from JSON; raises ``AutosaveError``."""
    found = _json(text)
    if not isinstance(found, dict) or not all(map(_is_digest, found.values())):
        raise AutosaveError(_("What you typed could not be autosaved. Send the form."))
    return found


def _read(text: str) -> dict[str, FieldEntry | None]:
    if len(text) > MOST_CHARACTERS:
        raise AutosaveError(
            _("There is too much text to autosave. Send the form in time.")
        )
    values = _json(text)
    if not isinstance(values, dict) or not all(map(_is_entry, values.values())):
        raise AutosaveError(_("What you typed could not be autosaved. Send the form."))
    return {
        name: pair and FieldEntry(was=pair[0], words=pair[1])
        for name, pair in values.items()
        if not _SECRET.search(name) and (pair is None or pair[1].strip())
    }


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_entry(value: Any) -> bool:
    match value:
        case None:
            return True
        case [was, str(words)]:
            return (was is None or _is_digest(was)) and "\0" not in words
    return False


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and bool(_DIGEST.match(value))
