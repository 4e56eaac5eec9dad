"""Whole statements, and batches of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from elearning.lrs.spec import value_checks
from elearning.lrs.spec.activity_schema import activity
from elearning.lrs.spec.actor_schema import IDENTIFIERS, actor, agent, authority, group
from elearning.lrs.spec.context_schema import CONTEXTS, statement_ref
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.result_schema import result
from elearning.lrs.spec.schemas import (
    ListSchema,
    ObjectSchema,
    PropertySchema,
    VariantSchema,
    build_absence_check,
    build_constant_check,
)
from elearning.lrs.spec.xapi_versions import XapiVersion

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_ATTACHMENT = ObjectSchema(
    "An attachment",
    "2.4.11",
    {
        "usageType": PropertySchema(value_checks.check_iri, "XAPI-00107"),
        "display": PropertySchema(value_checks.language_map, "XAPI-00106"),
        "description": PropertySchema(value_checks.language_map),
        "contentType": PropertySchema(value_checks.check_media_type, "XAPI-00105"),
        "length": PropertySchema(value_checks.check_whole_number, "XAPI-00102"),
        "sha2": PropertySchema(value_checks.check_sha2, "XAPI-00103"),
        "fileUrl": PropertySchema(value_checks.check_iri, "XAPI-00104"),
    },
    required={
        "usageType": "XAPI-00107",
        "display": "XAPI-00106",
        "contentType": "XAPI-00105",
        "length": "XAPI-00102",
        "sha2": "XAPI-00103",
    },
)
_VERB = ObjectSchema(
    "A verb",
    "2.4.3",
    {
        "id": PropertySchema(value_checks.check_iri, "XAPI-00044"),
        "display": PropertySchema(value_checks.language_map, "XAPI-00045"),
    },
    required={"id": "XAPI-00044"},
)
#: Properties of agents and sub-statements: an object with them lacks its objectType.
_OF_OTHER_KINDS = {
    **dict.fromkeys(
        (*IDENTIFIERS, "member"),
        PropertySchema(
            build_absence_check(
                "2.4.4.2", "An agent or a group as object names its objectType."
            ),
            "XAPI-00065",
        ),
    ),
    **dict.fromkeys(
        ("actor", "verb", "object"),
        PropertySchema(
            build_absence_check("2.4.4.3", "A sub-statement names its objectType."),
            "XAPI-00073",
        ),
    ),
}
_OBJECTS = {
    "Activity": PropertySchema(
        ObjectSchema(
            activity.name,
            activity.section,
            {**_OF_OTHER_KINDS, **activity.parts},
            required=activity.required,
        )
    ),
    "Agent": PropertySchema(agent),
    "Group": PropertySchema(group),
    "StatementRef": PropertySchema(statement_ref),
}
_REQUIRED = {"actor": "XAPI-00003", "verb": "XAPI-00004", "object": "XAPI-00005"}
_TIMESTAMPS = {
    XapiVersion.ONE: value_checks.check_iso_timestamp,
    XapiVersion.TWO: value_checks.check_rfc_timestamp,
}
_VERSIONS = {
    XapiVersion.ONE: value_checks.check_version_one,
    XapiVersion.TWO: value_checks.check_version_two,
}


def check_statement(statement: Any, version: XapiVersion = XapiVersion.ONE) -> None:
    """Check a statement of ``version``; raise ``SpecError`` for the first flaw."""
    _STATEMENTS[version](statement)


def check_statements(
    statements: Sequence[Any], version: XapiVersion = XapiVersion.ONE
) -> None:
    """Check a batch: every statement in order, and no duplicate ids."""
    for flaw in iter_batch_flaws(statements, version):
        raise flaw


def iter_flaws(statement: Any, version: XapiVersion) -> Iterator[SpecError]:
    """Yield all flaws of a statement."""
    return _STATEMENTS[version].flaws(statement)


def iter_batch_flaws(
    statements: Sequence[Any], version: XapiVersion
) -> Iterator[SpecError]:
    """Yield all flaws of a batch; each path begins with the statement’s index."""
    seen: set[str] = set()
    for place, statement in enumerate(statements):
        sound = True
        for flaw in iter_flaws(statement, version):
            sound = False
            yield flaw.inside(place)
        if sound and "id" in statement:
            uuid = statement["id"].lower()
            if uuid in seen:
                wrong = "Two statements of the batch have this id."
                yield SpecError("Part 3, 2.1.2", wrong).inside("id").inside(place)
            seen.add(uuid)


def _of_activities_only(statement: dict[str, Any]) -> Iterator[SpecError]:
    """Refuse a revision or platform if the object is not an activity (2.4.6)."""
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


def _objects(sub_statement: PropertySchema) -> VariantSchema:
    return VariantSchema(
        "The object",
        "2.4.4",
        _OBJECTS | {"SubStatement": sub_statement},
        default="Activity",
        requirement="XAPI-00046",
    )


def _parts(version: XapiVersion) -> dict[str, PropertySchema]:
    return {
        "actor": PropertySchema(actor),
        "verb": PropertySchema(_VERB),
        "result": PropertySchema(result),
        "context": PropertySchema(CONTEXTS[version]),
        "timestamp": PropertySchema(_TIMESTAMPS[version], "XAPI-00022"),
        "attachments": PropertySchema(ListSchema(_ATTACHMENT, "2.4.11"), "XAPI-00025"),
    }


def _sub_statement(version: XapiVersion) -> ObjectSchema:
    wrong = "A sub-statement does not have this."
    return ObjectSchema(
        "A sub-statement",
        "2.4.4.3",
        {
            **_parts(version),
            "objectType": PropertySchema(
                build_constant_check("SubStatement", "2.4.4.3"), "XAPI-00073"
            ),
            "object": PropertySchema(_objects(PropertySchema(_no_nesting))),
            "id": PropertySchema(build_absence_check("2.4.4.3", wrong), "XAPI-00070"),
            "stored": PropertySchema(
                build_absence_check("2.4.4.3", wrong), "XAPI-00069"
            ),
            "version": PropertySchema(
                build_absence_check("2.4.4.3", wrong), "XAPI-00068"
            ),
            "authority": PropertySchema(
                build_absence_check("2.4.4.3", wrong), "XAPI-00067"
            ),
        },
        required=_REQUIRED | {"objectType": "XAPI-00073"},
        rules=[_of_activities_only],
    )


def _statement(version: XapiVersion) -> ObjectSchema:
    return ObjectSchema(
        "A statement",
        "2.4",
        {
            **_parts(version),
            "object": PropertySchema(
                _objects(PropertySchema(_sub_statement(version), "XAPI-00066"))
            ),
            "id": PropertySchema(value_checks.check_uuid, "XAPI-00027"),
            "stored": PropertySchema(_TIMESTAMPS[version], "XAPI-00023"),
            "authority": PropertySchema(authority, "XAPI-00024"),
            "version": PropertySchema(_VERSIONS[version], "XAPI-00101"),
        },
        required=_REQUIRED,
        rules=[_of_activities_only, _voids_a_statement],
    )


_STATEMENTS = {version: _statement(version) for version in XapiVersion}
