"""Drafts of rule changes: entered, previewed, and saved or abandoned."""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.compliance.models.requirement import Requirement

if TYPE_CHECKING:
    from elearning.accounts.models import User


class RuleDraftQuerySet(models.QuerySet["RuleDraft"]):
    """Drafts, by who may see them."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(by=user)


class RuleDraft(models.Model):
    """A change of the rules in preparation, with the preview that was shown.

    ``before`` is the rule that ends, ``values`` are the fields of the new one, empty if
    there is none. ``found`` and ``digest`` are the preview; saving requires that it is
    unchanged. ``after`` is the rule that was created.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    before = models.ForeignKey(
        Requirement, models.PROTECT, related_name="+", null=True, blank=True
    )
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    starts_on = models.DateField(_("from"))
    found = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("entered"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), null=True)
    after = models.ForeignKey(
        Requirement, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = RuleDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a rule")
        verbose_name_plural = _("drafts of rules")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.key)
