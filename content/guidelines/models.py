"""Pages of methodological guidelines."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from content.blocks.body_reader import split_citations
from content.blocks.text_blocks import SMALL_FEATURES
from content.blocks.translation_segments import hash_body_segments, hash_field_segments
from content.guidelines.document_sections import build_document_sections
from content.guidelines.guideline_annexes import build_annexes
from content.guidelines.guideline_blocks import GuidelineBody
from content.guidelines.link_expansion import expand_links
from content.models.abstract_pages import BasePage, UnitPage, UnitPageForm
from content.models.facts_panel import FactsPanel
from content.models.weight_panel import TextWeightPanel
from content.privacy.forms import PRIVACY_PANEL
from content.publishing.models import Fact, Weighed
from courses.page_weight import PageWeight
from courses.provisions import citation_lookup
from courses.provisions.citation_cycles import find_citation_cycle, format_cycle_fault
from courses.provisions.document_versions import check_text_allowed
from courses.provisions.errors import ProvisionError
from courses.provisions.models import Document
from courses.text_diff import normalise_rich_text, strip_block_keys
from elearning.languages import OWN_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest


class GuidelineIndex(BasePage):
    """The index page of the guidelines."""

    intro = RichTextField(_("introduction"), features=SMALL_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        PRIVACY_PANEL,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["guidelines.GuidelinePage"]
    template = "content/previews/unit.html"

    class Meta:
        verbose_name = _("list of guidelines")
        verbose_name_plural = _("lists of guidelines")

    @property
    def reader_url(self) -> str:
        return reverse("content:guidelines")


class GuidelinePage(Weighed, BasePage):  # type: ignore[django-manager-missing]  # Wagtail's
    """A guideline in one language; readers get the released edition."""

    document = models.ForeignKey(
        Document,
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": Document.Kind.GUIDELINE},
        verbose_name=_("register entry"),
    )
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    lead = RichTextField(_("introduction"), features=SMALL_FEATURES, blank=True)
    body = StreamField(GuidelineBody(), verbose_name=_("sections"), blank=True)

    base_form_class = UnitPageForm
    content_panels = [
        FactsPanel(heading=_("Facts to verify")),
        *BasePage.content_panels,
        FieldPanel("document"),
        FieldPanel("summary"),
        FieldPanel("lead"),
        FieldPanel("body"),
        TextWeightPanel(heading=_("Size of this text")),
        *UnitPage.change_panels,
    ]
    parent_page_types = ["guidelines.GuidelineIndex"]
    subpage_types: list[str] = []
    template = "content/guideline.html"

    class Meta:
        verbose_name = _("methodological guideline")
        verbose_name_plural = _("methodological guidelines")

    @property
    def reader_url(self) -> str:
        return self.document.get_absolute_url()

    @cached_property
    def text(self) -> dict[str, Any]:
        """The guideline in the format of ``DocumentVersion.body``, in this language."""
        annexes = build_annexes(self.body)
        return {
            "title": self.title,
            "summary": self.summary,
            "lead": strip_block_keys(self.lead),
            "sections": [
                {
                    "id": block.id,
                    "heading": block.value["heading"],
                    "clauses": [
                        _clause(c) for c in block.value["clauses"].bound_blocks
                    ],
                }
                for block in self.body
                if block.block_type == "section"
            ],
        } | ({"annexes": annexes} if annexes else {})

    def noted_weights(self) -> dict[str, int]:
        """Return the page weight of each language, in bytes, as last published."""
        newest = self.document.versions.order_by("-number").first()
        return newest.weights if newest else {}

    def segments(self) -> dict[str, str]:
        """Return the hash of each translated segment, by place."""
        texts = {
            "title": self.title,
            "summary": self.summary,
            "lead": normalise_rich_text(self.lead),
        }
        body = hash_body_segments(self.body.stream_block, self.body.get_prep_value())
        return hash_field_segments(texts, {}) | body

    def clean(self) -> None:
        """Demand a register entry that may have text here, and valid citations."""
        super().clean()
        if not self.document_id:
            return
        try:
            check_text_allowed(self.document)
        except ProvisionError as error:
            raise ValidationError({"document": str(error)}) from error
        if fault := self._fault_of_citations():
            raise ValidationError({"body": fault})

    def _fault_of_citations(self) -> str:
        """Return what is wrong with a citation, in a sentence; own clauses may be cited."""
        if self.is_deferred_validation:  # a draft may be unfinished
            return ""
        cites = self._cites()
        own = {f"{self.document.code} {number}" for number in cites}
        cited = [code for codes in cites.values() for code in codes if code not in own]
        if missing := citation_lookup.list_unknown_citations(cited):
            return gettext("These provisions are not in the register: %(list)s.") % {
                "list": ", ".join(missing)
            }
        around = find_citation_cycle(self.document, cites)
        return format_cycle_fault(around) if around else ""

    def shown(self) -> dict[str, Any]:
        """Return the content shown to readers: the opening and the sections."""
        return {
            "lead": expand_links([self.lead])[0],
            "sections": build_document_sections(self.document, self.text),
        }

    def size(self) -> int:
        """Return the size of the content loaded by readers, in bytes."""
        with translation.override(self.language):
            html = render_to_string("content/document_body.html", self.shown())
        return len(html.encode())

    def get_preview_context(
        self, request: "HttpRequest", mode_name: str
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return (
            context
            | self.shown()
            | {
                "document": self.document,
                "text": self.text,
                "text_language": self.language,
                "unverified": list(Fact.objects.open().of(self.translation_key)),
                "is_preview": True,
                "weight": PageWeight(self.size(), settings.PAGE_BUDGET_KB),
                "preview_language": OWN_NAMES[self.language],
            }
        )

    def _cites(self) -> dict[str, list[str]]:
        """Return the citations of each clause, by its number."""
        return {
            clause["number"]: split_citations(clause["cites"])
            for block in self.body
            if block.block_type == "section"
            for clause in block.value["clauses"]
        }


def _clause(bound: Any) -> dict[str, Any]:
    value = bound.value
    return {
        "key": bound.id,
        "number": value["number"],
        "text": strip_block_keys(str(value["text"].source)),
        "safeguard": bool(value["safeguard"]),
        "cites": split_citations(value["cites"]),
    }
