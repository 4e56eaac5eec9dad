import pytest

from courses.certificates.credentials.multibase import (
    encode_base58,
    encode_base64url,
    encode_multikey,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [  # draft-msporny-base58-03, section 5
        (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (b"\0\0\x28\x7f\xb4\xcd", "z11233QC4"),
    ],
)
def test_base_58_is_that_of_its_standard(data, text):
    assert encode_base58(data) == text


def test_the_multikey_of_an_ed25519_key_begins_as_all_of_them_do():
    """Controlled Identifiers 1.0, section 2.2.2: the header 0xed01 shows as “z6Mk”."""
    public = bytes.fromhex(
        "a9d4d8e1b6c5a7bd4e33b2b5b0a3ca9b8a5cbbb1a0e2c2b0b9a5d0e8f7a6b5c4"
    )

    assert encode_multikey(public).startswith("z6Mk")


def test_base_64_is_that_of_addresses():
    assert encode_base64url(b"\xff\xfe\xfd\xfc") == "u__79_A"
