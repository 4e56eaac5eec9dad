"""A system that stores and reads statements with the test client."""

import json
from hashlib import sha256

from tests.factories.lrs import statement

URL = "/xapi/statements"
BOUNDARY = "abcABC0123'()+_,-./:=?"


class Lrs:
    """A client of the store with its headers."""

    def __init__(self, client, sent, url=URL):
        self.client = client
        self.sent = sent
        self.url = url

    def get(self, **parameters):
        return self.client.get(self.url, parameters, headers=self.sent)

    def ids(self, **parameters):
        answer = self.get(**parameters)
        assert answer.status_code == 200, answer.content
        return [item["id"] for item in answer.json()["statements"]]

    def post(self, content, url=None, **facts):
        body = content if isinstance(content, str | bytes) else json.dumps(content)
        facts.setdefault("content_type", "application/json")
        return self.client.post(url or self.url, body, headers=self.sent, **facts)

    def put(self, content, url):
        return self.client.put(
            url, json.dumps(content), content_type="application/json", headers=self.sent
        )

    def mixed(self, content, *datas, **facts):
        """Post statements with the data of attachments."""
        body = mixed(content, *datas)
        kind = f'multipart/mixed; boundary="{BOUNDARY}"'
        return self.post(body, content_type=kind, **facts)

    def stored(self, **parts):
        """Store a statement and return its id."""
        answer = self.post(statement(**parts))
        assert answer.status_code == 200, answer.content
        return answer.json()[0]


class Piece(bytes):
    """A whole part: headers, an empty line and data."""


def part(data, **headers):
    """A part with ``data``; headers by name, ``None`` leaves one out."""
    plain = {
        "Content-Type": "text/plain",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": sha256(data).hexdigest(),
    }
    named = plain | {name.replace("_", "-"): text for name, text in headers.items()}
    lines = [f"{name}: {text}" for name, text in named.items() if text is not None]
    return Piece("\r\n".join([*lines, "", ""]).encode() + data)


def mixed(content, *datas):
    """A body of statements and data; bytes become a part, unless they are a whole one."""
    first = b"Content-Type: application/json\r\n\r\n" + json.dumps(content).encode()
    parts = [
        first,
        *(data if isinstance(data, Piece) else part(data) for data in datas),
    ]
    dashed = f"--{BOUNDARY}".encode()
    body = b"".join(dashed + b"\r\n" + item + b"\r\n" for item in parts)
    return body + dashed + b"--\r\n"


def attachment(data, **facts):
    """The attachment that stands for ``data`` in a statement."""
    plain = {
        "usageType": "https://example.org/usage",
        "display": {"en": "A file"},
        "contentType": "text/plain",
        "length": len(data),
        "sha2": sha256(data).hexdigest(),
    }
    return {key: item for key, item in (plain | facts).items() if item is not ...}
