"""Parity states of a language of a unit, as database conditions."""

from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from courses.desk.kit import access
from courses.models import (
    ProposedEntry,
    SubmittedTranslation,
    Unit,
    UnitText,
    UnitVersion,
)
from elearning.accounts.models import User
from elearning.languages import CODES


class ParityState(TextChoices):
    """The state of a language of a page or question, relative to the newest source."""

    MISSING = "missing", _("Missing")
    OUTDATED = "outdated", _("Outdated")
    REVIEW = "in-review", _("In review")
    EQUAL = "equal", _("Equal")


def list_parity_units(user: User) -> Any:
    """Return the units of the courses that ``user`` may release, in table order.

    Units that a proposed next edition no longer lists are left out.
    """
    proposed = ProposedEntry.objects.filter(course=OuterRef("course"))
    versions = UnitVersion.objects.filter(unit=OuterRef("pk")).order_by("-number")
    kinds = [When(kind=kind, then=Value(n)) for n, kind in enumerate(Unit.Kind.values)]
    return (
        Unit.objects.filter(course__in=access.list_releasable_courses(user))
        .filter(Exists(proposed.filter(unit=OuterRef("pk"))) | ~Exists(proposed))
        .annotate(
            newest=Subquery(versions.values("pk")[:1]),
            rank=Case(*kinds, output_field=IntegerField()),
        )
        .filter(newest__isnull=False)
        .order_by("course__code", "rank", "slug")
    )


def build_parity_condition(language: str, state: ParityState) -> Q:
    """Return the condition that ``language`` of a unit is in ``state``.

    It applies to units of ``list_parity_units``.
    """
    waits = Exists(
        SubmittedTranslation.objects.waiting().filter(
            unit=OuterRef("pk"), language=language
        )
    )
    if state == ParityState.REVIEW:
        return Q(waits)
    newer = UnitVersion.objects.filter(
        unit=OuterRef("version__unit"), number__gt=OuterRef("version__number")
    )
    texts = UnitText.objects.filter(
        ~Exists(newer), version__unit=OuterRef("pk"), language=language
    )
    if state == ParityState.MISSING:
        return Q(~Exists(texts)) & ~Q(waits)
    later = UnitText.objects.filter(
        version=OuterRef("version"), round__gt=OuterRef("round")
    )
    lags = Q(behind__gt=0) | (Q(behind=None) & Q(Exists(later)))
    outdated = Exists(texts.filter(lags))
    if state == ParityState.OUTDATED:
        return Q(outdated) & ~Q(waits)
    return Q(Exists(texts)) & ~Q(outdated) & ~Q(waits)


def filter_parity_units(user: User, given: dict[str, Any]) -> Any:
    """Return the units that ``user`` may see and that pass the filter."""
    found = list_parity_units(user)
    if course := given.get("course"):
        found = found.filter(course=course)
    if kind := given.get("kind"):
        found = found.filter(kind=kind)  # none if guidelines are asked for
    if state := given.get("state"):
        wanted = Q()
        for language in list_filtered_languages(given):
            wanted |= build_parity_condition(language, ParityState(state))
        found = found.filter(wanted)
    return found


def list_filtered_languages(given: dict[str, Any]) -> tuple[str, ...]:
    """Return the languages of the filter: one, or all."""
    language = given.get("language")
    return (language,) if language else CODES


def list_filter_courses(user: User) -> Any:
    """Return the courses that the filter offers."""
    return access.list_releasable_courses(user).filter(units__isnull=False).distinct()


def count_parity_states(
    units: Any, asked: tuple[str, ...]
) -> dict[str, dict[ParityState, int]]:
    """Return, by language, how many of ``units`` are in each state; one query."""
    counts = {
        f"{language}_{state.name}": Count(
            "pk", filter=build_parity_condition(language, state)
        )
        for language in asked
        for state in ParityState
    }
    found = units.order_by().aggregate(**counts)
    return {
        language: {state: found[f"{language}_{state.name}"] for state in ParityState}
        for language in asked
    }
