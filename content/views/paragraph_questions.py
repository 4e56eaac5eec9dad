"""The page on which learners ask their trainers about one paragraph of a lesson."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from content.learner_view import build_lesson_url, find_course_reader, load_lesson_text
from content.review_rendering import list_blocks
from courses.enquiries import enquiry_thread
from courses.enquiries.errors import EnquiryError
from courses.models import Course, EditionEntry, Enrolment
from elearning.accounts.models import User
from elearning.languages import get_current_language


class ParagraphQuestionForm(forms.Form):
    """The question, and a key that identifies a form sent twice."""

    text = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy(
            "At most 1000 characters. Do not mention prisoners or name "
            "colleagues: ask about the text, not about a case."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write what you want to know.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


#: Blocks whose words give away the answer; the page shows only their names.
_ASKING = frozenset({"check", "bank_check", "scenario"})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_about_paragraph(
    request: HttpRequest, slug: str, unit: str, block: str
) -> HttpResponse:
    """Show the paragraph with a form; a POST sends the question to the trainers."""
    user: Any = request.user
    course = get_object_or_404(Course.objects.visible_to(user), slug=slug)
    reader = find_course_reader(user, course)
    entry = reader.entry(unit) if reader else None
    if reader is None or reader.enrolment is None or entry is None:
        raise Http404
    lesson = load_lesson_text(entry.version.text())
    place = lesson.block(block)
    if place is None:
        raise Http404
    back = f"{build_lesson_url(course, entry)}#{block}"
    form = ParagraphQuestionForm(request.POST or None, initial={"key": uuid4()})
    if form.is_valid() and _kept(form, reader.enrolment, entry, block, by=user):
        messages.success(
            request,
            _(
                "Your question has been sent to the trainers. You will get a "
                "notice with the answer, and it will appear below the lesson."
            ),
        )
        return redirect(back)
    (blocks,) = list_blocks([entry.version], get_current_language()).values()
    context = {
        "lesson": lesson,
        "about": next(one for one in blocks if one.id == block),
        "is_told": place.block_type not in _ASKING,
        "language": lesson.language,
        "form": form,
        "back": back,
        "breadcrumbs": [
            (reverse("content:catalogue"), _("Course catalogue")),
            (course.get_absolute_url(), course.title),
            (back, lesson.title),
        ],
    }
    status = 400 if form.errors else 200
    return render(request, "content/ask.html", context, status=status)


def _kept(
    form: ParagraphQuestionForm,
    enrolment: Enrolment,
    entry: EditionEntry,
    block: str,
    *,
    by: User,
) -> bool:
    """Keep the question; what is wrong with it is said at the form."""
    draft = enquiry_thread.EnquiryDraft(
        entry.version, block, language=get_current_language(), **form.cleaned_data
    )
    try:
        enquiry_thread.submit_enquiry(enrolment, draft, by=by)
    except EnquiryError as error:
        form.add_error("text", str(error))
        return False
    return True
