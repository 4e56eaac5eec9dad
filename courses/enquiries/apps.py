"""Private questions of learners to trainers about a paragraph of a lesson."""

from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    """Private questions of learners to trainers about a paragraph of a lesson."""

    name = "courses.enquiries"
    label = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the notice texts of this app."""
        from courses.enquiries import enquiry_notices
        from elearning.notices import notice_texts

        notice_texts.register_notice_text(
            enquiry_notices.ASKED, enquiry_notices.render_enquiry_asked_notice
        )
        notice_texts.register_notice_text(
            enquiry_notices.REPLIED, enquiry_notices.render_enquiry_replied_notice
        )
