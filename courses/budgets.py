"""The weight of pages: bytes in each language against a budget (N17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import ReleaseError
from courses.models import UnitVersion, WeightAllowed
from elearning.audit import trail
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

_KB = 1024


@dataclass(frozen=True)
class Heavy:
    """A version that weighs more than the budget, in at least one language.

    ``kilobytes`` are by language, those over the budget alone.
    """

    version: UnitVersion
    kilobytes: dict[str, int]

    @property
    def sentence(self) -> str:
        """What stands in the way of a release, and what to do."""
        weights = (
            _("%(language)s %(size)d KB") % {"language": code, "size": size}
            for code, size in self.kilobytes.items()
        )
        return _(
            "“%(title)s” weighs more than %(budget)d KB: %(weights)s. Make its pictures "
            "smaller or divide it, or let it pass with a reason."
        ) % {
            "title": self.version.title,
            "budget": settings.PAGE_BUDGET_KB,
            "weights": ", ".join(weights),
        }


def heavy(versions: Iterable[UnitVersion]) -> list[Heavy]:
    """Return the versions over the budget, whether somebody let them pass or not."""
    found = [Heavy(version, _over(version)) for version in versions]
    return [one for one in found if one.kilobytes]


def overweight(versions: Iterable[UnitVersion]) -> list[Heavy]:
    """Return the versions over the budget that nobody has let pass; one query, or none."""
    found = heavy(versions)
    asked = [one.version.pk for one in found]
    rows = WeightAllowed.objects.filter(version__in=asked) if asked else None
    passed = set(rows.values_list("version", flat=True)) if rows is not None else set()
    return [one for one in found if one.version.pk not in passed]


def allow(version: UnitVersion, *, reason: str, by: "User") -> WeightAllowed:
    """Let exactly this version pass with its weight; ``ReleaseError`` without a reason."""
    if not reason.strip():
        raise ReleaseError([_("Say in a sentence why the page has to weigh so much.")])
    with transaction.atomic():
        allowed = WeightAllowed.objects.create(
            version=version, reason=reason.strip(), by=by, at=timezone.now()
        )
        trail.write(
            "courses.weight_allowed",
            by=by,
            on=version,
            reason=allowed.reason,
            kilobytes=_over(version),
        )
    return allowed


def _over(version: UnitVersion) -> dict[str, int]:
    sizes = {text.language: text.weight for text in version.texts.all()}
    limit = settings.PAGE_BUDGET_KB * _KB
    return {
        code: round(sizes[code] / _KB) for code in CODES if sizes.get(code, 0) > limit
    }
