"""Positions and ranks, by their names in each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.languages import TranslatedTitle


class Post(TranslatedTitle):
    """A kind of post (curriculum E.4)."""

    code = models.SlugField(_("code"), max_length=32, unique=True)

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
