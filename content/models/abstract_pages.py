"""Abstract base classes of all pages, and of the pages of a course."""

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.models import Page, PageManager

from content.blocks.body_reader import split_citations
from content.blocks.translation_segments import hash_field_segments
from content.privacy.finding_justification import PrivacyCheckedMixin
from content.privacy.forms import PRIVACY_PANEL, PrivacyCheckedForm
from content.publishing.forms import ChangeWeightForm
from content.publishing.models import Versioned
from content.publishing.page_permissions import SECTION, SectionPermissionTester
from content.publishing.revision_authorship import AuthoredMixin
from content.publishing.studio_previews import LearnerPreviewMixin, framed_by_the_studio
from courses.models import Course, Unit
from courses.provisions import citation_lookup
from courses.release.unit_versions import PublishedText
from elearning.languages import CODES, OWN_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Revision


#: Wagtail transliterates Russian letters; of the Kazakh letters it knows only і.
KAZAKH = [
    (letter, latin)
    for small, latin_small in zip("әғқңөұүһ", "agqnouuh", strict=True)
    for letter, latin in ((small, latin_small), (small.upper(), latin_small.upper()))
]


#: The translated fields of pages; other fields are the same in every language.
WORDED = ("title", "summary", "audience")


class BasePageForm(PrivacyCheckedForm, WagtailAdminPageForm):
    """The form of every page; it checks for data of real people."""


class BasePage(PrivacyCheckedMixin, AuthoredMixin, LearnerPreviewMixin, Page):
    """A page of ours: no promotion, no search-engine fields, our own preview."""

    base_form_class = BasePageForm
    #: Set by forms for drafts: the studio autosaves while a citation is being typed.
    is_deferred_validation = False
    promote_panels = [
        FieldPanel("slug", widget=SlugInput(formatters=KAZAKH)),
        CommentPanel(),
    ]
    settings_panels: list[Any] = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> SectionPermissionTester:
        """Return the permissions of ``user`` on the page."""
        return SectionPermissionTester(user, self)

    @framed_by_the_studio
    def serve_preview(self, request: "HttpRequest", mode_name: str) -> "HttpResponse":
        """Show the draft in the template and language of its readers.

        ``mode_name`` is a language: that of this draft, or of a translation as last
        saved.
        """
        request.is_preview = True  # type: ignore[attr-defined]  # as Wagtail does
        shown = self._in(mode_name)
        with translation.override(shown.language):
            answer = super(BasePage, shown).serve_preview(request, mode_name)
            return answer.render()

    @cached_property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The languages available for preview, its own first."""
        own = [("", OWN_NAMES[self.language])]
        if not self.pk:
            return own
        others = self.get_translations().values_list("locale__language_code", flat=True)
        there = set(others)
        return own + [(code, OWN_NAMES[code]) for code in CODES if code in there]

    def _in(self, language: str) -> "BasePage":
        """Return the page in ``language`` as last saved; itself if there is none."""
        same = self.get_translations().filter(locale__language_code=language)
        found = same.first() if language else None
        return found.specific.get_latest_revision_as_object() if found else self

    def clean(self) -> None:
        """Demand a slug that can be typed on any keyboard."""
        super().clean()
        if self.slug and not self.slug.isascii():
            raise ValidationError(
                {
                    "slug": _(
                        "Use only Latin letters, digits and hyphens in the address."
                    )
                }
            )

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def reader_url(self) -> str:
        """The URL of our own view for readers of this page."""
        return reverse("content:home")

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Return the URL of our own view: the live page belongs to no edition."""
        roots = self._get_relevant_site_root_paths(request)
        if not roots:
            return None
        with translation.override(roots[0].language_code):
            return roots[0].site_id, settings.BASE_URL, self.reader_url


class UnitPageForm(BasePageForm, ChangeWeightForm):
    """The form of a page whose changes are classified; drafts may be incomplete."""

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        self.instance.is_deferred_validation = True

    def restore_required_fields(self) -> None:
        super().restore_required_fields()
        self.instance.is_deferred_validation = False


class UnitPageManager(PageManager):
    """A manager that annotates each page with the slug of its course."""

    def get_queryset(self) -> QuerySet[Any]:
        front = Page.objects.filter(path=Left(OuterRef("path"), SECTION))
        slug = front.values("coursepage__course__slug")[:1]
        pages: QuerySet[Any] = super().get_queryset()
        return pages.annotate(course_slug=Subquery(slug))


class UnitPage(Versioned, BasePage):
    """A page for one unit of a course, in one language."""

    objects = UnitPageManager()
    base_form_class = UnitPageForm
    kind: str = Unit.Kind.LESSON
    change_panels = [
        MultiFieldPanel(
            [FieldPanel("change_weight"), FieldPanel("change_reason")],
            heading=_("This change"),
        ),
        PRIVACY_PANEL,
    ]

    class Meta:
        abstract = True

    @property
    def reader_url(self) -> str:
        if slug := self.course_slug:
            return reverse("content:course", args=[slug])
        return reverse("content:catalogue")

    @cached_property
    def course_slug(self) -> str | None:
        """The slug of the course; lists load it with the page."""
        return self.unit_course.slug if self.unit_course else None

    @cached_property
    def unit_course(self) -> Course | None:
        """The course of the front page above."""
        if not self.path:
            return None
        above = Page.objects.ancestor_of(self, inclusive=True)
        courses = above.exclude(coursepage=None).values("coursepage__course")
        return Course.objects.filter(pk__in=courses).first()

    @property
    def unit_kind(self) -> str:
        return self.kind

    @property
    def unit_slug(self) -> str:
        return str(self.slug)

    @property
    def cite_list(self) -> list[str]:
        return split_citations(getattr(self, "cites", ""))

    def citation_places(self) -> dict[str, list[str]]:
        """Return the citations of the page as a whole."""
        return {"": self.cite_list}

    def plain_content(self) -> dict[str, Any]:
        """Return the content of this language as plain data, for the content hash."""
        return {"title": self.title}

    def digest(self) -> str:
        """Return the content hash (SHA-256, hex)."""
        plain = json.dumps(self.plain_content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()

    def segments(self) -> dict[str, str]:
        """Return the hash of each translated segment, by place."""
        plain = self.plain_content()
        texts = {name: plain.pop(name) for name in WORDED if name in plain}
        plain.pop("body", None)
        return hash_field_segments(texts, plain)

    def structure(self) -> str:
        """Return a hash that is equal for languages with the same parts."""
        return hashlib.sha256(self.kind.encode()).hexdigest()

    def details(self) -> dict[str, Any]:
        """Return data that readers of the version need without opening the revision."""
        return {}

    def size(self) -> int:
        """Return the bytes that a reader loads, without pictures and films."""
        return 0

    def published_text(self, revision: "Revision") -> PublishedText:
        """Return this language of the unit for the register of versions."""
        return PublishedText(
            language=self.language,
            title=self.title,
            summary=getattr(self, "summary", ""),
            reference=str(revision.pk),
            digest=self.digest(),
            structure=self.structure(),
            minutes=getattr(self, "minutes", 0) or 0,
            size=self.size(),
            details=self.details(),
            segments=self.segments(),
        )

    def clean(self) -> None:
        """Demand a slug that is unique in the course, and citations that exist."""
        super().clean()
        faults: dict[str, Any] = {}
        if missing := self.missing_of(self.cite_list):
            faults["cites"] = format_unknown_citations(missing)
        if self._address_is_taken():
            faults["slug"] = _(
                "Another part of this course has this address. Choose another one."
            )
        if faults:
            raise ValidationError(faults)

    def missing_of(self, cited: list[str]) -> list[str]:
        """Return the citations missing from the register; a draft may be incomplete."""
        return (
            []
            if self.is_deferred_validation
            else citation_lookup.list_unknown_citations(cited)
        )

    def _address_is_taken(self) -> bool:
        course = self.unit_course if self.path else None
        if course is None:
            return False
        others = Unit.objects.filter(course=course, kind=self.kind, slug=self.slug)
        return others.exclude(key=self.translation_key).exists()


def format_unknown_citations(missing: list[str]) -> Any:
    """Return the sentence about citations missing from the register."""
    return _("These provisions are not in the register: %(citations)s.") % {
        "citations": ", ".join(missing)
    }
