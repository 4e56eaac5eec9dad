"""Observations of practice, and their checklists (curriculum R14).

They are for learning: no compliance state and no list of people is derived from them.
"""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from elearning.audit.models import AppendOnly
from elearning.languages import TranslatedTextField, TranslatedTitle, pick_text
from elearning.staff.models import LearnerRecordQuerySet, StaffMember


class ChecklistQuerySet(models.QuerySet["Checklist"]):
    """Observation sheets, by use."""

    def in_use(self) -> Self:
        return self.filter(is_retired=False)


class Checklist(TranslatedTitle):
    """An observation sheet for one domain of the competency framework (curriculum A.2).

    An observation is valid for ``months``. A different wording of an item is another
    sheet.
    """

    code = models.SlugField(_("code"), unique=True)
    domain = models.CharField(_("domain"), max_length=8)
    months = models.PositiveSmallIntegerField(
        _("valid for, in months"), default=12, validators=[MinValueValidator(1)]
    )
    is_retired = models.BooleanField(_("no longer in use"), default=False)

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation sheet")
        verbose_name_plural = _("observation sheets")
        ordering = ["domain", "code"]


class Item(AppendOnly):
    """One item to observe: how the person acts, nothing about prisoners."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    texts = TranslatedTextField(
        _("text in each language"), max_length=200, is_complete=True
    )

    class Meta:
        ordering = ["checklist", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "position"], name="observed_item_position"
            )
        ]

    def __str__(self) -> str:
        return str(pick_text(self.texts)[0])


class ObservationQuerySet(LearnerRecordQuerySet["Observation"]):
    """Observations, by who may see them."""

    def with_numbers(self) -> Self:
        """Annotate the number of items, and of those that were seen."""
        return self.select_related("checklist").annotate(
            seen=Count("items", filter=Q(items__was_seen=True)), asked=Count("items")
        )


class Observation(AppendOnly):
    """An observation of a person at work by a colleague: the day, the items, the next step.

    It is valid until ``expires_on``; the follow-up is on ``follow_up_on``.
    """

    #: The numbers of days after which a follow-up may be agreed.
    FOLLOW_UPS = (30, 90)
    MOST_WORDS = 300

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="observations"
    )
    learner = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="observations"
    )
    observer = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    seen_on = models.DateField(_("observed on"))
    expires_on = models.DateField(_("valid until"))
    next_step = models.CharField(_("next step"), max_length=MOST_WORDS, blank=True)
    follow_up_on = models.DateField(
        _("follow-up observation"), null=True, db_index=True
    )
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["-seen_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "checklist", "observer", "seen_on"],
                name="observed_once_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(observer=F("learner")), name="observed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.checklist.code}"

    def holds_on(self, on: date) -> bool:
        """Return whether the observation is valid on ``on``."""
        return self.seen_on <= on <= self.expires_on


class ObservedItem(AppendOnly):
    """Whether one item was seen."""

    observation = models.ForeignKey(Observation, models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    was_seen = models.BooleanField()

    class Meta:
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "item"], name="observed_item_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.was_seen}"
