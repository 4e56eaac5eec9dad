"""Parameters of GET /statements, validated."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.core import signing

from elearning.lrs.errors import RequestError
from elearning.lrs.spec import actor_schema, timestamps, value_checks
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.statements import identifiers

FORMATS = frozenset({"ids", "exact", "canonical"})
_ONE = frozenset({"statementId", "voidedStatementId"})
#: The maximum number of statements per response; also the meaning of ``limit=0``.
MOST = 200
_SALT = "lrs.more"
_RULE = "xAPI 1.0.3, Part 3, 2.1.3"


@dataclass(frozen=True)
class StatementQuery:
    """A query of statements. Names are those of rows; moments are UTC.

    ``after`` is the key of the last statement of the previous response.
    """

    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: str | None = None
    until: str | None = None
    limit: int = MOST
    format: str = "exact"
    ascending: bool = False
    attachments: bool = False
    after: int | None = None

    @property
    def is_filtered(self) -> bool:
        return any((self.agent, self.verb, self.activity, self.registration))

    def moment(self, name: str) -> datetime | None:
        """Return ``since`` or ``until``; without an offset it is read as UTC."""
        written = getattr(self, name)
        return timestamps.parse_timestamp(written) if written else None

    def cursor(self, after: int) -> str:
        """Return the rest of this query as signed text, to continue after a key."""
        plain = {
            item.name: value
            for item in fields(self)
            if (value := getattr(self, item.name)) != item.default
        }
        return signing.dumps(plain | {"after": after}, salt=_SALT, compress=True)

    @classmethod
    def of_cursor(cls, cursor: str) -> Self:
        try:
            return cls(**signing.loads(cursor, salt=_SALT))
        except (signing.BadSignature, TypeError):  # or made by an earlier release
            raise RequestError("This cursor was not made here.") from None


def parse_query(parameters: Mapping[str, str]) -> StatementQuery:
    """Return the query of ``parameters``; raise ``RequestError`` for an invalid one."""
    if "cursor" in parameters:
        check_parameter_names(parameters, frozenset({"cursor"}))
        return StatementQuery.of_cursor(parameters["cursor"])
    check_parameter_names(parameters, _PARSERS.keys())
    wanted: dict[str, Any] = {}
    for name, written in parameters.items():
        try:
            wanted[name] = _PARSERS[name](written)
        except SpecError as flaw:
            raise RequestError(f"{name}: {flaw.message}", requirement=_RULE) from flaw
    return StatementQuery(**wanted)


def has_statement_id(parameters: Mapping[str, str]) -> bool:
    """Tell whether one statement is requested by its id."""
    return not _ONE.isdisjoint(parameters)


def parse_single_query(
    parameters: Mapping[str, str],
) -> tuple[str, bool, StatementQuery]:
    """Return the id, whether it is voided, and the query of its format (2.1.3)."""
    check_parameter_names(parameters, _ONE | {"format", "attachments"})
    if parameters.keys() >= _ONE:
        raise RequestError(
            "Ask for statementId or voidedStatementId, not for both.", requirement=_RULE
        )
    (name,) = _ONE & parameters.keys()
    others = {key: parameters[key] for key in parameters if key != name}
    return (
        require_uuid(parameters, name),
        name == "voidedStatementId",
        parse_query(others),
    )


def check_parameter_names(parameters: Mapping[str, str], known: Any) -> None:
    """Refuse parameters not in ``known``, which are case-sensitive (Part Three, 3.3)."""
    if strange := sorted(set(parameters) - set(known)):
        raise RequestError(
            f"This resource has no parameter {', '.join(strange)}.", requirement=_RULE
        )


def require_uuid(parameters: Mapping[str, str], name: str) -> str:
    """Return the UUID in a parameter, in lower case."""
    try:
        return _uuid(parameters[name])
    except SpecError as flaw:
        raise RequestError(f"{name}: {flaw.message}", requirement=_RULE) from flaw


def _format(written: str) -> str:
    if written not in FORMATS:
        raise SpecError(_RULE, "this must be ids, exact or canonical.")
    return written


def _boolean(written: str) -> bool:
    if written not in {"true", "false"}:
        raise SpecError(_RULE, "this must be true or false.")
    return written == "true"


def _uuid(written: str) -> str:
    value_checks.check_uuid(written)
    return str(UUID(written))


def _agent(written: str) -> str:
    try:
        agent = json.loads(written)
    except (ValueError, RecursionError):
        raise SpecError(_RULE, "this must be an agent in JSON.") from None
    actor_schema.actor(agent)
    name = identifiers.find_agent_name(agent)
    if name is None:
        raise SpecError(_RULE, "a group without identifier cannot be looked for.")
    return name


def _iri(written: str) -> str:
    value_checks.check_iri(written)
    return written


def _timestamp(written: str) -> str:
    """Accept the format of either version, as the response is the same."""
    if not timestamps.is_rfc_3339(written):
        value_checks.check_iso_timestamp(written)
    return written


def _limit(written: str) -> int:
    if not (written.isascii() and written.isdecimal()):
        raise SpecError(_RULE, "this must be a whole number, not below 0.")
    return min(int(written[:6]), MOST) or MOST


_PARSERS: dict[str, Callable[[str], Any]] = {
    "agent": _agent,
    "verb": _iri,
    "activity": _iri,
    "registration": _uuid,
    "related_agents": _boolean,
    "related_activities": _boolean,
    "since": _timestamp,
    "until": _timestamp,
    "limit": _limit,
    "format": _format,
    "attachments": _boolean,
    "ascending": _boolean,
}
