"""Plain values of a pack, equal for equal facts."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any


def format_utc_moment(at: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat()


def format_decimal(value: Decimal | None) -> str | None:
    """Return a decimal number as text, so that no precision is lost."""
    return None if value is None else f"{value:f}"


def format_if_decimal(value: Any) -> Any:
    """Return ``value`` with decimal numbers as text."""
    return format_decimal(value) if isinstance(value, Decimal) else value


def compute_fingerprint(text: str) -> str:
    """Return the SHA-256 of a text, by which anybody who has the text can identify it."""
    return hashlib.sha256(text.encode()).hexdigest()
