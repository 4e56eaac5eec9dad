"""The front page of the platform."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from content.blocks.text_blocks import PAGE_FEATURES
from content.models.abstract_pages import BasePage
from content.privacy.forms import PRIVACY_PANEL


class HomePage(BasePage):
    """The page for people who have not signed in."""

    lead = RichTextField(
        _("introduction"),
        features=["bold", "italic"],
        blank=True,
        help_text=_("One or two sentences under the title."),
    )
    welcome = RichTextField(_("text"), features=PAGE_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("welcome"),
        PRIVACY_PANEL,
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 3
    template = "content/home.html"
    preview_template = "content/home.html"

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
