"""How a language of a unit stands, as conditions of the database."""

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

from courses.desk import access
from courses.models import (
    ProposedEntry,
    SubmittedTranslation,
    Unit,
    UnitText,
    UnitVersion,
)
from elearning.accounts.models import User
from elearning.languages import CODES


class State(TextChoices):
    """How a language of a page or question stands to the newest source."""

    MISSING = "missing", _("Missing")
    OUTDATED = "outdated", _("Outdated")
    REVIEW = "in-review", _("In review")
    EQUAL = "equal", _("Equal")


def units_of(user: User) -> Any:
    """Return the units whose courses ``user`` may release, in the order of a table.

    What the next edition would no longer list is left out, where one is proposed.
    """
    proposed = ProposedEntry.objects.filter(course=OuterRef("course"))
    versions = UnitVersion.objects.filter(unit=OuterRef("pk")).order_by("-number")
    kinds = [When(kind=kind, then=Value(n)) for n, kind in enumerate(Unit.Kind.values)]
    return (
        Unit.objects.filter(course__in=access.courses_of(user))
        .filter(Exists(proposed.filter(unit=OuterRef("pk"))) | ~Exists(proposed))
        .annotate(
            newest=Subquery(versions.values("pk")[:1]),
            rank=Case(*kinds, output_field=IntegerField()),
        )
        .filter(newest__isnull=False)
        .order_by("course__code", "rank", "slug")
    )


def standing(language: str, state: State) -> Q:
    """Return the condition that ``language`` of a unit (see ``units_of``) is so."""
    waits = Exists(
        SubmittedTranslation.objects.waiting().filter(
            unit=OuterRef("pk"), language=language
        )
    )
    if state == State.REVIEW:
        return Q(waits)
    newer = UnitVersion.objects.filter(
        unit=OuterRef("version__unit"), number__gt=OuterRef("version__number")
    )
    texts = UnitText.objects.filter(
        ~Exists(newer), version__unit=OuterRef("pk"), language=language
    )
    if state == State.MISSING:
        return Q(~Exists(texts)) & ~Q(waits)
    later = UnitText.objects.filter(
        version=OuterRef("version"), round__gt=OuterRef("round")
    )
    lags = Q(behind__gt=0) | (Q(behind=None) & Q(Exists(later)))
    outdated = Exists(texts.filter(lags))
    if state == State.OUTDATED:
        return Q(outdated) & ~Q(waits)
    return Q(Exists(texts)) & ~Q(outdated) & ~Q(waits)


def chosen(user: User, given: dict[str, Any]) -> Any:
    """Return the units that ``user`` may see and the filter takes."""
    found = units_of(user)
    if course := given.get("course"):
        found = found.filter(course=course)
    if kind := given.get("kind"):
        found = found.filter(kind=kind)  # none where guidelines are asked for
    if state := given.get("state"):
        wanted = Q()
        for language in languages(given):
            wanted |= standing(language, State(state))
        found = found.filter(wanted)
    return found


def languages(given: dict[str, Any]) -> tuple[str, ...]:
    """Return the languages that the filter asks about: one, or all."""
    language = given.get("language")
    return (language,) if language else CODES


def courses_for(user: User) -> Any:
    """Return the courses that a filter offers."""
    return access.courses_of(user).filter(units__isnull=False).distinct()


def totals(units: Any, asked: tuple[str, ...]) -> dict[str, dict[State, int]]:
    """Return, by language, how many of ``units`` are in each state; one query."""
    counts = {
        f"{language}_{state.name}": Count("pk", filter=standing(language, state))
        for language in asked
        for state in State
    }
    found = units.order_by().aggregate(**counts)
    return {
        language: {state: found[f"{language}_{state.name}"] for state in State}
        for language in asked
    }
