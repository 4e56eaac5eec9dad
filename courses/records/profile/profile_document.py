"""The profile as JSON-LD (xAPI Profiles 1.0, Part Two)."""

import json
from collections.abc import Iterator
from typing import Any

from courses.records.profile.profile_events import Presence, ProfileEvent
from courses.records.profile.statement_templates import EVENTS, build_template
from courses.records.statements import iris
from courses.records.statements.activity_types import ACTIVITY_TYPES
from courses.records.statements.extensions import (
    EXTENSIONS,
    ExtensionLocation,
    StatementExtension,
)
from courses.records.statements.verbs import VERBS
from courses.records.statements.vocabulary import VocabularyTerm, build_language_map

MEDIA_TYPE = "application/ld+json"
_CONTEXT = "https://w3id.org/xapi/profiles/context"
_CONFORMS_TO = "https://w3id.org/xapi/profiles#1.0"
_GENERATED = "2026-11-25T00:00:00Z"


def build_profile() -> dict[str, Any]:
    """Return the profile in its only version.

    Terms from other vocabularies are used by its templates, but not defined here (Part
    Two, 7.0).
    """
    version = {"id": iris.build_profile_version_iri(), "generatedAtTime": _GENERATED}
    return {
        "@context": _CONTEXT,
        "id": iris.build_profile_iri(),
        "type": "Profile",
        "conformsTo": _CONFORMS_TO,
        **_describe("profile"),
        "versions": [version],
        "author": {
            "type": "Organization",
            "name": _describe("profile")["prefLabel"]["en"],
        },
        "concepts": list(_concepts()),
        "templates": [build_template(event) for event in EVENTS],
        "patterns": list(_patterns()),
    }


def _describe(name: str) -> dict[str, dict[str, str]]:
    return {
        "prefLabel": build_language_map("document", name, "label"),
        "definition": build_language_map("document", name, "meaning"),
    }


def _concepts() -> Iterator[dict[str, Any]]:
    for verb in VERBS:
        if verb.is_ours:
            yield _concept("Verb", verb)
    for kind in ACTIVITY_TYPES:
        if kind.is_ours:
            yield _concept("ActivityType", kind)
    for extension in EXTENSIONS:
        yield _concept(extension.place.value, extension) | {
            "recommendedVerbs": _verbs_of(extension),
            "inlineSchema": json.dumps(extension.schema),
        }


def _concept(kind: str, term: VocabularyTerm) -> dict[str, Any]:
    made = {
        "id": term.iri,
        "type": kind,
        "inScheme": iris.build_profile_version_iri(),
        "prefLabel": term.labels,
        "definition": term.meanings,
    }
    return made | ({"broadMatch": list(term.wider)} if term.wider else {})


def _verbs_of(extension: StatementExtension) -> list[str]:
    return list(
        dict.fromkeys(
            event.verb.iri
            for event in EVENTS
            if extension
            in (
                event.values
                if extension.place == ExtensionLocation.CONTEXT
                else event.result
            )
        )
    )


def _patterns() -> Iterator[dict[str, Any]]:
    """Yield the patterns: anything under one enrolment, or a statement by itself."""
    under = [one for one in EVENTS if one.registration != Presence.NEVER]
    enrolled = f"{iris.build_profile_version_iri()}/patterns/under-enrolment"
    yield _pattern("training", oneOrMore=enrolled) | {
        **_describe("training"),
        "primary": True,
    }
    yield _pattern("under-enrolment", alternates=[one.iri for one in under])
    for event in EVENTS:
        if event.registration != Presence.ALWAYS:
            yield _alone(event)


def _alone(event: ProfileEvent) -> dict[str, Any]:
    return _pattern(f"alone-{event.name}", sequence=[event.iri]) | {
        "prefLabel": event.labels,
        "definition": event.meanings,
        "primary": True,
    }


def _pattern(name: str, **shape: Any) -> dict[str, Any]:
    version = iris.build_profile_version_iri()
    made = {"id": f"{version}/patterns/{name}", "type": "Pattern", "inScheme": version}
    return made | shape
