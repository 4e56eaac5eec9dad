"""Terms of the glossary, loaded from the bundles."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elearning.languages import pick_text


class Term(models.Model):
    """A term with a plain definition, in each language.

    ``forms`` maps a language to the wordings used in texts. A term without wordings in
    a language is not explained there, because the words have other meanings too.
    """

    name = models.SlugField(_("name"), max_length=64, unique=True)
    terms = models.JSONField(_("term in each language"), default=dict)
    definitions = models.JSONField(_("definition in each language"), default=dict)
    forms = models.JSONField(_("forms used in texts"), default=dict)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary:glossary')}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"t-{self.name}"

    @property
    def term(self) -> str:
        """The term in the language of the page."""
        return str(pick_text(self.terms)[0])

    @property
    def definition(self) -> str:
        """The definition in the language of the page."""
        return str(pick_text(self.definitions)[0])
