"""@xapi/xapi, a client in JavaScript, speaks with the store."""

import json
import subprocess
from pathlib import Path

import pytest

from tests import processes
from tests.factories.lrs import new_id
from tests.stores import MOUNTS
from tests.waiting import PATIENCE

FOLDER = Path(__file__).parent
PROFILES = ["activityProfile", "agentProfile"]


@pytest.fixture(params=MOUNTS)
def talk(request, store):
    """Have a conversation at one of the mounts: `talk("state")`."""
    node = processes.node("@xapi/xapi")

    def talk(conversation):
        said = subprocess.run(
            [
                *[node, FOLDER / "talk.mjs", conversation],
                *[store.url(request.param), store.keys["all"], new_id()],
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert said.returncode == 0, said.stderr
        return json.loads(said.stdout)

    return talk


def test_it_reads_about(talk):
    assert "1.0.3" in talk("about")["version"]


def test_it_sends_statements_and_reads_them_page_by_page(talk):
    said = talk("statements")

    assert said["pages"] == [said["sent"][:2], said["sent"][2:]]
    assert said["more"] == ""
    assert said["kept"]["id"] == said["sent"][0]
    assert said["kept"]["object"]["definition"] == {"name": {"kk": "Кітап"}}


def test_it_voids_a_statement(talk):
    said = talk("voiding")

    assert (said["voided"], said["lost"]) == (said["id"], 404)


def test_it_sends_an_attachment_and_gets_it_back(talk):
    said = talk("attachments")

    assert said["parts"] == [said["id"], "a note"]


def test_it_keeps_state(talk):
    assert talk("state") == {
        "documents": [{"page": 1}, {"page": 2}],
        "ids": ["place"],
        "lost": 404,
    }


@pytest.mark.parametrize("conversation", PROFILES)
def test_it_keeps_profiles(talk, conversation):
    assert talk(conversation) == {
        "documents": [{"page": 1}, {"page": 2}],
        "ids": ["notes"],
        "lost": 404,
    }


def test_it_asks_what_is_known(talk):
    said = talk("known")

    assert said["person"]["objectType"] == "Person"
    assert said["activity"]["definition"] == {"name": {"kk": "Кітап"}}
