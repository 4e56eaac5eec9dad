"""Documents of other systems: state and profiles (Part Three, 2.2)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elearning.lrs.models.named_rows import Activity, Agent


class Document(models.Model):
    """One document, byte for byte as received.

    ``key`` is a hash of kind, activity, agent, registration and name. It makes them
    unique on every database even if some are empty, and however long the name is.
    ``etag`` is the SHA-1 of the content; ``written_with`` the key of the credential.
    """

    class Kind(models.TextChoices):
        """The resource of a document."""

        STATE = "state", _("State of an activity")
        ACTIVITY_PROFILE = "activity", _("Profile of an activity")
        AGENT_PROFILE = "agent", _("Profile of an agent")

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", null=True, db_index=False
    )
    agent = models.ForeignKey(
        Agent, models.PROTECT, related_name="+", null=True, db_index=False
    )
    registration = models.UUIDField(null=True)
    name = models.TextField(_("name"))
    content_type = models.CharField(_("content type"), max_length=255)
    content = models.BinaryField()
    etag = models.CharField(max_length=40)
    updated_at = models.DateTimeField(_("changed"))
    written_with = models.CharField(_("written with"), max_length=32)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["name", "id"]
        indexes = [
            models.Index(
                fields=["agent", "activity"],
                condition=Q(agent__isnull=False),
                name="lrs_document_agent",
            ),
            models.Index(
                fields=["activity"],
                condition=Q(agent__isnull=True),
                name="lrs_document_activity",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="state", activity__isnull=False, agent__isnull=False)
                    | Q(
                        kind="activity",
                        activity__isnull=False,
                        agent__isnull=True,
                        registration__isnull=True,
                    )
                    | Q(
                        kind="agent",
                        activity__isnull=True,
                        agent__isnull=False,
                        registration__isnull=True,
                    )
                ),
                name="lrs_document_place",
            )
        ]

    def __str__(self) -> str:
        return self.name
