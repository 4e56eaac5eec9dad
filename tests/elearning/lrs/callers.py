"""A system that speaks with the store in one version."""

import hashlib
import json
from urllib.parse import urlencode

from tests.factories.lrs import headers


class Caller:
    """Calls resources by their names, under its mount, with a new credential."""

    def __init__(self, client, *scopes, version="2.0.0"):
        self.client = client
        self.mount = "/xapi/" if version == "2.0.0" else "/xapi/1.0.3/"
        self.sent = headers(*scopes) | {"X-Experience-API-Version": version}

    def get(self, name, parameters, **more):
        return self.client.get(
            self._address(name, parameters), headers=self.sent | named(more)
        )

    def head(self, name, parameters):
        return self.client.head(self._address(name, parameters), headers=self.sent)

    def put(self, name, parameters, content, **facts):
        return self._send("PUT", name, parameters, content, **facts)

    def post(self, name, parameters, content, **facts):
        return self._send("POST", name, parameters, content, **facts)

    def delete(self, name, parameters, **more):
        return self.client.delete(
            self._address(name, parameters), headers=self.sent | named(more)
        )

    def store(self, *statements):
        """Store statements and return their ids."""
        answer = self.post("statements", {}, list(statements))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def _send(self, method, name, parameters, content, kind="application/json", **more):
        body = content if isinstance(content, str | bytes) else json.dumps(content)
        return self.client.generic(
            method,
            self._address(name, parameters),
            body,
            content_type=kind,
            headers=self.sent | named(more) | {"Content-Type": kind},
        )

    def _address(self, name, parameters):
        plain = {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in parameters.items()
            if value is not ...
        }
        return f"{self.mount}{name}?{urlencode(plain)}"


def named(facts):
    """Headers from names that Python takes: ``if_match`` is If-Match."""
    return {key.replace("_", "-"): value for key, value in facts.items()}


def tag(content):
    """The ETag of a content."""
    return f'"{hashlib.sha1(content, usedforsecurity=False).hexdigest()}"'
