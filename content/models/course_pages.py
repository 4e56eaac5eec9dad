"""The front page of a course, and the pages of its modules."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.blocks.citation_fields import CitationsInput
from content.models.abstract_pages import BasePage, UnitPage
from content.models.weight_panel import CourseWeightPanel
from courses.models import Course, Unit


class CoursePage(UnitPage):
    """The front page of a course, in one language; the course itself is a row."""

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="+", verbose_name=_("course")
    )
    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("What the course is for.")
    )
    audience = models.TextField(_("who this course is for"), blank=True)
    cites = models.TextField(
        _("legal basis"),
        blank=True,
        help_text=_("Citations, separated by commas: NMR 43, NMR 36."),
    )

    kind = Unit.Kind.COURSE
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("course"),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("cites", widget=CitationsInput),
        CourseWeightPanel(heading=_("Size of the lessons")),
        *UnitPage.change_panels,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.ModulePage", "content.LessonPage", "content.ExamPage"]
    template = "content/previews/unit.html"

    class Meta:
        verbose_name = _("course page")
        verbose_name_plural = _("course pages")

    def clean(self) -> None:
        """Refuse another course: the pages below belong to this one."""
        super().clean()
        stored = CoursePage.objects.filter(pk=self.pk).values_list("course", flat=True)
        if self.pk and stored.first() not in {None, self.course_id}:
            raise ValidationError(
                {
                    "course": _(
                        "A front page must stay with its own course. Choose that one."
                    )
                }
            )

    @property
    def unit_course(self) -> Course | None:
        return self.course if self.course_id else None

    def plain_content(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "summary": self.summary,
            "audience": self.audience,
            "cites": self.cite_list,
        }

    def details(self) -> dict[str, Any]:
        return {"audience": self.audience, "cites": self.cite_list}


class ModulePage(UnitPage):
    """A module: a title and its lessons."""

    summary = models.TextField(_("summary"), max_length=500, blank=True)

    kind = Unit.Kind.MODULE
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        *UnitPage.change_panels,
    ]
    parent_page_types = ["content.CoursePage"]
    subpage_types = ["content.LessonPage"]
    template = "content/previews/unit.html"

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def plain_content(self) -> dict[str, Any]:
        return {"title": self.title, "summary": self.summary}
