"""Units of a course and their immutable versions."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.course import Course
from courses.translation_parity import Parity, build_parity, is_lagging
from elearning.audit.models import AppendOnly
from elearning.languages import pick_text


class Unit(models.Model):
    """One part of a course, the same in every language and every edition."""

    class Kind(models.TextChoices):
        COURSE = "course", _("Course front page")
        MODULE = "module", _("Module")
        LESSON = "lesson", _("Lesson")
        EXAM = "exam", _("Final exam")
        QUESTION = "question", _("Question")

    #: Units that have to be finished; the others are only read.
    STEPS = (Kind.LESSON, Kind.EXAM)

    key = models.UUIDField(_("key"), unique=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="units")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    slug = models.SlugField(_("address"), max_length=64)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "kind", "slug"], name="unit_slug_in_course"
            )
        ]

    def __str__(self) -> str:
        return f"{self.course.code} {self.slug}"


class UnitVersionQuerySet(models.QuerySet["UnitVersion"]):
    """Versions of units."""

    def newest(self) -> Self:
        """Keep the newest version of each unit."""
        later = UnitVersion.objects.filter(
            unit=models.OuterRef("unit"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))


class UnitVersion(AppendOnly):
    """A unit as published, in all languages it had then; never changed.

    ``digest`` (SHA-256, hex) covers the texts of all languages; approvals refer to it.
    """

    class Change(models.TextChoices):
        """The weight of a change (architecture 2)."""

        EDITORIAL = "editorial", _("Editorial")
        SUBSTANTIVE = "substantive", _("Substantive")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(_("content hash"), max_length=64)
    change = models.CharField(
        _("type of change"),
        max_length=16,
        choices=Change,
        default=Change.EDITORIAL,
    )
    reason = models.TextField(_("reason"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = UnitVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="version_number")
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.number}"

    def text(self, language: str | None = None) -> "UnitText":
        """Return the text in ``language`` (default: the page’s), else in the nearest."""
        texts = {text.language: text for text in self.texts.all()}
        found: UnitText = pick_text(texts, language)[0]
        return found

    @property
    def title(self) -> str:
        return self.text().title

    @property
    def weights(self) -> dict[str, int]:
        """The bytes that readers of each language load."""
        return {text.language: text.weight for text in self.texts.all()}

    @property
    def languages_outdated(self) -> set[str]:
        """The languages that do not follow the newest source in every segment."""
        texts = list(self.texts.all())
        newest = max(text.round for text in texts)
        return {text.language for text in texts if text.is_outdated(newest)}


class UnitText(AppendOnly):
    """A version in one language.

    ``reference`` is opaque here and only understood by the app that renders the text.
    ``behind`` is the number of segments that do not follow the source; if that is
    unknown, ``round``, the count of rounds of edits, decides. ``structure`` is a hash,
    equal in two languages with the same blocks and choices.
    """

    version = models.ForeignKey(UnitVersion, models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=2)
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    reference = models.CharField(max_length=64)
    digest = models.CharField(_("content hash"), max_length=64)
    structure = models.CharField(max_length=64)
    round = models.PositiveIntegerField(_("round of edits"), default=1)
    behind = models.PositiveIntegerField(_("segments to translate"), null=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("text of a version")
        verbose_name_plural = _("texts of a version")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="version_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.language}"

    def facts(self) -> dict[str, Any]:
        """Return what the next version takes over if only another language changed."""
        names = ["language", "title", "summary", "reference", "digest", "structure"]
        names += ["round", "behind", "minutes", "size", "details"]
        return {name: getattr(self, name) for name in names}

    @property
    def weight(self) -> int:
        """The bytes that a reader loads: the text and its pictures."""
        return self.size + int(self.details.get("pictures", 0))

    @property
    def parts(self) -> list[str]:
        """The names of the parts that a reader passes, in order, if recorded."""
        return list(self.details.get("parts", ()))

    def is_outdated(self, newest: int) -> bool:
        """Return whether the text lags; ``newest`` is the last round of edits."""
        return is_lagging(self.round, newest, behind=self.behind)


class StoredSegments(AppendOnly):
    """The source of each segment in each language (see ``courses.translation_parity``).

    Versions published before segments were recorded have none.
    """

    sources = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)

    class Meta:
        abstract = True
        verbose_name = _("segments of a version")
        verbose_name_plural = _("segments of versions")

    @property
    def parity(self) -> Parity:
        """The stored segments as a parity."""
        return build_parity(self.sources, self.texts)


class Segments(StoredSegments):
    """The segments of a version of a unit."""

    version = models.OneToOneField(UnitVersion, models.PROTECT, related_name="segments")

    def __str__(self) -> str:
        return str(self.version)
