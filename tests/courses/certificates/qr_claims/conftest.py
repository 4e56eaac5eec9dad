"""The keys of the shared vectors, as keys of this service."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courses.certificates.keys import private_key_files
from courses.certificates.models import KeyPurpose, KeyRevocation, SigningKey

VECTORS = json.loads(
    (Path(__file__).parent / "vectors.json").read_text(encoding="utf-8")
)
AT = datetime(2026, 3, 1, tzinfo=UTC)


def kept(what):
    """The key of the vectors called ``what``, its file written and its row there."""
    (found,) = [one for one in VECTORS["keys"] if one["what"] == what]
    seed = base64.urlsafe_b64decode(found["d"] + "=")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    name = f"claim-2026-{found['kid']}"
    private_key_files.write_private_key(name, private)
    return SigningKey.objects.create(
        name=name,
        kid=found["kid"],
        purpose=KeyPurpose.CLAIM,
        public=public.decode(),
        created_at=AT,
    )


@pytest.fixture
def keys(settings, tmp_path, db):
    """The trusted key of the vectors, which signs, and the revoked one."""
    settings.KEYS_DIR = tmp_path
    revoked = kept("revoked")
    KeyRevocation.objects.create(key=revoked, revoked_at=AT, reason="Lost")
    return kept("trusted")
