"""Models of publication: versioned content, held revisions, facts to verify."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.models import Course, UnitVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from wagtail.models import Revision

    from courses.release.unit_versions import PublishedText
    from elearning.accounts.models import User


class HeldRevision(models.Model):
    """A revision that a version is rendered from; nothing may delete it."""

    revision = models.OneToOneField(
        "wagtailcore.Revision", models.PROTECT, related_name="held"
    )

    class Meta:
        verbose_name = _("revision in use")
        verbose_name_plural = _("revisions in use")

    def __str__(self) -> str:
        return str(self.revision_id)


class HeldMedia(models.Model):
    """A picture or file shown by a held revision; nothing may delete it."""

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
    """Translated drafts, with their sources."""

    def made_from(
        self, thing: models.Model, revision: "Revision | None" = None
    ) -> dict[str, str]:
        """Return the sources of ``thing`` since it was last published, by place.

        Only drafts up to ``revision``, which is about to be published, count; without
        one, all drafts. The sources of a revision published before were recorded then,
        so the result is empty.
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
    """The source of each segment of a draft, by place.

    It is written by the side-by-side translation page; later drafts add to it.
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


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts to verify."""

    def open(self) -> Self:
        return self.filter(checked_at=None)

    def by_owner(self) -> Self:
        """Order by the codes of the courses and guidelines."""
        rows = self.select_related("course", "document")
        return rows.order_by(Coalesce("course__code", "document__code"), "pk")

    def of(self, key: "UUID") -> Self:
        """Keep those of the text with this translation key, in the order of recording."""
        return self.filter(text_key=key).order_by("pk")

    def visible_to(self, user: "User") -> Self:
        """Keep facts in guidelines and in the courses in the user’s remit."""
        if not user.has_perm("wagtailadmin.access_admin"):
            return self.none()
        theirs = Course.objects.in_remit_of(user)
        return self.filter(models.Q(course=None) | models.Q(course__in=theirs))

    def under(self, key: "UUID") -> dict[str, list["Fact"]]:
        """Return open facts in the text with this key, by block; ``""`` is the whole text."""
        found: dict[str, list[Fact]] = {}
        for fact in self.open().of(key):
            found.setdefault(fact.block, []).append(fact)
        return found


class Fact(models.Model):
    """A fact in a text that somebody has yet to check against its source.

    It is a note for editors and no part of the text: it is not shown to learners, and
    not hashed, searched or weighed.
    """

    key = models.UUIDField(_("name"), unique=True)
    course = models.ForeignKey(
        "courses.Course", models.PROTECT, null=True, related_name="+"
    )
    document = models.ForeignKey(
        "provisions.Document", models.PROTECT, null=True, related_name="+"
    )
    text_key = models.UUIDField(_("text"), db_index=True)
    block = models.CharField(_("block"), max_length=36, blank=True)
    place = models.CharField(_("place"), max_length=120)
    fact = models.TextField(_("what to check"))
    source = models.CharField(_("source"), max_length=300)
    finding = models.CharField(_("what was found"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact to verify")
        verbose_name_plural = _("facts to verify")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(course=None) ^ models.Q(document=None),
                name="fact_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.place


class Weighed(models.Model):
    """Content whose editors say, on publishing, how much they have changed."""

    change_weight = models.CharField(
        _("type of change"),
        max_length=16,
        choices=UnitVersion.Change,
        default=UnitVersion.Change.EDITORIAL,
        help_text=_(
            "Editorial: the meaning stays the same. Substantive: learners "
            "must know what is different."
        ),
    )
    change_reason = models.CharField(
        _("reason"),
        max_length=250,
        blank=True,
        help_text=_(
            "Why it was changed, in one sentence, for learners already "
            "taking the course."
        ),
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
    """A page or question whose publication creates a version of a unit."""

    class Meta:
        abstract = True

    @property
    def unit_course(self) -> "Course | None":
        """The course of the unit; ``None`` if it belongs to no course."""
        raise NotImplementedError

    @property
    def unit_kind(self) -> str:
        raise NotImplementedError

    @property
    def unit_slug(self) -> str:
        raise NotImplementedError

    def published_text(self, revision: "Revision") -> "PublishedText":
        """Return one language of the unit, as in ``revision``."""
        raise NotImplementedError

    def citation_places(self) -> dict[str, list[str]]:
        """Return the codes cited at each block, by block id; ``""`` is the whole."""
        return {}

    def noted_weights(self) -> dict[str, int]:
        """Return the page weight of each language, in bytes, as last published."""
        versions = UnitVersion.objects.filter(unit__key=self.translation_key)  # type: ignore[attr-defined]  # Wagtail's
        newest = versions.newest().prefetch_related("texts").first()
        return newest.weights if newest else {}

    def after_version(self, version: UnitVersion) -> None:
        """Update records that depend on the version; runs in the transaction."""

    @classmethod
    def after_versions(cls, noted: "Iterable[tuple[Self, UnitVersion]]") -> None:
        """Run ``after_version`` for many things of this kind, each with its version."""
        for thing, version in noted:
            thing.after_version(version)

    def shown_revision(self) -> "Revision | None":
        """Return the shown revision of another text, whose authors count as authors here."""
        return None
