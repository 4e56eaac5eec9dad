"""The verifier's scripts and the platform read QR codes, names and lists alike."""

import base64
import gzip
import json
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests import processes
from tests.waiting import PATIENCE

FOLDER = Path(__file__).parent
VECTORS = json.loads(
    (FOLDER.parent / "courses/certificates/qr_claims/vectors.json").read_text("utf-8")
)
CLAIM = VECTORS["claims"][0]
PLACE = CLAIM["claim"]["index"]
LISTER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
AT, NOW = "2026-11-20T05:00:00Z", "2026-11-27T05:00:00Z"
PURPOSES = ["revocation", "refresh", "suspension"]


@pytest.fixture(scope="module")
def ask():
    """Ask the scripts: `ask("names", […])`."""
    node = processes.node()

    def ask(way, asked):
        said = subprocess.run(
            [node, FOLDER / "verify.mjs", way],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert said.returncode == 0, said.stderr
        return json.loads(said.stdout)

    return ask


def encoded(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def listed(purpose, *bits, number=0, by=LISTER, size=16384, **header):
    """A signed list, as the platform makes them, in which ``bits`` are set."""
    found = bytearray(size)
    for bit in bits:
        found[bit // 8] |= 0x80 >> bit % 8
    payload = {
        "id": f"https://training.example/credentials/status/{purpose}/{number}/",
        "validFrom": AT,
        "validUntil": "2026-12-20T05:00:00Z",
        "credentialSubject": {
            "statusPurpose": purpose,
            "encodedList": f"u{encoded(gzip.compress(bytes(found)))}",
        },
    }
    head = {"alg": "EdDSA", "typ": "vc+jwt", "kid": "lister"} | header
    signed = ".".join(encoded(json.dumps(part).encode()) for part in (head, payload))
    return f"{signed}.{encoded(by.sign(signed.encode()))}"


def web_key(kid, x, purpose, **more):
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "kid": kid,
        "x": x,
        "purpose": purpose,
    } | more


def kept(**lists):
    """What a device keeps: the keys of the vectors, and lists in which nothing is set."""
    lister = encoded(LISTER.public_key().public_bytes_raw())
    keys = [web_key("lister", lister, "credential")]
    for key in VECTORS["keys"]:
        more = {"revoked_at": AT} if key["what"] == "revoked" else {}
        if key["what"] != "unknown":
            keys.append(web_key(key["kid"], key["x"], "claim", **more))
    empty = {purpose: listed(purpose) for purpose in PURPOSES}
    named = {f"{purpose}/0": jwt for purpose, jwt in (empty | lists).items() if jwt}
    return {"at": AT, "keys": keys, "lists": named}


def asked(text=CLAIM["text"], *, lists=None, now=NOW, **more):
    return {"text": text, "kept": kept(**(lists or {})), "now": now} | more


def words(ask, *questions):
    return [answer["word"] for answer in ask("judged", questions)]


def test_names_are_compared_alike(ask):
    said = ask("names", [one["name"] for one in VECTORS["names"]])

    assert said == [one["normalised"] for one in VECTORS["names"]]


def test_commitments_are_the_same(ask):
    said = ask("commitments", VECTORS["commitments"])

    assert said == [one["commitment"] for one in VECTORS["commitments"]]


def test_claims_are_read_word_for_word(ask):
    said = ask(
        "judged", [asked(one["text"], name=one["name"]) for one in VECTORS["claims"]]
    )

    assert [answer["claim"] for answer in said] == [
        one["claim"] for one in VECTORS["claims"]
    ]
    assert [answer["isNamed"] for answer in said] == [True] * len(VECTORS["claims"])


def test_another_name_does_not_match(ask):
    (said,) = ask("judged", [asked(name="Қыдырбаева Әсел Ғанибекқызы")])

    assert said["isNamed"] is False


def test_what_the_platform_refuses_is_refused_for_the_same_reason(ask):
    refused = [one for one in VECTORS["refused"] if one["what"] != "a code for typing"]

    said = ask("judged", [asked(one["text"]) for one in refused])

    assert {
        one["what"]: answer["word"] for one, answer in zip(refused, said, strict=True)
    } == {one["what"]: one["word"] for one in refused}
    assert [answer["claim"] for answer in said] == [None] * len(refused)


def test_code_for_typing_needs_a_network(ask):
    texts = ["D2Y91A63YRQFGVWFFRMN517TS0E8", "/v/d2y9-1a63-yrqf-gvwf-frmn-517t-s0e8/"]

    assert words(ask, *map(asked, texts)) == ["typed", "typed"]


def test_lists_tell_what_became_of_a_certificate(ask):
    other = [PLACE - 1, PLACE + 1, 0, 131071]
    assert words(
        ask,
        asked(),
        asked(lists={"revocation": listed("revocation", *other)}),
        asked(lists={"revocation": listed("revocation", PLACE)}),
        asked(lists={"refresh": listed("refresh", PLACE)}),
        asked(lists={"suspension": listed("suspension", PLACE)}),
        asked(lists={purpose: listed(purpose, PLACE) for purpose in PURPOSES}),
    ) == ["valid", "valid", "revoked", "replaced", "suspended", "revoked"]


def test_list_is_not_believed_unless_it_is_that_list_and_signed(ask):
    stranger = Ed25519PrivateKey.generate()
    wrong = {
        "missing": None,
        "of another purpose": listed("refresh"),
        "of another number": listed("revocation", number=1),
        "signed by a stranger": listed("revocation", by=stranger),
        "under a claim's key": listed("revocation", kid=VECTORS["keys"][0]["kid"]),
        "by no algorithm": listed("revocation", alg="none"),
        "by a secret": listed("revocation", alg="HS256"),
        "too short": listed("revocation", size=100),
        "cut off": listed("revocation")[:-40],
        "a page": "<!doctype html>",
    }

    said = words(ask, *[asked(lists={"revocation": jwt}) for jwt in wrong.values()])

    assert dict(zip(wrong, said, strict=True)) == dict.fromkeys(wrong, "unlisted")


def test_dates_are_held_against_the_clock_of_the_device(ask):
    moments = {
        "2026-03-01T12:00:00": "clock-issue",
        "2026-11-18T12:00:00": "clock-lists",
        "2026-12-21T12:00:00": "stale",
        "2028-03-02T12:00:00": "stale",
        "2028-03-03T12:00:00": "expired",
    }

    assert words(ask, *[asked(now=now) for now in moments]) == list(moments.values())


def test_nothing_kept_is_said(ask):
    assert words(ask, asked() | {"kept": None}) == ["empty"]
