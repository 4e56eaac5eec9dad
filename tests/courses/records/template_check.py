"""Check of statements against the templates of a profile (xAPI Profiles, Part Three, 2.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.courses.records import json_path

#: The locations of determining properties in a statement; each may have several values.
_DETERMINING = {
    "verb": "$.verb.id",
    "objectActivityType": "$.object.definition.type",
    "contextGroupingActivityType": "$.context.contextActivities.grouping[*].definition.type",
    "contextParentActivityType": "$.context.contextActivities.parent[*].definition.type",
    "contextOtherActivityType": "$.context.contextActivities.other[*].definition.type",
    "contextCategoryActivityType": "$.context.contextActivities.category[*].definition.type",
    "attachmentUsageType": "$.attachments[*].usageType",
}
#: The value of a location whose selector finds nothing there.
_UNMATCHABLE = object()


@dataclass(frozen=True)
class TemplateMatch:
    """The templates that a statement matches, and their rules that it breaks."""

    matching: list[str] = field(default_factory=list)
    broken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_valid(self) -> bool:
        """Whether it matches a template and keeps all rules of each."""
        return bool(self.matching) and not self.broken


def match_templates(
    statement: dict[str, Any], templates: Iterable[dict[str, Any]]
) -> TemplateMatch:
    """Return the ids of those of ``templates`` that match, and the rules broken.

    A broken rule is the template’s id with the rule’s location. Context activities must
    be lists, as a store writes them.
    """
    matching = [one for one in templates if _matches(statement, one)]
    broken = [
        (one["id"], rule["location"])
        for one in matching
        for rule in one.get("rules", ())
        if not _keeps(statement, rule)
    ]
    return TemplateMatch([one["id"] for one in matching], broken)


def _matches(statement: dict[str, Any], template: dict[str, Any]) -> bool:
    for name, location in _DETERMINING.items():
        wanted = template.get(name, [])
        there = json_path.select_values(statement, location)
        listed = wanted if isinstance(wanted, list) else [wanted]
        if any(value not in there for value in listed):
            return False
    return True


def _keeps(statement: dict[str, Any], rule: dict[str, Any]) -> bool:
    found = _selected(
        json_path.select_values(statement, rule["location"]), rule.get("selector")
    )
    known = [value for value in found if value is not _UNMATCHABLE]
    presence = rule.get("presence")
    if presence == "included" and (not known or len(known) < len(found)):
        return False
    if presence == "excluded" and known:
        return False
    if presence == "recommended" and not found:
        return True
    return _keeps_values(rule, found, known)


def _keeps_values(rule: dict[str, Any], found: list[Any], known: list[Any]) -> bool:
    if "any" in rule and not any(_is_in(value, rule["any"]) for value in known):
        return False
    if "all" in rule and not all(_is_in(value, rule["all"]) for value in found):
        return False
    return not any(_is_in(value, rule.get("none", ())) for value in known)


def _selected(found: list[Any], selector: str | None) -> list[Any]:
    if selector is None:
        return found
    return [
        each
        for one in found
        for each in json_path.select_values(one, selector) or [_UNMATCHABLE]
    ]


def _is_in(value: Any, listed: Iterable[Any]) -> bool:
    """Return whether ``value`` is listed; true is not 1."""
    return any(type(value) is type(one) and value == one for one in listed)
