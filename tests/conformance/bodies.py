"""Multipart bodies, written out as Part Three, 1.5.2 has them."""

import base64
import hashlib
import json
import re

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BOUNDARY = "-------314159265358979323846"
MIXED = {"Content-Type": f"multipart/mixed; boundary={BOUNDARY}"}
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}


def described(content, **parts):
    """What a statement says of an attachment with this content."""
    whole = {
        "usageType": "https://example.org/usages/note",
        "display": {"en": "A note"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
    } | parts
    return {key: value for key, value in whole.items() if value is not ...}


def attached(content, **headers):
    """One part with an attachment; a header of ``...`` is left out."""
    whole = {
        "Content-Type": "text/plain",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": hashlib.sha256(content).hexdigest(),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    return {k: v for k, v in whole.items() if v is not ...}, content


def spoken(statements, content_type="application/json"):
    """The first part, with the statements."""
    return {"Content-Type": content_type}, json.dumps(statements).encode()


def mixed(*parts):
    """Write parts into one body."""
    lines = []
    for headers, content in parts:
        lines += [f"--{BOUNDARY}".encode()]
        lines += [f"{name}: {value}".encode() for name, value in headers.items()]
        lines += [b"", content]
    return b"\r\n".join([*lines, f"--{BOUNDARY}--".encode(), b""])


def parts_of(answer):
    """Take a multipart answer apart: headers and content of every part."""
    kind = answer.headers["Content-Type"]
    boundary = re.search('boundary="?([^";]+)"?', kind)[1].encode()
    found = []
    for part in answer.body.split(b"--" + boundary)[1:-1]:
        head, _blank, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        lines = (line.partition(": ") for line in head.decode().split("\r\n"))
        headers = {name.lower(): value for name, _colon, value in lines}
        found.append((headers, content.removesuffix(b"\r\n")))
    return found


def signature(payload, algorithm="RS256", **header):
    """Sign in the compact form of RFC 7515."""
    head = json.dumps({"alg": algorithm} | header).encode()
    signed = b".".join(map(_encoded, [head, payload]))
    how = HASHES.get(algorithm, hashes.SHA256())
    return signed + b"." + _encoded(KEY.sign(signed, padding.PKCS1v15(), how))


def signed(statement, content, **parts):
    """The statement and its signature as a body, the statement naming the signature."""
    usual = {"usageType": SIGNATURE, "contentType": "application/octet-stream"}
    described_so = described(content, **(usual | parts))
    whole = statement | {"attachments": [described_so]}
    part = attached(content, Content_Type="application/octet-stream")
    return mixed(spoken(whole), part)


def _encoded(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=")
