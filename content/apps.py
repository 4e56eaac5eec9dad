"""Pages of courses, and views for their readers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """Pages of courses, and views for their readers."""

    name = "content"
    label = "content"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content import accessibility, review_rendering
        from content.privacy.open_findings import format_open_findings
        from courses import version_texts
        from courses.enquiries import privacy_check
        from courses.models import Course
        from courses.provisions.models import Document
        from courses.release import gates
        from elearning.interface import navigation

        version_texts.register(review_rendering)
        privacy_check.register(format_open_findings)
        gates.register(Course, accessibility.list_unit_findings)
        gates.register(Document, accessibility.list_document_findings)
        navigation.register_menu_entries(
            navigation.MenuEntry(
                "content:catalogue",
                _("Course catalogue"),
                "catalogue",
                order=20,
                group=navigation.LIBRARY,
            ),
            navigation.MenuEntry(
                "content:guidelines",
                _("Methodological guidelines"),
                "guideline",
                order=30,
                group=navigation.LIBRARY,
            ),
        )
        navigation.register_footer_link("content:help", _("Help"))
        navigation.register_footer_link("content:privacy", _("Privacy"))
        navigation.register_footer_link("content:accessibility", _("Accessibility"))
