"""Certificates issued and verified."""

from datetime import timedelta

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """Certificates issued and verified."""

    name = "courses.certificates"
    label = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to other offices, word what holders are told, have papers made."""
        from courses.certificates import receivers
        from courses.certificates.life import (
            announcing,
            name_decisions,
            replacing,
            revoking,
        )
        from courses.certificates.sheets import preparing
        from elearning.notices import wording
        from elearning.worker import chores

        wording.register(announcing.KIND, announcing.say)
        wording.register(name_decisions.KIND, name_decisions.say)
        wording.register(replacing.KIND, replacing.say)
        wording.register(revoking.KIND, revoking.say)
        wording.register(revoking.DECIDED_KIND, revoking.say_decided)
        chores.register(
            "certificates announced", announcing.announce, every=timedelta(minutes=5)
        )
        chores.register(
            "papers of certificates", preparing.make_fresh, every=timedelta(seconds=5)
        )
