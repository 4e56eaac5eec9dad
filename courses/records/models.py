"""Completions, which are never changed, their withdrawals, and exports of statements."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Edition, Enrolment
from elearning.audit import entry_proofs
from elearning.audit.models import AppendOnly
from elearning.languages import list_language_choices
from elearning.lrs.models.lease import Leased
from elearning.staff.models import LearnerRecordQuerySet, StaffMember

#: Fields covered by the digest in the audit log, so that changed rows are detected.
_FACTS = (
    "learner_id",
    "course_id",
    "edition_id",
    "completed_at",
    "passed_on",
    "expires_on",
    "score",
    "basis",
    "supersedes_id",
    "rests_on_id",
    "recorded_at",
)


class CompletionQuerySet(LearnerRecordQuerySet["Completion"]):
    """Completions, by date and by who may see them."""

    def as_of(self, on: date) -> Self:
        """Keep those on record on ``on``, without those superseded or withdrawn by then."""
        later = Completion.objects.filter(
            supersedes=models.OuterRef("pk"), recorded_at__date__lte=on
        )
        withdrawn = Withdrawal.objects.filter(
            completion=models.OuterRef("pk"), withdrawn_on__lte=on
        )
        return self.filter(passed_on__lte=on, recorded_at__date__lte=on).exclude(
            models.Exists(later) | models.Exists(withdrawn)
        )

    def valid(self, on: date) -> Self:
        """Keep those valid on ``on`` (curriculum R1: the last day included)."""
        return self.as_of(on).filter(expires_on__gte=on)


class Completion(AppendOnly):
    """One person’s pass of one course.

    ``score`` is the share of right answers (0–1), empty without an exam; ``expires_on``
    is the last valid day (curriculum R1, R2). A renewal by a refresher ``rests_on`` the
    pass of that (R5). A correction is a new row that ``supersedes`` the old one, with a
    reason.
    """

    class Basis(models.TextChoices):
        """The basis of a pass."""

        EXAM = "exam", _("Final exam")
        LESSONS = "lessons", _("All lessons finished")
        EXTERNAL = "external", _("Equivalent training recognised")
        REFRESHER = "refresher", _("Refresher passed")
        CLASSROOM = "classroom", _("Attended in a classroom")

    #: The day by which a post requires renewal earlier; set by ``compliance.renewals``.
    renew_by: date | None = None

    learner = models.ForeignKey(StaffMember, models.PROTECT, related_name="completions")
    course = models.ForeignKey(Course, models.PROTECT, related_name="completions")
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="completions", null=True
    )
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, related_name="completion", null=True
    )
    completed_at = models.DateTimeField(_("completed"))
    passed_on = models.DateField(_("date of passing"), db_index=True)
    expires_on = models.DateField(_("valid until"))
    score = models.DecimalField(_("result"), max_digits=5, decimal_places=4, null=True)
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    basis = models.CharField(
        _("basis"), max_length=16, choices=Basis, default=Basis.EXAM
    )
    recorded_at = models.DateTimeField(_("recorded"))
    device_at = models.DateTimeField(_("done, by the device's clock"), null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="superseded_by", null=True
    )
    rests_on = models.OneToOneField(
        "self", models.PROTECT, related_name="renewal", null=True
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-passed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | (Q(score__gte=0) & Q(score__lte=1)),
                name="completion_score_is_a_share",
            )
        ]
        indexes = [models.Index(fields=["course", "learner", "passed_on"])]

    def __str__(self) -> str:
        return f"{self.learner}: {self.course.code}, {self.passed_on}"

    @property
    def facts(self) -> str:
        """A digest of the row, stored in its entry in the audit log."""
        return entry_proofs.hash_fields(self, _FACTS)

    def is_valid(self, on: date) -> bool:
        return self.passed_on <= on <= self.expires_on


class Withdrawal(AppendOnly):
    """The withdrawal of a completion from ``withdrawn_on`` on (curriculum R19).

    The grounds are those of the curriculum. ``authority`` is the office that decided,
    ``reason`` explains it; both are internal.
    """

    @property
    def facts(self) -> str:
        return entry_proofs.hash_fields(
            self, ("completion_id", "withdrawn_on", "ground", "recorded_at")
        )

    class Ground(models.TextChoices):
        FRAUD = "fraud", _("Somebody else sat the exam")
        BREACH = "breach", _("The rules of the exam were broken")
        ERROR = "error", _("It was recorded in error")

    completion = models.OneToOneField(
        Completion, models.PROTECT, related_name="withdrawal"
    )
    withdrawn_on = models.DateField(_("withdrawn"), db_index=True)
    ground = models.CharField(_("ground"), max_length=8, choices=Ground)
    authority = models.CharField(_("authority"), max_length=200)
    reason = models.TextField(_("reason"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("withdrawal of a completion")
        verbose_name_plural = _("withdrawals of completions")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.completion}: {self.ground}"


class ExportJob(Leased):
    """An export of statements, written in steps by the worker.

    ``after`` and ``before`` are keys between which statements are still to be written.
    ``mark`` is the completed part of the file: bytes of NDJSON, parts of Parquet.
    """

    class Kind(models.TextChoices):
        NDJSON = "ndjson", "NDJSON"
        PARQUET = "parquet", "Parquet"

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being written")
        DONE = "done", _("Ready")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")
        REMOVED = "removed", _("Removed after a week")

    kind = models.CharField(_("format"), max_length=8, choices=Kind)
    since = models.DateTimeField(_("from"), null=True)
    until = models.DateTimeField(_("until"), null=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    ordered_at = models.DateTimeField(_("requested at"))
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.WAITING, db_index=True
    )
    after = models.BigIntegerField(editable=False)
    before = models.BigIntegerField(editable=False)
    mark = models.BigIntegerField(default=0, editable=False)
    written = models.BigIntegerField(_("written"), default=0)
    total = models.BigIntegerField(_("statements"), null=True)
    error = models.TextField(_("what went wrong"), blank=True)
    finished_at = models.DateTimeField(_("ready"), null=True)

    class Meta:
        verbose_name = _("export of statements")
        verbose_name_plural = _("exports of statements")
        ordering = ["-ordered_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ordered_at:%Y-%m-%d}"

    @property
    def percent(self) -> int:
        """The share written, in per cent, rounded down."""
        if self.state == self.State.DONE:
            return 100
        return min(100 * self.written // self.total, 100) if self.total else 0

    @property
    def name(self) -> str:
        return f"statements-{self.ordered_at:%Y-%m-%d}-{self.pk}.{self.kind}"
