"""The name by which statements know a person: the same each time, and nobody's."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from elearning.staff.models import StaffMember


def derive_pseudonym(staff_member: "StaffMember", purpose: str = "xapi") -> str:
    """Return the pseudonym of somebody for one purpose, as 64 hexadecimal digits.

    A keyed hash of the person's random key: without ``PSEUDONYM_KEY``, which no
    database holds, it leads to nobody, and two purposes cannot be joined.
    """
    said = f"{purpose}:{staff_member.key}".encode()
    return hmac.new(settings.PSEUDONYM_KEY.encode(), said, hashlib.sha256).hexdigest()
