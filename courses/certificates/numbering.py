"""Numbers of certificates, for people, and their codes, for verification."""

import re
import secrets

#: Crockford’s alphabet, without letters that are easily confused.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

#: 28 characters of five bits: 140 random bits; ASVS 6.5.2 asks for 128.
CODE_LENGTH = 28

_GROUP = 4
_LOOKALIKES = str.maketrans("OIL", "011", " -–—\t")
_OF_KEYBOARDS = str.maketrans("–—‑−АВСЕНКМОРТХ", "----ABCEHKMOPTX")
_FORM = re.compile(r"[A-Z0-9-]+-\d{4}-\d+(-\d+)?(-[A-Z0-9]*)?")
_PRIME = 1021  # the largest prime below 32²: two check characters hold every remainder


def format_certificate_number(
    course_code: str, year: int, running: int, *, paper: int = 1
) -> str:
    """Return a number such as ``C1-2026-004217-7K``.

    ``paper`` counts the certificates of one completion: ``C1-2026-004217-2-9M``
    replaces the first. The two check characters at the end detect every mistyped
    character and every swap of neighbours. The number can be guessed and gives no
    access.
    """
    body = f"{course_code}-{year}-{running:06}" + (f"-{paper}" if paper > 1 else "")
    return f"{body}-{_check(body)}"


def has_valid_check_digits(text: str) -> bool:
    """Tell whether the check characters of ``text`` are right."""
    body, _dash, check = text.strip().upper().rpartition("-")
    return bool(body) and check == _check(body)


def normalise_number(typed: str) -> str:
    """Return ``typed`` as a number: capitals, hyphens, Latin letters, no spaces."""
    return "".join(typed.upper().split()).translate(_OF_KEYBOARDS)


def has_number_format(plain: str) -> bool:
    """Tell whether ``plain`` has the format of a number, regardless of its check."""
    return _FORM.fullmatch(plain) is not None


def new_code() -> str:
    """Return a new random code."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def normalise_code(typed: str) -> str:
    """Return ``typed`` in stored form: capitals, no spaces, look-alikes replaced."""
    return "".join(typed.upper().split()).translate(_LOOKALIKES)


def has_code_format(plain: str) -> bool:
    """Tell whether ``plain`` has the format of a code."""
    return len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET)


def format_grouped_code(code: str) -> str:
    """Return ``code`` in groups of four, as printed."""
    return " ".join(
        code[start : start + _GROUP] for start in range(0, len(code), _GROUP)
    )


def _check(body: str) -> str:
    remainder = 0
    for character in body:
        remainder = (remainder * 256 + ord(character)) % _PRIME
    high, low = divmod(remainder, len(ALPHABET))
    return ALPHABET[high] + ALPHABET[low]
