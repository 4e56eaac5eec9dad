"""The gates before a release: what stands between published versions and a learner."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models import Approval, Course, Edition, UnitVersion

#: The languages a mandatory course must have, saying the same (product rule 1).
REQUIRED_LANGUAGES = ("kk", "ru")


@dataclass(frozen=True)
class Finding:
    """A whole sentence about what is proposed: it stops a release, or it warns."""

    text: str
    is_refusal: bool = True


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
    """Return, in whole sentences, what stands between ``versions`` and a release."""
    if not versions:
        return [
            _("Nothing of this course has been published yet. Publish its pages first.")
        ]
    current = course.current_edition
    listed = list(current.entries.values_list("version", flat=True)) if current else []
    if listed == [version.pk for version in versions]:
        return [_("Nothing has changed since the last edition.")]
    approved: dict[str, list[Approval]] = {}
    for approval in approvals:
        approved.setdefault(approval.digest, []).append(approval)
    fresh = [version for version in versions if version.pk not in listed]
    authors = authors_since_edition(course, fresh)
    reasons = [reason for version in versions for reason in _language_gaps(version)]
    reasons += [
        _("“%(title)s” needs the approval of a second person.")
        % {"title": version.title}
        for version in fresh
        if not is_approved(approved.get(version.digest, ()), authors[version.pk])
    ]
    return reasons + [one.text for one in _found(course, versions) if one.is_refusal]


def warnings(course: Course, versions: Sequence[UnitVersion]) -> list[str]:
    """Return, in whole sentences, what to know of ``versions`` before releasing them."""
    return [one.text for one in _found(course, versions) if not one.is_refusal]


def is_approved(approvals: Iterable[Approval], authors: set[int]) -> bool:
    """Tell whether somebody other than ``authors`` gave one of ``approvals``.

    Pass the approvals of exactly the content in question.
    """
    for approval in approvals:
        if approval.by_id is not None:
            if approval.by_id not in authors:
                return True
        elif approval.office and approval.office != approval.author_office:
            return True
    return False


def authors_since_edition(
    course: Course, versions: Sequence[UnitVersion]
) -> dict[int, set[int]]:
    """Return, by version, the users who wrote or published any of what is new in it.

    That is every version of its unit after the one the current edition lists: the last
    publisher is not the only author of a text that several people changed. The app that
    publishes names those who drafted a text in its ``details``, under ``authors``.
    """
    current = course.current_edition
    released = _released(current) if current else {}
    units = {version.unit_id for version in versions}
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


def _found(course: Course, versions: Sequence[UnitVersion]) -> list[Finding]:
    return [finding for check in _checks for finding in check(course, versions)]


def _released(edition: Edition) -> dict[int, tuple[int, set[str]]]:
    """Return, by unit, the released version's number and what it is rendered from."""
    entries = edition.entries.select_related("version").prefetch_related(
        "version__texts"
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
    texts = {text.language: text for text in version.texts.all()}
    absent = [code for code in REQUIRED_LANGUAGES if code not in texts]
    if absent:
        return [
            _("“%(title)s” is missing in: %(languages)s. Translate and publish it.")
            % {"title": version.title, "languages": ", ".join(absent)}
        ]
    outdated = sorted(version.languages_outdated & set(REQUIRED_LANGUAGES))
    if outdated:
        return [
            _(
                "“%(title)s” is outdated in: %(languages)s. Bring it up to date, or "
                "confirm that it still says the same."
            )
            % {"title": version.title, "languages": ", ".join(outdated)}
        ]
    if len({texts[code].structure for code in REQUIRED_LANGUAGES}) > 1:
        return [
            _(
                "“%(title)s” does not have the same parts in Kazakh and in Russian. "
                "Make them equal."
            )
            % {"title": version.title}
        ]
    return []
