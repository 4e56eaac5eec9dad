"""Whole statements, and batches of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.activities import activity
from elearning.lrs.spec.actors import IDENTIFIERS, actor, agent, authority, group
from elearning.lrs.spec.contexts import CONTEXTS, statement_ref
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.results import result
from elearning.lrs.spec.shapes import (
    Kinds,
    ListOf,
    Part,
    Shape,
    absent,
    constant,
)
from elearning.lrs.spec.versions import Version

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_ATTACHMENT = Shape(
    "An attachment",
    "2.4.11",
    {
        "usageType": Part(values.iri, "XAPI-00107"),
        "display": Part(values.language_map, "XAPI-00106"),
        "description": Part(values.language_map),
        "contentType": Part(values.media_type, "XAPI-00105"),
        "length": Part(values.whole_number, "XAPI-00102"),
        "sha2": Part(values.sha2, "XAPI-00103"),
        "fileUrl": Part(values.iri, "XAPI-00104"),
    },
    required={
        "usageType": "XAPI-00107",
        "display": "XAPI-00106",
        "contentType": "XAPI-00105",
        "length": "XAPI-00102",
        "sha2": "XAPI-00103",
    },
)
_VERB = Shape(
    "A verb",
    "2.4.3",
    {
        "id": Part(values.iri, "XAPI-00044"),
        "display": Part(values.language_map, "XAPI-00045"),
    },
    required={"id": "XAPI-00044"},
)
#: Properties of agents and sub-statements: with them, the object lacks its kind.
_OF_OTHER_KINDS = {
    **dict.fromkeys(
        (*IDENTIFIERS, "member"),
        Part(
            absent("2.4.4.2", "An agent or a group as object names its objectType."),
            "XAPI-00065",
        ),
    ),
    **dict.fromkeys(
        ("actor", "verb", "object"),
        Part(absent("2.4.4.3", "A sub-statement names its objectType."), "XAPI-00073"),
    ),
}
_OBJECTS = {
    "Activity": Part(
        Shape(
            activity.name,
            activity.section,
            {**_OF_OTHER_KINDS, **activity.parts},
            required=activity.required,
        )
    ),
    "Agent": Part(agent),
    "Group": Part(group),
    "StatementRef": Part(statement_ref),
}
_REQUIRED = {"actor": "XAPI-00003", "verb": "XAPI-00004", "object": "XAPI-00005"}
_TIMESTAMPS = {
    Version.ONE: values.timestamp,
    Version.TWO: values.timestamp_of_two,
}
_VERSIONS = {
    Version.ONE: values.version_of_one,
    Version.TWO: values.version_of_two,
}


def check(statement: Any, version: Version = Version.ONE) -> None:
    """Accept a statement of ``version``; raise ``SpecError`` for the first flaw."""
    _STATEMENTS[version](statement)


def check_all(statements: Sequence[Any], version: Version = Version.ONE) -> None:
    """Accept a batch: every statement in order and no id twice."""
    for flaw in flaws_of_all(statements, version):
        raise flaw


def flaws_of(statement: Any, version: Version) -> Iterator[SpecError]:
    """Yield all flaws of a statement."""
    return _STATEMENTS[version].flaws(statement)


def flaws_of_all(statements: Sequence[Any], version: Version) -> Iterator[SpecError]:
    """Yield all flaws of a batch; the path of each begins with the statement's place."""
    seen: set[str] = set()
    for place, statement in enumerate(statements):
        sound = True
        for flaw in flaws_of(statement, version):
            sound = False
            yield flaw.inside(place)
        if sound and "id" in statement:
            uuid = statement["id"].lower()
            if uuid in seen:
                wrong = "Two statements of the batch have this id."
                yield SpecError("Part 3, 2.1.2", wrong).inside("id").inside(place)
            seen.add(uuid)


def _of_activities_only(statement: dict[str, Any]) -> Iterator[SpecError]:
    """Refuse a revision or a platform of what is not an activity (2.4.6)."""
    if statement["object"].get("objectType", "Activity") == "Activity":
        return
    context = statement.get("context", {})
    for key, number in (("revision", "XAPI-00084"), ("platform", "XAPI-00085")):
        if key in context:
            flaw = SpecError("2.4.6", f"Only an activity has a {key}.", number)
            yield flaw.inside(key).inside("context")


def _voids_a_statement(statement: dict[str, Any]) -> Iterator[SpecError]:
    is_reference = statement["object"].get("objectType") == "StatementRef"
    if statement["verb"]["id"] == VOIDED and not is_reference:
        wrong = "Voiding names the statement to void."
        flaw = SpecError("2.3.2", wrong, "XAPI-00017", "XAPI-00020")
        yield flaw.inside("object")


def _no_nesting(_value: Any) -> None:
    wrong = "A sub-statement holds no sub-statement."
    raise SpecError("2.4.4.3", wrong, "XAPI-00071").inside("objectType")


def _objects(sub_statement: Part) -> Kinds:
    return Kinds(
        "The object",
        "2.4.4",
        _OBJECTS | {"SubStatement": sub_statement},
        default="Activity",
        requirement="XAPI-00046",
    )


def _parts(version: Version) -> dict[str, Part]:
    """Return what statements and sub-statements have in common."""
    return {
        "actor": Part(actor),
        "verb": Part(_VERB),
        "result": Part(result),
        "context": Part(CONTEXTS[version]),
        "timestamp": Part(_TIMESTAMPS[version], "XAPI-00022"),
        "attachments": Part(ListOf(_ATTACHMENT, "2.4.11"), "XAPI-00025"),
    }


def _sub_statement(version: Version) -> Shape:
    wrong = "A sub-statement does not have this."
    return Shape(
        "A sub-statement",
        "2.4.4.3",
        {
            **_parts(version),
            "objectType": Part(constant("SubStatement", "2.4.4.3"), "XAPI-00073"),
            "object": Part(_objects(Part(_no_nesting))),
            "id": Part(absent("2.4.4.3", wrong), "XAPI-00070"),
            "stored": Part(absent("2.4.4.3", wrong), "XAPI-00069"),
            "version": Part(absent("2.4.4.3", wrong), "XAPI-00068"),
            "authority": Part(absent("2.4.4.3", wrong), "XAPI-00067"),
        },
        required=_REQUIRED | {"objectType": "XAPI-00073"},
        rules=[_of_activities_only],
    )


def _statement(version: Version) -> Shape:
    return Shape(
        "A statement",
        "2.4",
        {
            **_parts(version),
            "object": Part(_objects(Part(_sub_statement(version), "XAPI-00066"))),
            "id": Part(values.uuid, "XAPI-00027"),
            "stored": Part(_TIMESTAMPS[version], "XAPI-00023"),
            "authority": Part(authority, "XAPI-00024"),
            "version": Part(_VERSIONS[version], "XAPI-00101"),
        },
        required=_REQUIRED,
        rules=[_of_activities_only, _voids_a_statement],
    )


_STATEMENTS = {version: _statement(version) for version in Version}
