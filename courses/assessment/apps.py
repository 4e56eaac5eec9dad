"""Questions, papers, attempts and marking."""

from datetime import timedelta

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Questions, papers, attempts and marking."""

    name = "courses.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the course office, check banks; have the worker mark and count."""
        from courses import exam_rules, gates
        from courses.assessment import receivers
        from courses.assessment.asking import showing
        from courses.assessment.attempts import (
            granting,
            timing,
            under_way,
        )
        from courses.assessment.bank import (
            reviewing,
            state_notices,
            sufficing,
        )
        from courses.assessment.corrections import correcting, regrading
        from courses.assessment.marks import moderating, open_marking
        from courses.assessment.papers import comparison
        from courses.assessment.practice import gauging
        from courses.assessment.sittings import announcing
        from courses.assessment.statistics import counting
        from elearning.accounts import backends
        from elearning.interface import strip
        from elearning.notices import wording
        from elearning.unsent import places
        from elearning.worker import chores

        receivers.connect()
        strip.register(under_way.strip_of)
        backends.annotate_users(is_writing=under_way.is_writing())
        places.close("exams/")  # they save by themselves
        for news in (gauging, granting, moderating, open_marking):
            wording.register(news.KIND, news.say)
        announcing.register()
        state_notices.register_wordings()
        wording.register(correcting.KIND, correcting.say)
        wording.register(regrading.KIND, regrading.say)
        gates.register(sufficing.findings)
        gates.register(showing.findings)
        exam_rules.register(comparison.lowered)
        chores.register(
            "assessment.mark_overdue", timing.mark_overdue, every=timedelta(seconds=30)
        )
        chores.register(
            "assessment.regrade", regrading.apply_due, every=timedelta(seconds=30)
        )
        chores.register("assessment.invite", gauging.invite, every=timedelta(hours=1))
        chores.register("assessment.count_new", counting.count_new)
        chores.register("assessment.open_reviews", reviewing.open_tasks)
