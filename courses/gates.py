"""The gates before a release: what stands between published versions and a learner."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from courses import budgets
from courses.models import (
    Approval,
    Course,
    Edition,
    EditionEntry,
    LanguageException,
    UnitVersion,
)
from elearning.languages import OWN_NAMES

#: The languages a mandatory course must have, saying the same (product rule 1).
REQUIRED_LANGUAGES = ("kk", "ru")
#: The gates at which somebody must stand for whatever is new, in the order of the work.
DEMANDED = (Approval.Gate.PEER, Approval.Gate.SAFEGUARD)
#: How many titles a sentence names before it counts the others.
NAMED = 5


@dataclass(frozen=True)
class Finding:
    """A whole sentence about what is proposed: it stops a release, or it warns."""

    text: str
    is_refusal: bool = True


@dataclass(frozen=True)
class Stand:
    """One language of a version: the hash of its parts, and how many segments it lacks."""

    structure: str
    behind: int | None


#: What an app above knows of a proposal that stands in the way, or should be known.
Check = Callable[[Course, Sequence[UnitVersion]], list[Finding]]

_checks: list[Check] = []


def register(check: Check) -> None:
    """Have ``check`` asked before every release; repeating is harmless."""
    if check not in _checks:
        _checks.append(check)


def missing(
    course: Course, versions: Sequence[UnitVersion], approvals: Iterable[Approval]
) -> list[str]:
    """Return, in whole sentences, what stands between ``versions`` and a release.

    Faults come first: while there are any, what is approved would have to change.
    """
    if found := faults(course, versions):
        return found
    fresh = unlisted(course, versions)
    authors = authors_since_edition(fresh)
    return demands(fresh, authors, by_digest(approvals))


def demands(
    fresh: Sequence[UnitVersion],
    authors: Mapping[int, set[int]],
    given: Mapping[str, Sequence[Approval]],
) -> list[str]:
    """Return, in whole sentences, what people still have to say of what is new.

    ``authors`` are by the version's id, ``given`` the approvals by the content they name.
    """
    lacking: dict[str, list[str]] = {}
    for version in fresh:
        for gate in lacks(given.get(version.digest, ()), authors[version.pk]):
            lacking.setdefault(gate, []).append(version.title)
    said = [demand(gate, lacking[gate]) for gate in DEMANDED if gate in lacking]
    return [*said, *(heavy.sentence for heavy in budgets.overweight(fresh))]


def faults(
    course: Course,
    versions: Sequence[UnitVersion],
    findings: Sequence[Finding] | None = None,
) -> list[str]:
    """Return, in whole sentences, what has to be mended before anybody approves.

    ``findings`` are those of ``found``, where they are known already.
    """
    if not versions:
        return [
            _("Nothing of this course has been published yet. Publish its pages first.")
        ]
    if _listed(course) == [version.pk for version in versions]:
        return [_("Nothing has changed since the last edition.")]
    gaps = differing(versions, excepted(course))
    reasons = [reason for version in gaps for reason in _language_gaps(version)]
    findings = found(course, versions) if findings is None else findings
    return reasons + [one.text for one in findings if one.is_refusal]


def language_gaps(
    title: str, texts: Mapping[str, Stand], outdated: Collection[str]
) -> list[str]:
    """Return how Kazakh and Russian of ``title`` differ, in a sentence, if they do."""
    absent = [code for code in REQUIRED_LANGUAGES if code not in texts]
    if absent:
        return [
            _("“%(title)s” is missing in: %(languages)s. Translate and publish it.")
            % {
                "title": title,
                "languages": ", ".join(OWN_NAMES[code] for code in absent),
            }
        ]
    late = [_lag(code, texts[code]) for code in REQUIRED_LANGUAGES if code in outdated]
    if late:
        return [
            _(
                "“%(title)s” is outdated in: %(languages)s. Bring it up to date, or "
                "confirm that it still says the same."
            )
            % {"title": title, "languages": ", ".join(late)}
        ]
    if len({texts[code].structure for code in REQUIRED_LANGUAGES}) > 1:
        return [
            _(
                "“%(title)s” does not have the same parts in Kazakh and in Russian. "
                "Make them equal."
            )
            % {"title": title}
        ]
    return []


def differing(
    versions: Sequence[UnitVersion], besides: Collection[int] = ()
) -> list[UnitVersion]:
    """Keep the versions whose languages differ, without the units in ``besides``."""
    asked = (one for one in versions if one.unit_id not in besides)
    return [version for version in asked if _language_gaps(version)]


def excepted(course: Course) -> set[int]:
    """Return the units whose languages may differ today, by a signed exception."""
    units = LanguageException.objects.filter(course=course)
    units = units.in_force(timezone.localdate())
    return set(units.values_list("units", flat=True))


def unlisted(course: Course, versions: Sequence[UnitVersion]) -> list[UnitVersion]:
    """Keep the versions that the current edition does not list."""
    listed = set(_listed(course))
    return [version for version in versions if version.pk not in listed]


def found(course: Course, versions: Sequence[UnitVersion]) -> list[Finding]:
    """Return what the apps above know of ``versions``: refusals and warnings."""
    return [finding for check in _checks for finding in check(course, versions)]


def warnings(course: Course, versions: Sequence[UnitVersion]) -> list[str]:
    """Return, in whole sentences, what to know of ``versions`` before releasing them."""
    return [one.text for one in found(course, versions) if not one.is_refusal]


def by_digest(approvals: Iterable[Approval]) -> dict[str, list[Approval]]:
    """Return ``approvals`` by the content that they name."""
    found: dict[str, list[Approval]] = {}
    for approval in approvals:
        found.setdefault(approval.digest, []).append(approval)
    return found


def lacks(approvals: Iterable[Approval], authors: set[int]) -> list[str]:
    """Return the gates at which nobody but ``authors`` gave one of ``approvals``.

    Pass the approvals of exactly the content in question. A word given at one gate
    never counts at another.
    """
    passed = {one.gate for one in approvals if _is_of_another(one, authors)}
    return [gate for gate in DEMANDED if gate not in passed]


def demand(gate: str, titles: Sequence[str]) -> str:
    """Return the sentence that says what still has to pass ``gate``."""
    sentences = {
        Approval.Gate.PEER: _("A second person has not yet approved: %(titles)s."),
        Approval.Gate.SAFEGUARD: _(
            "The safeguard review has not yet passed: %(titles)s."
        ),
    }
    return sentences[Approval.Gate(gate)] % {"titles": _some_of(titles)}


def authors_since_edition(versions: Sequence[UnitVersion]) -> dict[int, set[int]]:
    """Return, by version, the users who wrote or published any of what is new in it.

    That is every version of its unit after the one the current edition of its course
    lists: the last
    publisher is not the only author of a text that several people changed. The app that
    publishes names those who drafted a text in its ``details``, under ``authors``.
    """
    units = {version.unit_id for version in versions}
    released = _released(units)
    people: dict[int, list[tuple[int, set[int]]]] = {}
    rows = UnitVersion.objects.filter(unit__in=units).prefetch_related("texts")
    for row in rows:
        number, references = released.get(row.unit_id, (0, set()))
        if row.number > number:
            written = _written_by(row, references)
            people.setdefault(row.unit_id, []).append((row.number, written))
    return {
        version.pk: set().union(
            *(
                written
                for number, written in people.get(version.unit_id, [])
                if number <= version.number
            )
        )
        for version in versions
    }


def _is_of_another(approval: Approval, authors: set[int]) -> bool:
    if approval.by_id is not None:
        return approval.by_id not in authors
    return bool(approval.office) and approval.office != approval.author_office


def _some_of(titles: Sequence[str]) -> str:
    """Name the first of ``titles`` and count the others."""
    named = ", ".join(_("“%(title)s”") % {"title": title} for title in titles[:NAMED])
    if len(titles) <= NAMED:
        return named
    return _("%(titles)s and %(number)d more") % {
        "titles": named,
        "number": len(titles) - NAMED,
    }


def _listed(course: Course) -> list[int]:
    current = course.current_edition
    return list(current.entries.values_list("version", flat=True)) if current else []


def _released(units: set[int]) -> dict[int, tuple[int, set[str]]]:
    """Return, by unit, the released version's number and what it is rendered from."""
    entries = (
        EditionEntry.objects.filter(
            edition__in=Edition.objects.current(), version__unit__in=units
        )
        .select_related("version")
        .prefetch_related("version__texts")
    )
    return {
        entry.version.unit_id: (
            entry.version.number,
            {text.reference for text in entry.version.texts.all()},
        )
        for entry in entries
    }


def _written_by(version: UnitVersion, released: set[str]) -> set[int]:
    """Return who published the version and who wrote those texts of it that are new."""
    people = {version.published_by_id} if version.published_by_id else set()
    for text in version.texts.all():
        if text.reference not in released:
            people |= set(text.details.get("authors", ()))
    return people


def _language_gaps(version: UnitVersion) -> list[str]:
    texts = {
        text.language: Stand(text.structure, text.behind)
        for text in version.texts.all()
    }
    return language_gaps(version.title, texts, version.languages_outdated)


def _lag(language: str, text: Stand) -> str:
    """Name a language, with the number of segments to translate where it is known."""
    name = OWN_NAMES[language]
    return f"{name} ({text.behind})" if text.behind else name
