"""Proposals by one person, each decided once by another, who sees what they decide."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearning.audit import audit_log
from elearning.audit.models import AppendOnly
from elearning.audit.reasons import require_reason

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from elearning.accounts.models import User

#: A digest that was shown, and the function that computes the present one.
type Shown = tuple[str, Callable[[Any], str]]


class OutdatedPageError(Exception):
    """The item to decide differs from the one on the page, which must be read again."""


class ProposalQuerySet[M: models.Model](models.QuerySet[M]):
    """Proposals, by whether they are decided."""

    def waiting(self) -> Self:
        """Keep undecided ones."""
        return self.filter(decision=None)


class Proposal(AppendOnly):
    """A change proposed by one person, without effect until another one decides.

    A model names the column of its ``proposer``, the relation to its ``ending`` and
    the ``relations`` that a decision reads. ``own_words`` is the answer to somebody who
    may not decide it, ``outdated_words`` that to a page that showed something else.
    """

    proposer: ClassVar[str] = "proposed_by"
    ending: ClassVar[str] = "decision"
    relations: ClassVar[tuple[str, ...]] = ()
    own_words: "ClassVar[StrPromise]" = _(
        "You entered this yourself, so a second person decides."
    )
    outdated_words: "ClassVar[StrPromise]" = _(
        "A different change is waiting now. Read it first."
    )

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether it is undecided."""
        return not hasattr(self, self.ending)

    def lock(self) -> Self:
        """Return it as it is now, locked, so that it is decided once."""
        rows = type(self)._default_manager.select_related(*self.relations or [None])
        return rows.select_for_update(of=("self",), no_key=True).get(pk=self.pk)

    def is_proposal_of(self, user: "User") -> bool:
        """Tell whether ``user`` proposed it."""
        return bool(getattr(self, f"{self.proposer}_id") == user.pk)

    def is_of(self, user: "User") -> bool:
        """Tell whether ``user`` proposed it, or is affected, and so cannot decide it."""
        return self.is_proposal_of(user)

    def may_be_withdrawn_by(self, user: "User") -> bool:
        """Tell whether ``user`` can take it back."""
        return self.is_proposal_of(user)


class Decision(AppendOnly):
    """The decision on a proposal by a second person, once and with the reason.

    A model names the columns of its proposal (``about``) and reason (``why``), the
    beginning of its audit actions, which ``verdict`` ends, and the error that refuses.
    """

    about: ClassVar[str]
    why: ClassVar[str] = "reason"
    action: ClassVar[str]
    refusal: ClassVar[type[Exception]]

    by: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.subject}: {self.verdict}"

    @property
    def subject(self) -> Any:
        return getattr(self, self.about)

    @property
    def verdict(self) -> str:
        """The outcome, in the word that ends the audit action."""
        return "decided"

    @property
    def takes_another(self) -> bool:
        """Whether only somebody else can make it; a withdrawal is the proposer’s."""
        return True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, unless it takes somebody else than ``by``."""
        if self.takes_another and self.by is not None:
            self.check_person()
        super().save(*args, **kwargs)

    def check_person(self) -> None:
        """Raise the error that refuses if the proposal is of ``by``."""
        if self.subject.is_of(self.by):
            raise self.refusal(str(self.subject.own_words))

    def announce(self) -> None:
        """Send the event of the decision, if there is one."""


class Confirmation(Decision):
    """A decision that confirms a proposal or declines it."""

    is_confirmed = models.BooleanField(_("confirmed"))

    class Meta:
        abstract = True

    @property
    def verdict(self) -> str:
        """The outcome, in the word that ends the audit action."""
        return "confirmed" if self.is_confirmed else "declined"


def decide_proposal[D: Decision](
    proposal: Proposal,
    decision: D,
    /,
    *,
    shown: Shown | None = None,
    prepare: Callable[[Any], Mapping[str, Any] | None] | None = None,
    **details: Any,
) -> D:
    """Store the unsaved ``decision`` of a second person on ``proposal``; return it.

    Call it inside the caller’s transaction. ``shown`` is the digest of what the person
    saw. ``prepare`` gets the locked proposal before the decision is stored: it may
    refuse, carry out the change, fill in ``decision``, and return further ``details``
    for the audit entry (see ``record_decision``). Raises the ``refusal`` of the
    decision without a reason, if it is already decided, and for anybody whom the
    proposal is of, and ``OutdatedPageError`` if the digest is another one.
    """
    _open(proposal, decision, shown)
    decision.check_person()
    if prepare is not None:
        details |= prepare(decision.subject) or {}
    return record_decision(decision, **details)


def withdraw_proposal[D: Decision](
    proposal: Proposal,
    decision: D,
    words: str,
    /,
    *,
    shown: Shown | None = None,
    **details: Any,
) -> D:
    """Store the unsaved ``decision`` by which a proposer withdraws; refuse others.

    ``words`` is the answer to others; the rest is as in ``decide_proposal``.
    """
    _open(proposal, decision, shown)
    if not decision.subject.may_be_withdrawn_by(decision.by):
        raise decision.refusal(words)
    return record_decision(decision, **details)


def record_decision[D: Decision](decision: D, /, **details: Any) -> D:
    """Store ``decision`` with its audit entry, send its event, and return it.

    The entry is about the proposal, unless ``details`` say ``on``.
    """
    decision.save()
    audit_log.record_action(
        f"{decision.action}{decision.verdict}",
        by=decision.by,
        reason=getattr(decision, decision.why, ""),
        **{"on": decision.subject} | details,
    )
    decision.announce()
    return decision


def check_unchanged(shown: str, now: str, words: str = "") -> None:
    """Raise ``OutdatedPageError`` unless the digest that was shown is the present one."""
    if shown != now:
        raise OutdatedPageError(
            words
            or gettext(
                "More has changed in the meantime. Read this page again, then continue."
            )
        )


def _open(proposal: Proposal, decision: Decision, shown: Shown | None) -> None:
    """Lock ``proposal``, so that it ends once, and have ``decision`` be about it."""
    if hasattr(decision, decision.why):
        words = require_reason(getattr(decision, decision.why), decision.refusal)
        setattr(decision, decision.why, words)
    locked = proposal.lock()
    if not locked.is_open:
        raise decision.refusal(gettext("Someone has already decided on this."))
    if shown is not None:
        check_unchanged(shown[0], shown[1](locked), str(locked.outdated_words))
    setattr(decision, decision.about, locked)
