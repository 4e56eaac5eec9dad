"""Pseudonyms of people in statements."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember


def derive_pseudonym(staff_member: "StaffMember", purpose: str = "xapi") -> str:
    """Return the pseudonym of somebody for one purpose, as 64 hexadecimal digits.

    It is a keyed hash of the person’s random key: without ``PSEUDONYM_KEY``, which is
    in no database, it cannot be traced to a person, and pseudonyms of two purposes
    cannot be linked.
    """
    said = f"{purpose}:{staff_member.key}".encode()
    return hmac.new(settings.PSEUDONYM_KEY.encode(), said, hashlib.sha256).hexdigest()
