"""The three resources that keep documents, as tests address them."""

from dataclasses import dataclass

import pytest

from tests.conformance.things import agent, iri

NEW = {"If-None-Match": "*"}


@dataclass(frozen=True)
class Resource:
    """Where documents lie, and which parameters name one."""

    path: str
    name: str
    parts: tuple[str, ...]

    def address(self):
        """Return parameters that name a document nobody has stored yet."""
        made = {"agent": agent, "activityId": lambda: iri("books")}
        return {part: made[part]() for part in self.parts} | {self.name: iri("notes")}


STATE = Resource("activities/state", "stateId", ("activityId", "agent"))
AGENT_PROFILE = Resource("agents/profile", "profileId", ("agent",))
ACTIVITY_PROFILE = Resource("activities/profile", "profileId", ("activityId",))
NAMES = {
    STATE: "state",
    AGENT_PROFILE: "agent profile",
    ACTIVITY_PROFILE: "activity profile",
}


def each(state=(), agents=(), activities=()):
    """Run a test for the resources that requirements are named of."""
    numbers = {STATE: state, AGENT_PROFILE: agents, ACTIVITY_PROFILE: activities}
    return pytest.mark.parametrize(
        "documents",
        [
            pytest.param(resource, id=NAMES[resource], marks=_proves(of))
            for resource, of in numbers.items()
            if of
        ],
    )


def requests(*rows):
    """Run a test for each request: number, resource, method and the rest of the row."""
    return pytest.mark.parametrize(
        ("documents", "method", "part"),
        [
            pytest.param(
                resource,
                method,
                part,
                id=f"{NAMES[resource]} {method} {part}",
                marks=_proves([number]),
            )
            for number, resource, method, part in rows
        ],
    )


def _proves(numbers):
    return pytest.mark.requirement(*(f"XAPI-{number:05}" for number in numbers))
