"""The filter of the list of questions."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.filter_fields import build_course_field
from courses.models import Course, Unit
from elearning.accounts.models import User


class QuestionStatisticsFilter(forms.Form):
    """Which questions to show; every field may stay empty."""

    course = build_course_field()
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All questions")), ("review", _("Only those to review"))],
        required=False,
    )

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        """Offer the courses of the reader's remit that have questions."""
        super().__init__(data)
        courses: forms.ModelChoiceField[Course] = self.fields["course"]  # type: ignore[assignment]
        mine = Course.objects.in_remit_of(reader)
        courses.queryset = mine.filter(units__kind=Unit.Kind.QUESTION).distinct()
