"""Plain pages: help, privacy, accessibility."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from content.blocks.text_blocks import PAGE_FEATURES
from content.models.abstract_pages import BasePage
from content.privacy.forms import PRIVACY_PANEL


class StandardPage(BasePage):
    """A page of running text."""

    summary = models.CharField(_("summary"), max_length=250, blank=True)
    body = RichTextField(_("text"), features=PAGE_FEATURES)
    is_open = models.BooleanField(
        _("open to everybody"),
        default=False,
        help_text=_("Readable without signing in: help, privacy, accessibility."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("is_open"),
        PRIVACY_PANEL,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
    template = "content/standard.html"
    preview_template = "content/standard.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    @property
    def reader_url(self) -> str:
        return reverse("content:standard", args=[self.slug])
