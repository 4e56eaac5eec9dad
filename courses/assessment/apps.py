"""Questions, papers, attempts and marking."""

from datetime import timedelta

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Questions, papers, attempts and marking."""

    name = "courses.assessment"

    def ready(self) -> None:
        from courses.assessment import receivers
        from courses.assessment.asking import answer_review
        from courses.assessment.attempts import (
            attempt_deadlines,
            further_attempts,
            running_attempt,
        )
        from courses.assessment.bank import bank_coverage, review_tasks, state_notices
        from courses.assessment.corrections import key_corrections, regrades
        from courses.assessment.marks import answer_moderation, open_answer_marking
        from courses.assessment.papers import paper_comparison
        from courses.assessment.practice import diagnostic_tests
        from courses.assessment.sittings import sitting_notices
        from courses.assessment.statistics import tally_store
        from courses.models import Course
        from courses.release import exam_rules, gates
        from elearning.accounts import backends
        from elearning.autosave import autosave_pages
        from elearning.interface import status_strip
        from elearning.notices import notice_texts
        from elearning.worker import jobs

        status_strip.register_strip_source(running_attempt.find_attempt_strip)
        backends.register_user_annotations(
            is_writing=running_attempt.build_writing_condition()
        )
        autosave_pages.exclude_pages("exams/")  # these pages save by themselves
        for kind, render in (
            (diagnostic_tests.KIND, diagnostic_tests.render_follow_up_notice),
            (further_attempts.KIND, further_attempts.render_further_attempt_notice),
            (answer_moderation.KIND, answer_moderation.render_withheld_answer_notice),
            (open_answer_marking.KIND, open_answer_marking.render_marked_exam_notice),
            (state_notices.QUARANTINED, state_notices.render_quarantine_notice),
            (state_notices.DECIDED, state_notices.render_state_decision_notice),
            (key_corrections.KIND, key_corrections.render_correction_notice),
            (regrades.KIND, regrades.render_regrade_notice),
        ):
            notice_texts.register_notice_text(kind, render)
        sitting_notices.register_sitting_notices()
        gates.register(Course, bank_coverage.list_coverage_findings)
        gates.register(Course, answer_review.list_review_warnings)
        exam_rules.register(paper_comparison.list_lowered_demands)
        jobs.register_job(
            "assessment.mark_overdue",
            attempt_deadlines.mark_overdue_attempts,
            every=timedelta(seconds=30),
        )
        jobs.register_job(
            "assessment.regrade",
            regrades.apply_due_corrections,
            every=timedelta(seconds=30),
        )
        jobs.register_job(
            "assessment.invite",
            diagnostic_tests.invite_to_follow_up,
            every=timedelta(hours=1),
        )
        jobs.register_job("assessment.count_new", tally_store.count_new_attempts)
        jobs.register_job("assessment.open_reviews", review_tasks.open_review_tasks)
