"""Numbers in the notation of the active language, with a true minus sign."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

_MINUS = "\N{MINUS SIGN}"


def format_decimal(number: float | Decimal) -> str:
    """Return a number rounded to two places: 0,18 and −0,57."""
    return number_format(Decimal(f"{number:.2f}"), 2).replace("-", _MINUS)


def format_percent(part: float | Decimal) -> str:
    """Return a share, usually from 0 to 1, as a percentage: 85 % in Russian, else 85%."""
    space = "\N{NO-BREAK SPACE}" if get_language() == "ru" else ""
    return f"{100 * part:.0f}{space}%".replace("-", _MINUS)
