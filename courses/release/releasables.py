"""Things released edition by edition: courses, and what apps above register.

The rules of a release are here, once for all of them. The modules that propose,
approve, review, plan and except go through this interface.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.db import models
from django.utils import timezone

from courses.errors import ReleaseError
from courses.models import Approval, LanguageException, PlannedRelease
from courses.release import content_approvals, gates, page_budget
from courses.release.page_budget import OverBudgetVersion, WeighedVersion
from courses.release.proposed_parts import ProposedPart
from courses.release.refusal_audit import record_refusals
from courses.release.review_subjects import ReviewSubject

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from elearning.accounts.models import User


class NumberedEdition(Protocol):
    """A released edition."""

    @property
    def number(self) -> int:
        """Its number, from 1 on."""


@dataclass(frozen=True)
class LanguageGap:
    """A part whose Kazakh and Russian differ; ``unit`` is its id if it is a unit."""

    title: str
    sentences: Sequence[str]
    unit: int | None = None


class Releasable[E](ABC):
    """A row of ``model`` and the proposal of its next edition, as its app implements it.

    Each fact is queried once, however often a page shows it. ``outdated`` says that the
    proposal is no longer the one on the screen.
    """

    model: ClassVar[type[models.Model]]
    outdated: ClassVar[Any]

    def __init__(
        self, row: Any, *, approvals: Collection[Approval] | None = None
    ) -> None:
        """Propose the next edition of ``row``; only ``approvals`` count, if given."""
        self.row, self._approvals = row, approvals
        self.code: str = row.code

    @classmethod
    def list_named(cls, codes: Iterable[str]) -> "list[Releasable[Any]]":
        """Return those that plans and exceptions name by ``codes``; at most one query."""
        return []

    @property
    @abstractmethod
    def url(self) -> str:
        """Its page at the desk, without a language."""

    @property
    @abstractmethod
    def naming(self) -> dict[str, Any]:
        """The fields that identify it in plans and exceptions."""

    @property
    @abstractmethod
    def seal(self) -> str:
        """A hash of exactly this proposal, to be sent along with the form."""

    @property
    @abstractmethod
    def is_changed(self) -> bool:
        """Whether the proposal differs from the current edition."""

    @property
    @abstractmethod
    def unready(self) -> list[str]:
        """The sentence why there is nothing to release, if so."""

    @property
    @abstractmethod
    def fresh(self) -> Sequence[WeighedVersion]:
        """The new versions, whose pages have a budget."""

    @property
    @abstractmethod
    def parts(self) -> Sequence[ProposedPart]:
        """Everything new that needs approval."""

    @property
    @abstractmethod
    def gaps(self) -> list[LanguageGap]:
        """The language gaps that no exception covers."""

    @property
    @abstractmethod
    def findings(self) -> list[gates.ReleaseFinding]:
        """The findings of registered checks."""

    @property
    def own_faults(self) -> list[str]:
        """Faults that only this kind of thing has."""
        return []

    @abstractmethod
    def list_review_groups(self) -> Iterable[ReviewSubject]:
        """Return which parts are reviewed together, whether they wait or not."""

    @abstractmethod
    def may_be_released_by(self, user: "User") -> bool:
        """Return whether ``user`` may still release it."""

    def list_material_faults(self, material: str) -> list[str]:
        """Return why the proposal is not ``material``, if a reason is given."""
        return []

    @abstractmethod
    def create_edition(self, *, by: "User | None", at: datetime, material: str) -> E:
        """Store the next edition."""

    @abstractmethod
    def announce_edition(self, edition: E, *, by: "User | None", material: str) -> None:
        """Record the release of ``edition`` in the audit log and send its event."""

    @cached_property
    def faults(self) -> list[str]:
        """Faults to fix before anybody approves, in whole sentences."""
        return self.unready or [
            *(sentence for gap in self.gaps for sentence in gap.sentences),
            *self.own_faults,
            *(one.text for one in self.findings if one.is_refusal),
        ]

    @property
    def warnings(self) -> list[str]:
        """Warnings before a release, in whole sentences."""
        return [one.text for one in self.findings if not one.is_refusal]

    @cached_property
    def heavy(self) -> list[OverBudgetVersion]:
        """The new versions over the page budget without a waiver."""
        return page_budget.list_unwaived_over_budget(self.fresh)

    @cached_property
    def missing(self) -> list[str]:
        """Obstacles to a release, in whole sentences.

        Faults come first: fixing them changes what is approved.
        """
        return self.faults or [
            *self._list_missing_approvals(),
            *(one.sentence for one in self.heavy),
        ]

    def list_awaiting(self, by: "User") -> list[ProposedPart]:
        """Return the parts that wait for a second person and were not written by ``by``."""
        given = [one for part in self.parts for one in part.given]
        reviewers = gates.list_approving_reviewers(given)
        return [part for part in self.parts if part.is_awaiting(by.pk, reviewers)]

    def may_approve(self, by: "User") -> bool:
        """Return whether an approval by ``by`` counts for everything that needs one."""
        return all(by.pk not in part.authors for part in self.parts)

    def list_review_subjects(self) -> list[ReviewSubject]:
        """Return what waits for a safeguard review, in the order of the text."""
        gate = Approval.Gate.SAFEGUARD
        subjects = (
            replace(group, parts=tuple(p for p in group.parts if gate in p.lacking))
            for group in self.list_review_groups()
        )
        return [subject for subject in subjects if subject.parts]

    def list_approvals(self, digests: Iterable[str]) -> list[Approval]:
        """Return the approvals of content with these hashes."""
        if self._approvals is None:
            return content_approvals.list_approvals(digests)
        asked = set(digests)
        return [one for one in self._approvals if one.digest in asked]

    def lock_unchanged(self, seen: str | None) -> None:
        """Lock the row; ``ReleaseError`` unless the proposal is the one ``seen``.

        ``seen`` is the ``seal`` on the screen. Publications do not wait for this lock;
        they result in another proposal.
        """
        self.lock()
        if seen is not None and seen != self.seal:
            raise ReleaseError([str(self.outdated)])

    def lock(self) -> None:
        """Lock the row until the transaction ends, before anything of it is read."""
        self.model._default_manager.select_for_update().get(pk=self.row.pk)
        self.row.__dict__.pop("current_edition", None)

    def record_refusals(
        self, action: str, *, by: "User | None", refusal: type[Exception] = ReleaseError
    ) -> "AbstractContextManager[None]":
        """Return ``refusal_audit.record_refusals`` for an action of the app of the row."""
        label = self.model._meta.app_label
        return record_refusals(f"{label}.{action}", refusal, by=by, on=self.row)

    def release(
        self,
        *,
        by: "User | None",
        at: datetime | None = None,
        material: str = "",
        seen: str | None = None,
    ) -> E:
        """Release the next edition, the only way to readers.

        ``material`` says why holders of older certificates have to know of the changes
        (curriculum R8); without it they are not asked for an update. ``seen`` is as for
        ``lock_unchanged``. Raises ``ReleaseError`` listing everything that is missing.
        """
        with self.record_refusals("release_refused", by=by):
            self.lock_unchanged(seen)
            if reasons := self.missing + self.list_material_faults(material):
                raise ReleaseError(reasons)
            edition = self.create_edition(
                by=by, at=at or timezone.now(), material=material
            )
            self.row.__dict__.pop("current_edition", None)
            self.announce_edition(edition, by=by, material=material)
        return edition

    def _list_missing_approvals(self) -> list[str]:
        """Return the words of parts, then the titles of the others, gate by gate."""
        said: list[str] = []
        titles: dict[str, list[str]] = {}
        for part in self.parts:
            for gate in part.lacking:
                if part.words:
                    said += part.words[gate]
                else:
                    titles.setdefault(gate, []).append(part.title)
        return said + [
            gates.format_missing_approval(gate, titles[gate])
            for gate in gates.DEMANDED
            if gate in titles
        ]


_kinds: list[type[Releasable[Any]]] = []


def register(kind: type[Releasable[Any]]) -> None:
    """Register ``kind`` for its model; repeating is harmless."""
    if kind not in _kinds:
        _kinds.append(kind)


def get_releasable(row: models.Model) -> Releasable[NumberedEdition]:
    """Return ``row``, of a registered model, as a releasable."""
    return next(kind for kind in _kinds if isinstance(row, kind.model))(row)


def resolve_releasable(
    row: PlannedRelease | LanguageException,
) -> Releasable[NumberedEdition]:
    """Return the subject of a plan or an exception."""
    return resolve_releasables([row])[row.code]


def resolve_releasables(
    rows: Iterable[PlannedRelease | LanguageException],
) -> dict[str, Releasable[NumberedEdition]]:
    """Return the subjects of plans or exceptions, by code; one query per registered kind.

    Raises ``ReleaseError`` if one of them no longer exists.
    """
    rows = list(rows)
    found = {row.code: get_releasable(row.course) for row in rows if row.course}
    asked = {row.code for row in rows} - found.keys()
    for kind in _kinds if asked else ():
        found |= {one.code: one for one in kind.list_named(asked)}
    if lost := asked - found.keys():
        raise ReleaseError(sorted(lost))
    return found
