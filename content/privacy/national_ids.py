"""Individual identification numbers (IIN, ЖСН, ИИН) in texts; plain Python.

Twelve digits: date of birth (YYMMDD), century and sex (1–6), a serial number of four
digits and a check digit. Source: Law of Kazakhstan of 12 January 2007 No. 223-III on
national registers of identification numbers, and the programme approved by decree of
the Government of 11 June 2003 No. 565, which gives the two rounds of weights.
"""

import re
from collections.abc import Iterator
from datetime import date

#: Weights of the first eleven digits; the second round is used if the first gives 10.
FIRST_ROUND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_ROUND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
LENGTH = 12
#: The seventh digit: 1 and 2 mean the 19th century, 3 and 4 the 20th, 5 and 6 the 21st.
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_NO_DIGIT = 10
#: Digits, also in groups as people write them: 990101 300 123.
_WRITTEN = re.compile(r"(?<![\d-])\d(?:[ \u00a0-]?\d){11}(?!-?\d)", re.ASCII)


def compute_check_digit(first: str) -> int | None:
    """Return the check digit for the first eleven; ``None`` if no such number is issued.

    Raises ``ValueError`` if there are not eleven digits.
    """
    if len(first) != len(FIRST_ROUND) or not (first.isascii() and first.isdigit()):
        raise ValueError(f"eleven digits are needed, not {len(first)} characters")
    for weights in (FIRST_ROUND, SECOND_ROUND):
        pairs = zip(first, weights, strict=True)
        found = sum(int(digit) * weight for digit, weight in pairs) % 11
        if found != _NO_DIGIT:
            return found
    return None


def is_iin(digits: str) -> bool:
    """Tell whether ``digits`` could be an IIN, by length, date and check digit."""
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    return _has_date(digits) and compute_check_digit(digits[:-1]) == int(digits[-1])


def iter_iins(text: str) -> Iterator[tuple[int, str]]:
    """Yield the position and the words of each IIN in ``text``."""
    for found in _WRITTEN.finditer(text):
        if is_iin(re.sub(r"\D", "", found.group())):
            yield found.start(), found.group()


def _has_date(digits: str) -> bool:
    century = _CENTURIES.get(digits[6])
    if century is None:
        return False
    try:
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True
