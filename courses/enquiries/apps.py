"""What learners ask their trainers about a paragraph of a lesson, in private."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """What learners ask their trainers about a paragraph of a lesson."""

    name = "courses.enquiries"
    label = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Word what both sides are told."""
        from courses.enquiries import telling
        from elearning.notices import wording

        wording.register(telling.ASKED, telling.say_asked)
        wording.register(telling.REPLIED, telling.say_replied)
