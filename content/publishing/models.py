"""What is published: the mixin that makes versions, and the revisions kept for them."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import UnitVersion

if TYPE_CHECKING:
    from wagtail.models import Revision

    from courses.models import Course
    from courses.outline import PublishedText


class HeldRevision(models.Model):
    """A revision that a version is rendered from, and that nothing may delete."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", models.PROTECT, related_name="held"
    )

    class Meta:
        verbose_name = _("revision in use")
        verbose_name_plural = _("revisions in use")

    def __str__(self) -> str:
        return str(self.revision_id)


class HeldMedia(models.Model):
    """A picture or a file that a revision in use shows, and that nothing may delete."""

    held = models.ForeignKey(HeldRevision, models.PROTECT, related_name="media")
    picture = models.ForeignKey(
        "wagtailimages.Image", models.PROTECT, related_name="held", null=True
    )
    document = models.ForeignKey(
        "wagtaildocs.Document", models.PROTECT, related_name="held", null=True
    )

    class Meta:
        verbose_name = _("picture or file in use")
        verbose_name_plural = _("pictures and files in use")
        constraints = [
            models.UniqueConstraint(
                fields=["held", "picture"], name="held_media_picture"
            ),
            models.UniqueConstraint(
                fields=["held", "document"], name="held_media_document"
            ),
            models.CheckConstraint(
                condition=models.Q(picture=None) ^ models.Q(document=None),
                name="held_media_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.picture or self.document)


class TranslatedDraftQuerySet(models.QuerySet["TranslatedDraft"]):
    """What drafts were made from."""

    def made_from(
        self, thing: models.Model, revision: "Revision | None" = None
    ) -> dict[str, str]:
        """Return what ``thing`` was made from since it was last published, by place.

        Up to ``revision``, which is about to be published, or up to now. One that was
        published before has been reckoned with then.
        """
        if revision is not None and HeldRevision.objects.filter(revision=revision):
            return {}
        revisions = thing.revisions.all()  # type: ignore[attr-defined]  # Wagtail's
        published = revisions.filter(held__isnull=False).order_by("-pk")
        last = published.values_list("pk", flat=True).first() or 0
        if revision is not None:
            revisions = revisions.filter(pk__lte=revision.pk)
        mine = self.filter(revision__in=revisions.filter(pk__gt=last))
        newest = mine.order_by("-revision").first()
        return dict(newest.made_from) if newest else {}


class TranslatedDraft(models.Model):
    """Which source each segment of a draft was made from, by place (``courses.parity``).

    Written where somebody translates side by side; drafts that follow add to it.
    """

    revision = models.OneToOneField(
        "wagtailcore.Revision", models.CASCADE, related_name="+"
    )
    made_from = models.JSONField(default=dict)

    objects = TranslatedDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("translated draft")
        verbose_name_plural = _("translated drafts")

    def __str__(self) -> str:
        return str(self.revision_id)


class Weighed(models.Model):
    """Something whose editor says, on publishing, how much she has changed."""

    change_weight = models.CharField(
        _("weight of the change"),
        max_length=16,
        choices=UnitVersion.Change,
        default=UnitVersion.Change.EDITORIAL,
        help_text=_(
            "Editorial: it says the same. Substantive: learners must know the "
            "difference."
        ),
    )
    change_reason = models.CharField(
        _("reason"),
        max_length=250,
        blank=True,
        help_text=_("Why it was changed, in one sentence, for those who read on."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Demand a reason where the change is substantive."""
        super().clean()
        weighs = self.change_weight == UnitVersion.Change.SUBSTANTIVE
        if weighs and not self.change_reason.strip():
            raise ValidationError(
                {
                    "change_reason": _(
                        "A substantive change needs a reason. Say it in a sentence."
                    )
                }
            )


class Versioned(Weighed):
    """A page or a question whose publication makes a version of a unit."""

    class Meta:
        abstract = True

    @property
    def unit_course(self) -> "Course | None":
        """The course the unit belongs to, or ``None`` where it stands outside any."""
        raise NotImplementedError

    @property
    def unit_kind(self) -> str:
        raise NotImplementedError

    @property
    def unit_slug(self) -> str:
        raise NotImplementedError

    def published_text(self, revision: "Revision") -> "PublishedText":
        """Return one language of the unit as ``revision`` has it."""
        raise NotImplementedError

    def citation_places(self) -> dict[str, list[str]]:
        """Return the codes that are cited at each block, by its id; of the whole at ""."""
        return {}

    def after_version(self, version: UnitVersion) -> None:
        """Tell whoever keeps more than the version itself; in the transaction."""

    def shown_revision(self) -> "Revision | None":
        """Return the revision of another text that it shows, whose authors are its own."""
        return None
