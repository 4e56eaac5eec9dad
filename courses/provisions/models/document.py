"""Documents that lessons rest on, their published versions and editions."""

from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import StoredSegments
from courses.translation_parity import Parity, is_lagging
from elearning.audit.models import AppendOnly
from elearning.languages import TranslatedTitle, pick_text


class DocumentQuerySet(models.QuerySet["Document"]):
    """Documents, by kind and release."""

    def instruments(self) -> Self:
        return self.filter(kind=Document.Kind.INSTRUMENT)

    def guidelines(self) -> Self:
        return self.filter(kind=Document.Kind.GUIDELINE)

    def released(self) -> Self:
        """Keep documents with an edition."""
        return self.filter(pk__in=DocumentEdition.objects.values("document"))

    def listed(self) -> Self:
        """Keep what the register shows: released documents, and those on paper only."""
        outside = models.Q(distribution=Document.Distribution.REGISTER_ONLY)
        return self.filter(
            models.Q(pk__in=DocumentEdition.objects.values("document")) | outside
        )


class Document(TranslatedTitle):
    """An instrument or a guideline, identified by its code; its text is in editions."""

    class Kind(models.TextChoices):
        INSTRUMENT = "instrument", _("Instrument")
        GUIDELINE = "guideline", _("Methodological guideline")

    class Distribution(models.TextChoices):
        """Levels of distribution of a document (product rule 9)."""

        OPEN = "open", _("Open")
        INTERNAL = "internal", _("Internal")
        REGISTER_ONLY = "register-only", _("On paper only, entered in the register")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    code = models.CharField(_("code"), max_length=32, unique=True)
    slug = models.SlugField(_("address"), max_length=64)
    shorts = models.JSONField(_("how a citation begins"), default=dict)
    reference = models.CharField(_("reference"), max_length=255, blank=True)
    adopted_on = models.DateField(_("adopted"), null=True, blank=True)
    links = models.JSONField(_("address of the official text"), default=dict)
    read_on = models.DateField(_("day the text was read"), null=True, blank=True)
    keepers = models.JSONField(
        _("where the text is kept: an office, never a person"), default=dict
    )
    owners = models.JSONField(_("owner: an office, never a person"), default=dict)
    distribution = models.CharField(
        _("distribution"),
        max_length=16,
        choices=Distribution,
        default=Distribution.OPEN,
    )
    review_months = models.PositiveSmallIntegerField(
        _("review interval in months"), null=True, blank=True
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="document_address")
        ]

    def get_absolute_url(self) -> str:
        if self.kind == self.Kind.INSTRUMENT:
            return reverse("content:instrument", args=[self.slug])
        return reverse("content:guideline", args=[self.slug])

    @property
    def short(self) -> str:
        return str(pick_text(self.shorts)[0]) or self.code

    @property
    def owner(self) -> str:
        return str(pick_text(self.owners)[0])

    @property
    def link(self) -> str:
        """The address of the official text; only the reader’s browser opens it."""
        return str(pick_text(self.links)[0])

    @property
    def keeper(self) -> str:
        return str(pick_text(self.keepers)[0])

    @cached_property
    def current_edition(self) -> "DocumentEdition | None":
        """The newest released edition, with its text."""
        return self.editions.select_related("version").order_by("-number").first()


class DocumentVersion(AppendOnly):
    """A document as published, in all languages it had then; never changed.

    ``body`` maps a language to its text: ``title``, ``summary``, ``lead`` (HTML),
    ``digest``, ``structure``, ``reference``, ``size`` in bytes and ``sections``, each
    with ``id``, ``heading`` and ``clauses`` (``key``, ``number``, ``label``, ``title``,
    ``text`` as HTML, ``safeguard``, ``cites``, ``verified``). If there are annexes,
    ``annexes`` has for each ``id``, ``heading`` and ``parts``, which have an ``id`` and
    a ``kind``: ``text`` (``text`` as HTML), ``ticks`` (``items``) or ``table``
    (``title``, ``head``, ``rows``). ``behind`` is the number of segments that do not
    follow the source; if that is unknown, ``round``, the count of rounds of edits,
    decides.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(_("content hash"), max_length=64)
    body = models.JSONField(_("text in each language"), default=dict)
    change = models.CharField(_("type of change"), max_length=16)
    reason = models.TextField(_("reason"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of a document")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="document_version_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.code}, {self.number}"

    def text(self, language: str | None = None) -> tuple[dict[str, Any], str]:
        """Return the text in ``language`` (default: the page’s), else in the nearest.

        The second item is the language of the text.
        """
        found, code = pick_text(self.body, language)
        return found or {}, code

    @property
    def title(self) -> str:
        return self.document.title

    @property
    def weights(self) -> dict[str, int]:
        """The bytes that readers of each language load, if measured."""
        return {code: int(text.get("size", 0)) for code, text in self.body.items()}

    @property
    def languages_outdated(self) -> set[str]:
        """The languages that do not follow the newest source in every segment."""
        newest = max((text["round"] for text in self.body.values()), default=0)
        return {
            code
            for code, text in self.body.items()
            if is_lagging(text["round"], newest, behind=text.get("behind"))
        }

    @property
    def parity(self) -> Parity:
        """The parity of its segments, as far as recorded."""
        kept = getattr(self, "segments", None)
        return kept.parity if kept else Parity()


class DocumentSegments(StoredSegments):
    """The segments of a version of a guideline."""

    version = models.OneToOneField(
        DocumentVersion, models.PROTECT, related_name="segments"
    )

    def __str__(self) -> str:
        return str(self.version)


class DocumentEdition(AppendOnly):
    """One release of a document: its only text that readers get."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="editions")
    version = models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField(_("edition"))
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("edition of a document")
        verbose_name_plural = _("editions of a document")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="document_edition_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document.code}, {self.number}"
