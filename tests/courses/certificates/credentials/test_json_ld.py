from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from courses.certificates.credentials import json_ld


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        (
            "credentials-v2.json",  # as W3C states it in its recommendation
            "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        ),
        (
            "open-badges-3.0.3.json",
            "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
        ),
    ],
)
def test_contexts_are_byte_for_byte_those_that_were_published(name, digest):
    text = (Path(json_ld.__file__).parent / "contexts" / name).read_bytes()

    assert sha256(text).hexdigest() == digest


@pytest.mark.parametrize(
    "address",
    [
        "https://www.w3.org/2018/credentials/v1",
        "http://127.0.0.1:1/context",
        "file:///etc/passwd",
    ],
)
def test_a_context_that_does_not_lie_here_is_never_fetched(address):
    document = {"@context": [address], "name": "x"}

    with pytest.raises(ValueError, match="no JSON-LD") as caught:
        json_ld.canonicalise_document(document)

    assert f"No context but those that lie here is read: {address}" in causes(caught)


def causes(caught):
    """What an error says, and all errors that led to it."""
    error, told = caught.value, []
    while error is not None:
        told += error.args
        error = error.__cause__
    return told


def test_the_order_of_members_and_the_names_of_blank_nodes_change_nothing():
    document = {
        "@context": json_ld.CREDENTIALS,
        "id": "urn:uuid:1",
        "type": "VerifiableCredential",
        "credentialSubject": {"name": "x"},
    }
    turned = dict(reversed(document.items()))

    assert json_ld.canonicalise_document(document) == json_ld.canonicalise_document(
        turned
    )
    assert json_ld.canonicalise_document(document).splitlines()[1:] == [
        b"<urn:uuid:1> <https://www.w3.org/2018/credentials#credentialSubject> _:c14n0 .",
        b'_:c14n0 <https://schema.org/name> "x" .',
    ]


def test_threads_that_canonicalise_at_once_get_what_one_gets():
    documents = [
        {"@context": json_ld.CREDENTIALS, "id": f"urn:uuid:{number}", "name": "x"}
        for number in range(40)
    ]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(json_ld.canonicalise_document, documents))

    assert together == [json_ld.canonicalise_document(one) for one in documents]
    assert len(set(together)) == 40
