"""The gates between published versions and a release."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import (
    Approval,
    Course,
    LanguageException,
    UnitVersion,
)
from elearning.accounts.roles import Role
from elearning.languages import OWN_NAMES, REQUIRED

#: The languages that a mandatory course must have, with the same content (product rule
#: 1).
#: The gates at which everything new must be approved, in order.
DEMANDED = (Approval.Gate.PEER, Approval.Gate.SAFEGUARD)
#: The number of titles named in a sentence before the others are counted.
NAMED = 5


@dataclass(frozen=True)
class ReleaseFinding:
    """A sentence about a proposal that either blocks its release or warns."""

    text: str
    is_refusal: bool = True


@dataclass(frozen=True)
class LanguageTextState:
    """One language of a version: the hash of its structure, and its outdated segments."""

    structure: str
    behind: int | None


#: A check by an app above, which may block the release of a proposal or warn. It gets
#: the course or document and the versions of its next edition.
Check = Callable[[Any, Sequence[Any]], list[ReleaseFinding]]

_checks: list[tuple[type[models.Model], Check]] = []


def register(model: type[models.Model], check: Check) -> None:
    """Run ``check`` before every release of a row of ``model``; repeating is harmless."""
    if (model, check) not in _checks:
        _checks.append((model, check))


def list_language_gaps(
    title: str, texts: Mapping[str, LanguageTextState], outdated: Collection[str]
) -> list[str]:
    """Return a sentence for each way in which Kazakh and Russian of ``title`` differ."""
    absent = [code for code in REQUIRED if code not in texts]
    if absent:
        return [
            _("“%(title)s” is missing in: %(languages)s. Translate and publish it.")
            % {
                "title": title,
                "languages": ", ".join(OWN_NAMES[code] for code in absent),
            }
        ]
    late = [_lag(code, texts[code]) for code in REQUIRED if code in outdated]
    if late:
        return [
            _(
                "“%(title)s” is outdated in: %(languages)s. Bring it up to date, or "
                "confirm that it still says the same."
            )
            % {"title": title, "languages": ", ".join(late)}
        ]
    if len({texts[code].structure for code in REQUIRED}) > 1:
        return [
            _(
                "The Kazakh and Russian versions of “%(title)s” do not have the "
                "same parts. Make them match."
            )
            % {"title": title}
        ]
    return []


def list_version_gaps(version: UnitVersion) -> list[str]:
    """Return the same for a version of a unit."""
    texts = {
        text.language: LanguageTextState(text.structure, text.behind)
        for text in version.texts.all()
    }
    return list_language_gaps(version.title, texts, version.languages_outdated)


def list_excepted_units(course: Course) -> set[int]:
    """Return the units whose languages may differ today by a signed exception."""
    units = LanguageException.objects.filter(course=course)
    units = units.in_force(timezone.localdate())
    return set(units.values_list("units", flat=True))


def list_unlisted_versions(
    course: Course, versions: Sequence[UnitVersion]
) -> list[UnitVersion]:
    """Keep the versions that the current edition does not list."""
    current = course.current_edition
    rows = current.entries.values_list("version", flat=True) if current else ()
    listed = set(rows)
    return [version for version in versions if version.pk not in listed]


def list_release_findings(
    row: models.Model, versions: Sequence[Any]
) -> list[ReleaseFinding]:
    """Return what the apps above refuse or warn of in ``versions`` of ``row``."""
    return [
        finding
        for model, check in _checks
        if isinstance(row, model)
        for finding in check(row, versions)
    ]


def list_missing_gates(
    approvals: Iterable[Approval], authors: Collection[int]
) -> list[str]:
    """Return the gates not passed by ``approvals`` of anybody but ``authors``.

    Pass the approvals of exactly the content in question. An approval counts at its own
    gate only, and each person passes one gate: if the same person alone approved at
    both, a second person is missing.
    """
    counted = [one for one in approvals if _is_of_another(one, authors)]
    passed = {one.gate for one in counted}
    lacking: list[str] = [gate for gate in DEMANDED if gate not in passed]
    people = {one.by_id for one in counted}
    is_one = len(people) == 1 and None not in people
    if not lacking and is_one:
        lacking.append(Approval.Gate.PEER)
    return lacking


def can_approve_at_gate(
    gate: str,
    approvals: Sequence[Approval],
    authors: Collection[int],
    by: int,
    reviewers: Collection[int] = (),
) -> bool:
    """Return whether an approval by the person ``by`` at ``gate`` is needed and would count.

    If one of ``reviewers`` is the only person who approved, as the second person,
    another second person is still accepted: only then may that reviewer pass the
    safeguard gate.
    """
    before = list_missing_gates(approvals, authors)
    if gate == Approval.Gate.PEER and Approval.Gate.SAFEGUARD in before:
        counted = {one.by_id for one in approvals if _is_of_another(one, authors)}
        if len(counted) == 1 and not counted.isdisjoint(reviewers):
            return by not in authors and by not in counted
    more = list_missing_gates([*approvals, Approval(gate=gate, by_id=by)], authors)
    return gate in before and by not in authors and len(more) < len(before)


def list_approving_reviewers(approvals: Iterable[Approval]) -> frozenset[int]:
    """Return the safeguard reviewers among those who gave ``approvals``; one query."""
    people = {one.by_id for one in approvals if one.by_id is not None}
    if not people:
        return frozenset()
    found = get_user_model().objects.filter(
        pk__in=people, groups__name=Role.SAFEGUARD_REVIEWER
    )
    return frozenset(found.values_list("pk", flat=True))


def format_missing_approval(gate: str, titles: Sequence[str]) -> str:
    """Return the sentence that names what still has to pass ``gate``."""
    sentences = {
        Approval.Gate.PEER: _("A second person has not yet approved: %(titles)s."),
        Approval.Gate.SAFEGUARD: _(
            "The safeguard review has not yet passed: %(titles)s."
        ),
    }
    return sentences[Approval.Gate(gate)] % {"titles": format_title_list(titles)}


def format_title_list(titles: Sequence[str]) -> str:
    """Name the first ``NAMED`` of ``titles`` and count the others."""
    named = ", ".join(_("“%(title)s”") % {"title": title} for title in titles[:NAMED])
    if len(titles) <= NAMED:
        return named
    return _("%(titles)s and %(number)d more") % {
        "titles": named,
        "number": len(titles) - NAMED,
    }


def _is_of_another(approval: Approval, authors: Collection[int]) -> bool:
    if approval.by_id is not None:
        return approval.by_id not in authors
    return bool(approval.office) and approval.office != approval.author_office


def _lag(language: str, text: LanguageTextState) -> str:
    """Return the name of a language, with the number of outdated segments if known."""
    name = OWN_NAMES[language]
    return f"{name} ({text.behind})" if text.behind else name
