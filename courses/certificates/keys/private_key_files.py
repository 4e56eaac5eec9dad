"""Private key files, readable by the platform’s own account only."""

import stat
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils.translation import gettext as _

from courses.certificates.errors import UnusableKeyError
from elearning.key_files import write_key_file

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write_private_key(name: str, key: "PrivateKeyTypes") -> None:
    """Write ``key`` atomically to the file ``name`` (PKCS#8, PEM, 0600)."""
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_key_file(get_private_key_path(name), text)


def read_private_key(name: str) -> "PrivateKeyTypes":
    """Return the private key in the file ``name``.

    Raises ``UnusableKeyError`` if the file is missing or not a key, and if it or its
    folder can be read by anybody but its owner (OWASP ASVS 13.3.1).
    """
    path = get_private_key_path(name)
    try:
        mode = path.stat().st_mode | path.parent.stat().st_mode
        text = path.read_bytes()
    except OSError as error:
        raise UnusableKeyError(
            _("The key “%(name)s” is missing. Put its file back, or make a new key.")
            % {"name": name}
        ) from error
    if mode & _OTHERS:
        raise UnusableKeyError(
            _(
                "Other users can read the file of the key “%(name)s” or its "
                "folder, so the key is not used. Remove their rights (chmod 600, "
                "chmod 700), and consider a new key."
            )
            % {"name": name}
        )
    try:
        return serialization.load_pem_private_key(text, password=None)
    except (ValueError, TypeError) as error:
        raise UnusableKeyError(
            _(
                "The file of the key “%(name)s” contains no key. Put the right "
                "file back."
            )
            % {"name": name}
        ) from error


def get_private_key_path(name: str) -> "Path":
    """Return the path of the private key ``name``."""
    folder: Path = settings.KEYS_DIR
    return folder / "certificates" / f"{name}.pem"
