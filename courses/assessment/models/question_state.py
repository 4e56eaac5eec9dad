"""The question bank: states of questions, and decisions about leaks."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.assessment.errors import QuestionBankError
from courses.models import Course, EditionEntry, Unit
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Decision, Proposal, ProposalQuerySet

#: The readers of the bank: those who write questions, and those who review them.
BANK_ROLES = (Role.TRAINER, Role.SAFEGUARD_REVIEWER)


def build_bank_filter(user: User, course: str) -> Q:
    """Return the condition that ``user`` reads the bank of the course at ``course``.

    Reviewers read that of every course, trainers those of the courses of their remit.
    """
    if user.has_role(Role.SAFEGUARD_REVIEWER):
        return Q()
    if user.has_role(Role.TRAINER):
        return Q(**{f"{course}__in": Course.objects.in_remit_of(user).values("pk")})
    return Q(pk__in=[])


class QuestionState(models.TextChoices):
    """Whether a question is asked, and whether it counts."""

    DRAFT = "draft", pgettext_lazy("state of a question", "Draft")
    TRIAL = "trial", pgettext_lazy("state of a question", "In trial")
    LIVE = "live", pgettext_lazy("state of a question", "Live")
    REVIEW = "review", pgettext_lazy("state of a question", "To be reviewed")
    RETIRED = "retired", pgettext_lazy("state of a question", "Retired")
    QUARANTINED = "quarantined", pgettext_lazy("state of a question", "Quarantined")


class StateChangeQuerySet(models.QuerySet["StateChange"]):
    """Changes of state, by reader."""

    def visible_to(self, user: User) -> Self:
        """Keep them for readers of the bank."""
        return self.filter(build_bank_filter(user, "unit__course"))


class StateChange(AppendOnly):
    """A change of a question's state, with author and reason; the newest one counts.

    It applies to the question in every version and language. A question without one is
    live once an edition lists it, and a draft before.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="state_changes")
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=[one for one in QuestionState.choices if one[0] != QuestionState.DRAFT],
    )
    reason = models.TextField(_("reason"))
    is_exception = models.BooleanField(
        _("exception"),
        default=False,
        help_text=_("Live although its trial had not shown enough."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("when"))

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["trial", "live", "review", "retired", "quarantined"]
                )
                & ~Q(reason=""),
                name="state_change_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.state}"


class StateProposalQuerySet(ProposalQuerySet["StateProposal"]):
    """Proposed states, by whether they wait and by reader."""

    def visible_to(self, user: User) -> Self:
        """Keep them for readers of the bank."""
        return self.filter(build_bank_filter(user, "unit__course"))


class StateProposal(Proposal):
    """A proposed state for a question, without effect until confirmed.

    ``before`` is the state at the time of the proposal, and ``newest_change`` its last
    change until then; after any other change nobody confirms it. ``objections`` are the
    keys of the review tasks that an exception answers for. With ``reaffirms`` it says
    that this wording is still right by changed clauses; the proposer has read the
    changes with the keys ``read_changes``. The state may then stay the same.
    """

    relations = ("unit__course", "proposed_by", "reaffirms__version__unit")
    own_words = _(
        "You proposed this state, so a second person decides. Ask another trainer or a "
        "reviewer."
    )
    outdated_words = _(
        "Another proposal is waiting now, or there are more objections to it. Read this "
        "page again, then decide."
    )

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="state_proposals")
    before = models.CharField(_("state before"), max_length=16, choices=QuestionState)
    state = models.CharField(_("state"), max_length=16, choices=QuestionState)
    reason = models.TextField(_("reason"))
    is_exception = models.BooleanField(_("exception"), default=False)
    reaffirms = models.ForeignKey(
        "assessment.QuestionVersion", models.PROTECT, related_name="+", null=True
    )
    read_changes = models.JSONField(default=list)
    newest_change = models.ForeignKey(
        StateChange, models.PROTECT, related_name="+", null=True
    )
    objections = models.JSONField(default=list)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"))

    objects = StateProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed state")
        verbose_name_plural = _("proposed states")
        ordering = ["pk"]
        constraints = [build_reason_check("state_proposal_says_why")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.before} → {self.state}"


class StateDecision(Decision):
    """The end of a proposal: a second person's decision, or its withdrawal."""

    class Outcome(models.TextChoices):
        """The outcome of the proposal."""

        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    about = "proposal"
    action = "assessment.question_state_"
    refusal = QuestionBankError

    proposal = models.OneToOneField(
        StateProposal, models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("decision about a proposed state")
        verbose_name_plural = _("decisions about proposed states")
        constraints = [build_reason_check("state_decision_says_why")]

    @property
    def verdict(self) -> str:
        return self.outcome

    @property
    def takes_another(self) -> bool:
        return self.outcome != self.Outcome.WITHDRAWN


class LeakDecisionQuerySet(models.QuerySet["LeakDecision"]):
    """Decisions about leaks, by reader."""

    def visible_to(self, user: User) -> Self:
        """Keep them for readers of the bank."""
        return self.filter(build_bank_filter(user, "quarantine__unit__course"))


class LeakDecision(AppendOnly):
    """A decision about the results that a leaked question is part of.

    The numbers are those shown to the person who decided. A decision has no automatic
    effect: no result and no certificate changes.
    """

    class Decision(models.TextChoices):
        """What becomes of the results."""

        STAND = "stand", _("All results stand")
        REPEAT = "repeat", _("Those whose result depends on it sit the exam again")
        EXAMINE = "examine", _("Each result that depends on it is reviewed")

    quarantine = models.ForeignKey(
        StateChange, models.PROTECT, related_name="decisions"
    )
    decision = models.CharField(_("decision"), max_length=16, choices=Decision)
    reason = models.TextField(_("reason"))
    attempts = models.PositiveIntegerField(_("attempts that included it"))
    passing_only_with = models.PositiveIntegerField(_("passes only with it"))
    passing_only_without = models.PositiveIntegerField(_("passes only without it"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("when"))

    objects = LeakDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about a leak")
        verbose_name_plural = _("decisions about leaks")
        ordering = ["-pk"]
        constraints = [build_reason_check("leak_decision_says_why")]

    def __str__(self) -> str:
        return f"{self.quarantine.unit}: {self.decision}"


def build_state_expression(unit: str) -> Any:
    """Return the state by the newest change of the unit in column ``unit``.

    An expression for querysets; ``NULL`` if there is none.
    """
    facts = StateChange.objects.filter(unit=OuterRef(unit)).order_by("-pk")
    return Subquery(facts.values("state")[:1])


def find_newest_change(unit: Unit) -> StateChange | None:
    """Return the change of state that counts for ``unit``, if there has been one."""
    return StateChange.objects.filter(unit=unit).order_by("-pk").first()


def annotate_state(units: "models.QuerySet[Unit]") -> Any:
    """Add ``state`` and ``is_released`` to ``units``.

    A question that no edition lists is a draft, unless it was put in trial, retired or
    quarantined beforehand.
    """
    listed = EditionEntry.objects.filter(version__unit=OuterRef("pk"))
    told = units.annotate(
        is_released=Exists(listed),
        told=Coalesce(build_state_expression("pk"), Value(QuestionState.LIVE.value)),
    )
    return told.annotate(
        state=Case(
            When(
                told=QuestionState.LIVE,
                is_released=False,
                then=Value(QuestionState.DRAFT.value),
            ),
            default=F("told"),
            output_field=models.CharField(),
        )
    )


def list_bank_questions(user: User) -> Any:
    """Return the questions that ``user`` may read, with their ``state``."""
    questions = Unit.objects.filter(kind=Unit.Kind.QUESTION)
    return annotate_state(questions.filter(build_bank_filter(user, "course")))
