"""Read the environment once, and fail loudly where it is wrong.

Every variable the platform knows is named here and in ``docs/configuration.md``.
"""

import re
import secrets
from contextlib import suppress
from pathlib import Path

from environs import Env, ValidationError
from holidays import list_supported_countries

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env()

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?|\*")
_NAME_ROOM = 64


def generated_key(name: str, folder: Path) -> str:
    """Return the secret called ``name``, from the environment or a file made on first use.

    The file stands in ``folder``, which no version control and no database sees.
    """
    if value := env.str(name, ""):
        return value
    path = folder / name.lower()
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    with suppress(FileExistsError), path.open("x") as file:
        path.chmod(0o600)
        file.write(secrets.token_urlsafe(48))
    return path.read_text()


def per_cent(number: int) -> None:
    """Accept a whole number from 0 to 100."""
    if not 0 <= number <= 100:  # noqa: PLR2004 — per cent
        raise ValidationError(f"{number} is not between 0 and 100")


def months_kept(number: int) -> None:
    """Accept a whole number of months, no more than rule R18 of the curriculum allows."""
    if not 1 <= number <= 24:  # noqa: PLR2004 — months
        raise ValidationError(f"{number} is not between 1 and 24 months")


def days_kept(number: int) -> None:
    """Accept for how many days a device may keep courses without a connection."""
    if not 1 <= number <= 180:  # noqa: PLR2004 — days
        raise ValidationError(f"{number} is not between 1 and 180 days")


def country(code: str) -> None:
    """Accept the two letters of a country whose public holidays are known."""
    if code not in list_supported_countries():
        raise ValidationError(f"{code} is no country whose public holidays are known")


def short_name(name: str) -> None:
    """Accept a name that a certificate has room for (RFC 5280, appendix A.1: 64 letters)."""
    if not 0 < len(name) <= _NAME_ROOM:
        raise ValidationError(f"{name!r} is not between 1 and {_NAME_ROOM} letters")


def origins(names: list[str]) -> None:
    """Accept origins as browsers write them, and ``*`` for all."""
    for name in names:
        if not _ORIGIN.fullmatch(name):
            raise ValidationError(f"{name} is no origin such as https://example.org")
