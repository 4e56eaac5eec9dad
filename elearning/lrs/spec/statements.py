"""Whole statements, and batches of them."""

from collections.abc import Sequence
from typing import Any

from elearning.lrs.spec import values
from elearning.lrs.spec.activities import activity
from elearning.lrs.spec.actors import actor, agent, authority, group
from elearning.lrs.spec.contexts import context, statement_ref
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.results import result
from elearning.lrs.spec.shapes import Check, Shape, constant, list_of
from elearning.lrs.spec.versions import Version

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_TO_ACTIVITIES_ONLY = frozenset({"revision", "platform"})

_ATTACHMENT = Shape(
    "An attachment",
    "2.4.11",
    {
        "usageType": values.iri,
        "display": values.language_map,
        "description": values.language_map,
        "contentType": values.media_type,
        "length": values.whole_number,
        "sha2": values.sha2,
        "fileUrl": values.iri,
    },
    required=frozenset({"usageType", "display", "contentType", "length", "sha2"}),
)
_VERB = Shape(
    "A verb",
    "2.4.3",
    {"id": values.iri, "display": values.language_map},
    required=frozenset({"id"}),
)
_ALL_OBJECTS: dict[str, Check] = {
    "Activity": activity,
    "Agent": agent,
    "Group": group,
    "StatementRef": statement_ref,
}


def _thing(value: Any) -> None:
    """Accept what a statement may be about; without ``objectType``, an activity."""
    if not isinstance(value, dict):
        raise SpecError("2.4.4", "The object must be an object.")
    kind = value.get("objectType", "Activity")
    check = _ALL_OBJECTS.get(kind) if isinstance(kind, str) else None
    if check is None:
        raise SpecError("2.4.4", "This is no kind of object.").inside("objectType")
    check(value)


def _thing_or_statement(value: Any) -> None:
    if isinstance(value, dict) and value.get("objectType") == "SubStatement":
        _SUB_STATEMENT(value)
        _hang_together(value)
    else:
        _thing(value)


_PARTS: dict[str, Check] = {
    "actor": actor,
    "verb": _VERB,
    "result": result,
    "context": context,
    "timestamp": values.timestamp,
    "attachments": list_of(_ATTACHMENT, "2.4.11"),
}
_REQUIRED = frozenset({"actor", "verb", "object"})
_SUB_STATEMENT = Shape(
    "A sub-statement",
    "2.4.4.3",
    {
        **_PARTS,
        "objectType": constant("SubStatement", "2.4.4.3"),
        "object": _thing,
    },
    required=_REQUIRED | {"objectType"},
)
_STATEMENT = Shape(
    "A statement",
    "2.4",
    {
        **_PARTS,
        "object": _thing_or_statement,
        "id": values.uuid,
        "stored": values.timestamp,
        "authority": authority,
        "version": values.version,
    },
    required=_REQUIRED,
)


def check(statement: Any, version: Version = Version.ONE) -> None:
    """Accept a statement of ``version``; raise ``SpecError`` for the first flaw."""
    _STATEMENT(statement)
    _hang_together(statement)
    about_a_statement = statement["object"].get("objectType") == "StatementRef"
    if statement["verb"]["id"] == VOIDED and not about_a_statement:
        raise SpecError("2.3.2", "Voiding names the statement to void.").inside(
            "object"
        )


def check_all(statements: Sequence[Any], version: Version = Version.ONE) -> None:
    """Accept a batch: every statement in order and no id twice."""
    seen: set[str] = set()
    for place, statement in enumerate(statements):
        try:
            check(statement, version)
            _note(statement.get("id"), seen)
        except SpecError as flaw:
            flaw.inside(place)
            raise


def _hang_together(statement: dict[str, Any]) -> None:
    """Refuse a revision or a platform of what is not an activity (2.4.6)."""
    if statement["object"].get("objectType", "Activity") == "Activity":
        return
    for key in _TO_ACTIVITIES_ONLY & statement.get("context", {}).keys():
        flaw = SpecError("2.4.6", f"Only an activity has a {key}.")
        raise flaw.inside(key).inside("context")


def _note(uuid: str | None, seen: set[str]) -> None:
    if uuid is None:
        return
    if uuid.lower() in seen:
        flaw = SpecError("Part 3, 2.1.2", "Two statements of the batch have this id.")
        raise flaw.inside("id")
    seen.add(uuid.lower())
