"""Acts as a device sends them."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.factories.content import name

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)


def act(kind, unit="l2", *, at=EARLIER, **parts):
    """An act of the course T1 done in Kazakh."""
    made = {"key": str(uuid4()), "kind": kind, "course": "t1", "unit": unit}
    return made | {"language": "kk", "at": at.isoformat()} | parts


def checked(letter="a", **parts):
    fields = {"choice": [name("check", letter)]}
    return act("check", block=name("check"), fields=fields, **parts)


def chosen(node, letter, **parts):
    choice = name("scenario", node, letter)
    return act("decide", "s1", block=name("scenario"), choice=choice, **parts)


def send(client, *acts, language="kk", headers=None):
    return client.post(
        f"/offline/acts/?language={language}",
        json.dumps({"acts": acts}),
        content_type="application/json",
        headers=headers,
    )


def states(response):
    return [answer["state"] for answer in response.json()["acts"]]
