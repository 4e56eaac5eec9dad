"""Export and import of courses as files."""

from datetime import timedelta

from django.apps import AppConfig


class PackagesConfig(AppConfig):
    """Export and import of courses as files."""

    name = "content.packages"
    label = "course_packages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the import job and the text of its notice."""
        from content.packages import import_queue
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            import_queue.KIND, import_queue.render_import_notice
        )
        jobs.register_job(
            "packages.imports", import_queue.run_due_imports, every=timedelta(seconds=2)
        )
