"""Reading and validation of environment variables.

Every variable of the platform is named in the settings and in
``docs/configuration.md``.
"""

import re
import secrets
from pathlib import Path

from environs import Env, ValidationError
from holidays import list_supported_countries

from elearning.key_files import write_key_file

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env()

_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?|\*")
_TARGET = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d+)?")
_REDIS = re.compile(r"(redis|rediss|unix)://\S+")
_NAME_ROOM = 64


def read_or_generate_key(name: str, folder: Path) -> str:
    """Return the secret ``name`` from the environment, or from a file created on first use.

    The file is in ``folder``, outside version control and the database. An empty file
    stops the start, because a new secret would invalidate all signed or encrypted data.
    """
    if value := env.str(name, ""):
        return value
    path = folder / name.lower()
    if not path.exists():
        write_key_file(path, secrets.token_urlsafe(48).encode(), is_new=True)
    if value := path.read_text().strip():
        return value
    raise ValidationError(
        f"{path} is empty. Restore it from a backup: it holds {name}, and another one "
        "would make what is stored unreadable."
    )


def check_percentage(number: int) -> None:
    """Accept a whole number from 0 to 100."""
    if not 0 <= number <= 100:
        raise ValidationError(f"{number} is not between 0 and 100")


def check_proxy_count(number: int) -> None:
    """Accept a number of proxies between users and the platform, from 0 to 9."""
    if not 0 <= number <= 9:
        raise ValidationError(f"{number} is not between 0 and 9 proxies")


def check_redis_address(address: str) -> None:
    """Accept the address of a Redis server, or an empty string."""
    if address and not _REDIS.fullmatch(address):
        raise ValidationError(
            f"{address} is no address such as redis://cache.example:6379/0"
        )


def check_months_kept(number: int) -> None:
    """Accept a whole number of months, up to the limit of rule R18 of the curriculum."""
    if not 1 <= number <= 24:
        raise ValidationError(f"{number} is not between 1 and 24 months")


def check_days_kept(number: int) -> None:
    """Accept the number of days for which a device may keep courses offline."""
    if not 1 <= number <= 180:
        raise ValidationError(f"{number} is not between 1 and 180 days")


def check_country_code(code: str) -> None:
    """Accept the two-letter code of a country whose public holidays are known."""
    if code not in list_supported_countries():
        raise ValidationError(f"{code} is no country whose public holidays are known")


def check_short_name(name: str) -> None:
    """Accept a name that fits in a certificate (RFC 5280, appendix A.1: 64 letters)."""
    if not 0 < len(name) <= _NAME_ROOM:
        raise ValidationError(f"{name!r} is not between 1 and {_NAME_ROOM} letters")


def check_contact_address(address: str) -> None:
    """Accept a contact address (RFC 9116, 2.5.3), or an empty string."""
    if address and not address.startswith(("mailto:", "https://")):
        raise ValidationError(f"{address} begins with neither mailto: nor https://")


def check_target_origins(names: list[str]) -> None:
    """Accept origins to which statements are forwarded; no wildcard."""
    for name in names:
        if not _TARGET.fullmatch(name):
            raise ValidationError(
                f"{name} is no origin such as https://lrs.example.org"
            )


def check_browser_origins(names: list[str]) -> None:
    """Accept origins as browsers write them, and ``*`` for all."""
    for name in names:
        if not _ORIGIN.fullmatch(name):
            raise ValidationError(f"{name} is no origin such as https://example.org")
