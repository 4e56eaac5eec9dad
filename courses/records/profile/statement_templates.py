"""Statement templates of the profile, generated from the tables of events."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from courses.records.profile.certificate_events import (
    CERTIFICATE_EVENTS,
    FURTHER_EVENTS,
)
from courses.records.profile.course_events import COURSE_EVENTS
from courses.records.profile.exam_events import EXAM_EVENTS, TEST_EVENTS
from courses.records.profile.profile_events import Presence, ProfileEvent, Wanted
from courses.records.statements.extensions import (
    EXTENSIONS,
    ExtensionLocation,
    StatementExtension,
)
from courses.records.statements.iris import build_profile_version_iri
from courses.records.statements.statement_builder import PLATFORM
from elearning.languages import CODES

#: All of them.
EVENTS = (
    *COURSE_EVENTS,
    *EXAM_EVENTS,
    *TEST_EVENTS,
    *CERTIFICATE_EVENTS,
    *FURTHER_EVENTS,
)

_AROUND = "$.context.contextActivities"
_SCORE = ("scaled", "raw", "min", "max")
_PARTS = ("response", "success", "completion", "duration")

type Rule = dict[str, Any]


def build_template(event: ProfileEvent) -> dict[str, Any]:
    """Return the statement template of an event (xAPI Profiles, Part Two, 8.0)."""
    made = {
        "id": event.iri,
        "type": "StatementTemplate",
        "inScheme": build_profile_version_iri(),
        "prefLabel": event.labels,
        "definition": event.meanings,
        "verb": event.verb.iri,
        "objectActivityType": event.about.iri,
    }
    if event.parent:
        made["contextParentActivityType"] = [event.parent.iri]
    return made | {"rules": [*_who_and_when(), *_context(event), *_result(event)]}


def _who_and_when() -> Iterator[Rule]:
    """Yield the rules for every statement: a pseudonym, a moment and a title."""
    yield _rule("$.id", Presence.ALWAYS)
    yield _rule("$.timestamp", Presence.ALWAYS)
    yield _rule("$.actor.account.name", Presence.ALWAYS)
    yield _rule("$.actor.account.homePage", (settings.XAPI_BASE_IRI,))
    yield _rule("$.actor['name','mbox','mbox_sha1sum','openid']", Presence.NEVER)
    yield _rule("$.object.definition.name", Presence.ALWAYS)


def _context(event: ProfileEvent) -> Iterator[Rule]:
    yield _rule("$.context.registration", event.registration)
    yield _rule("$.context.language", CODES)
    yield _rule("$.context.platform", (PLATFORM,))
    version = build_profile_version_iri()
    yield {"location": f"{_AROUND}.category[*].id", "any": [version]}
    course = Presence.ALWAYS if event.has_course else Presence.NEVER
    parent = Presence.ALWAYS if event.has_parent else Presence.NEVER
    yield _rule(f"{_AROUND}.grouping[*].id", course)
    yield _rule(f"{_AROUND}.parent[*].id", parent)
    yield from _extensions("$.context", ExtensionLocation.CONTEXT, dict(event.values))


def _result(event: ProfileEvent) -> Iterator[Rule]:
    if not event.result:
        yield _rule("$.result", Presence.NEVER)
        return
    for part in _PARTS:
        yield _rule(f"$.result.{part}", event.result.get(part, Presence.NEVER))
    for part in _SCORE:
        wanted = event.result.get(f"score.{part}", Presence.NEVER)
        yield _rule(f"$.result.score.{part}", wanted)
    told = {key: each for key, each in event.result.items() if not isinstance(key, str)}
    yield from _extensions("$.result", ExtensionLocation.RESULT, told)


def _extensions(
    inside: str, place: ExtensionLocation, wanted: dict[StatementExtension, Wanted]
) -> Iterator[Rule]:
    for extension in EXTENSIONS:
        if extension.place == place:
            location = f"{inside}.extensions['{extension.iri}']"
            yield _rule(location, wanted.get(extension, Presence.NEVER))


def _rule(location: str, wanted: Wanted) -> Rule:
    if isinstance(wanted, Presence):
        return {"location": location, "presence": wanted.value}
    always = Presence.ALWAYS.value
    return {"location": location, "presence": always, "all": list(wanted)}
