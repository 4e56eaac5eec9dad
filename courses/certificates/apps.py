"""Issue, revocation and verification of certificates."""

from datetime import timedelta

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Issue, revocation and verification of certificates."""

    name = "courses.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from courses.certificates import receivers
        from courses.certificates.lifecycle import (
            certificate_replacement,
            certificate_revocation,
            issue_notices,
            name_change_notices,
        )
        from courses.certificates.sheets import pdf_preparation
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        notice_texts.register_notice_text(
            issue_notices.KIND, issue_notices.render_issue_notice
        )
        notice_texts.register_notice_text(
            name_change_notices.KIND, name_change_notices.render_name_decision_notice
        )
        notice_texts.register_notice_text(
            certificate_replacement.KIND, certificate_replacement.render_renaming_notice
        )
        notice_texts.register_notice_text(
            certificate_revocation.KIND, certificate_revocation.render_revocation_notice
        )
        notice_texts.register_notice_text(
            certificate_revocation.DECIDED_KIND,
            certificate_revocation.render_revocation_decision,
        )
        jobs.register_job(
            "certificates announced",
            issue_notices.send_issue_notices,
            every=timedelta(minutes=5),
        )
        jobs.register_job(
            "certificate PDFs",
            pdf_preparation.prepare_new_pdfs,
            every=timedelta(seconds=5),
        )
