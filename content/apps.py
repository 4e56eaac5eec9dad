"""The pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """The pages."""

    name = "content"
    label = "content"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from content import accessibility, reviewing
        from content.privacy.judging import told_of
        from courses import gates, reading
        from courses.enquiries import checking
        from courses.provisions import releasing
        from elearning.interface import navigation

        reading.register(reviewing)
        checking.register(told_of)
        gates.register(accessibility.findings)
        releasing.register(accessibility.findings_of_document)
        navigation.register(
            navigation.Entry(
                "content:catalogue",
                _("Course catalogue"),
                "catalogue",
                order=20,
                group=navigation.LIBRARY,
            ),
            navigation.Entry(
                "content:guidelines",
                _("Methodological guidelines"),
                "guideline",
                order=30,
                group=navigation.LIBRARY,
            ),
        )
        navigation.register_footer("content:help", _("Help"))
        navigation.register_footer("content:privacy", _("Privacy"))
        navigation.register_footer("content:accessibility", _("Accessibility"))
