"""Supported versions of xAPI, and their names in headers."""

import re
from enum import StrEnum
from typing import Self

from elearning.lrs.spec.errors import SpecError

_SPOKEN = re.compile(r"([12]\.0)(?:\.\d+)?", re.ASCII)


class XapiVersion(StrEnum):
    """The version by which a request is parsed and answered.

    ``ONE`` is xAPI 1.0.3; ``TWO`` is xAPI 2.0.0, IEEE 9274.1.1.
    """

    ONE = "1.0.3"
    TWO = "2.0.0"

    @classmethod
    def of(cls, header: str | None) -> Self:
        """Return the version named in a header: 1.0, 1.0.x, 2.0 or 2.0.x.

        Raises ``SpecError`` for any other (Part Three, 3.3).
        """
        found = _SPOKEN.fullmatch(header or "")
        if found is None:
            raise SpecError("Part 3, 3.3", f"Name a version: {cls.ONE} or {cls.TWO}.")
        return cls(cls.ONE if found[1] == "1.0" else cls.TWO)
