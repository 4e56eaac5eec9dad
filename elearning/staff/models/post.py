"""Positions, their categories, and ranks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.languages import TranslatedTitle


class PostCategory(TranslatedTitle):
    """A category of positions, by which a rule can name them all."""

    code = models.SlugField(_("code"), max_length=32, unique=True)

    class Meta:
        verbose_name = _("category of positions")
        verbose_name_plural = _("categories of positions")
        ordering = ["code"]


class Post(TranslatedTitle):
    """A position (curriculum E.4); ``external_id`` is its key in the personnel system."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    category = models.ForeignKey(
        PostCategory,
        models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
        verbose_name=_("category"),
    )
    external_id = models.CharField(
        _("key in the personnel system"),
        max_length=64,
        unique=True,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["code"]


class Rank(TranslatedTitle):
    """A rank of the service; ``order`` counts up from the lowest."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        ordering = ["order", "code"]
