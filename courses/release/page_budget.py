"""Budget for the weight of pages, in bytes per language (N17).

It applies to units of courses and to other versioned content (``WeighedVersion``),
namely guidelines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.errors import ReleaseError
from courses.models import UnitVersion, WeightAllowed
from elearning.audit import audit_log
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

_KB = 1024


class WeighedVersion(Protocol):
    """A version with a weight: a row whose content has a hash.

    ``weights`` has the bytes that readers load, by language.
    """

    pk: Any
    digest: str

    @property
    def title(self) -> str: ...

    @property
    def weights(self) -> Mapping[str, int]: ...


@dataclass(frozen=True)
class OverBudgetVersion:
    """A version over the budget in at least one language.

    ``kilobytes`` has only the languages over the budget.
    """

    version: WeighedVersion
    kilobytes: dict[str, int]

    @property
    def sentence(self) -> str:
        """The obstacle to a release, and what to do."""
        weights = (
            _("%(language)s %(size)d KB") % {"language": code, "size": size}
            for code, size in self.kilobytes.items()
        )
        return _(
            "“%(title)s” is larger than %(budget)d KB: %(weights)s. Make its "
            "pictures smaller or divide it, or allow it with a reason."
        ) % {
            "title": self.version.title,
            "budget": settings.PAGE_BUDGET_KB,
            "weights": ", ".join(weights),
        }


def list_over_budget(versions: Iterable[WeighedVersion]) -> list[OverBudgetVersion]:
    """Return the versions over the budget, waived or not."""
    found = [OverBudgetVersion(version, _over(version)) for version in versions]
    return [one for one in found if one.kilobytes]


def list_unwaived_over_budget(
    versions: Iterable[WeighedVersion],
) -> list[OverBudgetVersion]:
    """Return the versions over the budget without a waiver; at most one query."""
    found = list_over_budget(versions)
    passed = _passed([one.version for one in found]) if found else set()
    return [one for one in found if _key(one.version) not in passed]


def waive_page_budget(
    version: WeighedVersion, *, reason: str, by: "User"
) -> WeightAllowed:
    """Waive the budget for exactly this version; ``ReleaseError`` without a reason."""
    if not reason.strip():
        raise ReleaseError([_("Say in a sentence why the page has to be so large.")])
    with transaction.atomic():
        is_unit = isinstance(version, UnitVersion)
        named = {"version": version} if is_unit else {"digest": version.digest}
        allowed = WeightAllowed.objects.create(
            reason=reason.strip(),
            by=by,
            at=timezone.now(),
            **named,
        )
        audit_log.record_action(
            "courses.weight_allowed",
            by=by,
            on=cast("models.Model", version),
            reason=allowed.reason,
            kilobytes=_over(version),
        )
    return allowed


def _key(version: WeighedVersion) -> int | str:
    """Return the key under which a waiver for ``version`` is stored."""
    return version.pk if isinstance(version, UnitVersion) else version.digest


def _passed(versions: Sequence[WeighedVersion]) -> set[int | str]:
    keys = [_key(one) for one in versions]
    rows = WeightAllowed.objects.filter(
        models.Q(version__in=[key for key in keys if isinstance(key, int)])
        | models.Q(digest__in=[key for key in keys if isinstance(key, str)])
    ).values_list("version", "digest")
    return {version or digest for version, digest in rows}


def _over(version: WeighedVersion) -> dict[str, int]:
    limit = settings.PAGE_BUDGET_KB * _KB
    return {
        code: round(version.weights[code] / _KB)
        for code in CODES
        if version.weights.get(code, 0) > limit
    }
