"""Panels of the exam page: the state of the bank, and the way to its questions."""

from typing import Any

from wagtail.admin.panels import Panel

from courses.assessment.bank import bank_coverage, bank_requirements
from courses.release.proposed_outline import list_proposed_versions


class BankPanel(Panel):
    """States what the bank lacks, sentence by sentence, or that it lacks nothing."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the page of one exam."""

        template_name = "content/studio/bank_panel.html"

        def is_shown(self) -> bool:
            """Hide the panel until the exam belongs to a course."""
            return bool(self.instance.pk and self.instance.unit_course)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            exam, course = self.instance, self.instance.unit_course
            bank = bank_coverage.build_question_bank(
                course, list_proposed_versions(course)
            )
            context["findings"] = bank_requirements.list_bank_shortfalls(
                bank,
                asked=exam.questions,
                needs_full_bank=exam.needs_full_bank,
                blueprint=exam.plan,
                open_questions=exam.open_questions,
            )
            context["places"] = bank_requirements.list_cell_coverage(
                bank.for_paper(exam.open_questions), exam.questions, exam.plan
            )
            return context


class QuestionChoicePanel(Panel):
    """Links to the list in which questions are chosen by hand."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the page of one exam."""

        template_name = "content/studio/choose_questions.html"

        def is_shown(self) -> bool:
            """Hide the panel until the exam belongs to a course."""
            return bool(self.instance.pk and self.instance.unit_course)
