"""Bulk action of the studio that files questions, published or not."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from content.questions.models import QuestionDraft
from courses.assessment.bank import question_folders
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import Filing
from courses.desk.bank.forms import FilingForm


class QuestionFilingAction(SnippetBulkAction):
    """Bulk action that puts the chosen questions into a folder and tags them.

    All languages of a question share one place. A single question gets exactly what is
    entered. Several questions get the folder, if one is given, and the tags in addition
    to those that each of them has.
    """

    models = [QuestionDraft]
    display_name = _("Folder and tags")
    aria_label = _("File the chosen questions")
    action_type = "place"
    action_priority = 20
    template_name = "content/questions/place.html"
    form_class = FilingForm

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        """Return the chosen questions in the user’s remit, without mention of others."""
        drafts, without = super().get_actionable_objects()
        theirs = QuestionDraft.objects.visible_to(self.request.user)
        seen = set(theirs.values_list("pk", flat=True))
        others = without["items_with_no_access"]
        return drafts, {
            "items_with_no_access": [one for one in others if one.pk in seen]
        }

    def check_perm(self, draft: Any) -> bool:
        allowed: bool = self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", draft
        )
        return allowed

    @cached_property
    def chosen(self) -> dict[Any, Any]:
        drafts, _without = self.get_actionable_objects()
        return {draft.translation_key: draft.course for draft in drafts}

    def get_initial(self) -> dict[str, Any]:
        kept = Filing.objects.visible_to(self.request.user).filter(key__in=self.chosen)
        if len(self.chosen) > 1 or (place := kept.first()) is None:
            return {}
        return {"folder": place.folder, "tags": ", ".join(place.tag_list)}

    def form_valid(self, form: forms.Form) -> Any:
        """File the questions, or show which value is too long."""
        try:
            return super().form_valid(form)
        except QuestionBankError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)

    @classmethod
    def execute_action(cls, objects: Sequence[Any], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        given = action.cleaned_form.cleaned_data
        courses = {draft.translation_key: draft.course for draft in objects}
        if len(courses) > 1:
            question_folders.file_questions(courses, by=action.request.user, **given)
        else:
            for key, course in courses.items():
                question_folders.file_question(
                    key, course, by=action.request.user, **given
                )
        return len(courses), 0

    def get_success_message(self, filed: int, _children: int) -> str:
        words = ngettext(
            "%(n)s question has been filed.", "%(n)s questions have been filed.", filed
        )
        return words % {"n": filed}
