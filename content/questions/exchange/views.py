"""Views of the studio for import and export of questions."""

from collections.abc import Sequence
from typing import Any, cast

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from content.questions.exchange import upload_store
from content.questions.exchange.csv_files import build_csv_template
from content.questions.exchange.exchange_formats import FORMATS
from content.questions.exchange.forms import QuestionExportForm, QuestionUploadForm
from content.questions.exchange.import_preview import (
    ImportPreviewRow,
    QuestionImportPreview,
    preview_question_import,
)
from content.questions.exchange.question_export import (
    export_questions,
    list_export_losses,
)
from content.questions.exchange.question_import import import_questions
from content.questions.exchange.xlsx_files import build_xlsx_template
from content.questions.exchange.zip_reader import LARGEST
from content.questions.notation.exchange_question import ExchangeError
from courses.compliance.answer_key_access import record_key_view
from courses.models import Course
from elearning.accounts.models import User

#: The maximum number of rows shown in each list; counts include all.
SHOWN = 300
_RESULT = "questions_result"


class _Page(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """A page about the question bank in the studio."""

    header_icon = "help"

    @property
    def reader(self) -> User:
        return cast("User", self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("studio_questions:list"), "label": _("Question bank")},
            {"url": "", "label": self.page_title},
        ]

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class QuestionUploadView(_Page):
    """Upload of a file with questions."""

    permission_required = "questions.add_questiondraft"
    page_title = _("Import questions")
    template_name = "content/exchange/upload.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        usual = {"language": get_language()}
        return self.show(
            form=QuestionUploadForm(
                initial=usual | request.GET.dict(), reader=self.reader
            )
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = QuestionUploadForm(request.POST, request.FILES, reader=self.reader)
        if not form.is_valid():
            return self.show(form=form)
        data = form.cleaned_data
        file = data["file"]
        content = file.read(LARGEST + 1)
        chosen = {"language": data["language"], "outcome": data["outcome"]}
        try:
            preview_question_import(content, file.name, data["course"], **chosen)
        except ExchangeError as error:
            form.add_error("file", str(error))
            return self.show(form=form)
        upload = upload_store.store_upload(
            request.session,
            content,
            file.name,
            course=data["course"].pk,
            language=data["language"],
            outcome=data["outcome"] and data["outcome"].pk,
        )
        return redirect("questions_exchange:check", upload.token)


class QuestionImportCheckView(_Page):
    """Preview of an import, and its confirmation; nothing is written before that."""

    permission_required = "questions.add_questiondraft"
    page_title = _("Import questions")
    template_name = "content/exchange/check.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = upload_store.find_upload(request.session, token)
        if found is None:
            return self._gone()
        upload, content = found
        course, chosen = _chosen(upload, self.reader)
        rehearsal = preview_question_import(content, upload.name, course, **chosen)
        return self.show(
            upload=upload, course=course, rehearsal=rehearsal, lists=_lists(rehearsal)
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = upload_store.find_upload(request.session, token)
        if found is None:
            return self._gone()
        upload, content = found
        course, chosen = _chosen(upload, self.reader)
        rehearsal = import_questions(
            content, upload.name, course, **chosen, by=self.reader
        )
        upload_store.discard_session_upload(request.session)
        request.session[_RESULT] = {
            "name": upload.name,
            "course": str(course),
            "course_id": course.pk,
            "added": len(rehearsal.ready),
            "known": len(rehearsal.known),
            "faulty": [
                {"place": row.place, "code": row.code, "reason": row.reason}
                for row in rehearsal.faulty[:SHOWN]
            ],
        }
        return redirect("questions_exchange:result")

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Go back to the upload with the error of a file that cannot be read any more."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except ExchangeError as error:
            messages.error(request, str(error))
            return redirect("questions_exchange:upload")

    def _gone(self) -> HttpResponse:
        messages.warning(
            self.request,
            _("The file is no longer here. Choose it again. Nothing was saved."),
        )
        return redirect("questions_exchange:upload")


class QuestionImportResultView(_Page):
    """The result of an import."""

    permission_required = "questions.add_questiondraft"
    page_title = _("Import questions")
    template_name = "content/exchange/result.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        result = request.session.get(_RESULT)
        if result is None:
            return redirect("questions_exchange:upload")
        return self.show(result=result)


class QuestionExportView(_Page):
    """Export of questions to a file."""

    permission_required = "questions.view_questiondraft"
    page_title = _("Export questions")
    template_name = "content/exchange/export.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if "format" not in request.GET:
            return self.show(
                form=QuestionExportForm(initial=request.GET.dict(), reader=self.reader)
            )
        form = QuestionExportForm(request.GET, reader=self.reader)
        if not form.is_valid():
            return self.show(form=form)
        data = form.cleaned_data
        wanted = form.wanted()
        losses = list_export_losses(data["course"], wanted, FORMATS[data["format"]])
        return self.show(
            form=form,
            count=len(wanted),
            losses=losses[:SHOWN],
            more=max(0, len(losses) - SHOWN),
            chosen=FORMATS[data["format"]],
            values=[(name, request.GET.get(name, "")) for name in form.fields],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = QuestionExportForm(request.POST, reader=self.reader)
        if not form.is_valid():
            return self.show(form=form)
        data = form.cleaned_data
        form_at = FORMATS[data["format"]]
        try:
            file = export_questions(
                data["course"], form.wanted(), form_at, by=self.reader
            )
        except ExchangeError as error:
            messages.error(request, str(error))
            return self.show(form=form)
        record_key_view(self.reader, data["course"])
        return _download(file.name, file.content_type, file.content)


class QuestionTemplateView(_Page):
    """Download of an empty table."""

    permission_required = "questions.add_questiondraft"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in _TEMPLATES:
            raise Http404
        content = _TEMPLATES[kind]()
        return _download(f"questions.{kind}", FORMATS[kind].content_type, content)


_TEMPLATES = {"csv": build_csv_template, "xlsx": build_xlsx_template}


def _chosen(
    upload: upload_store.StoredUpload, reader: User
) -> tuple[Course, dict[str, Any]]:
    chosen = upload.chosen
    course = get_object_or_404(Course.objects.in_remit_of(reader), pk=chosen["course"])
    outcome = course.outcomes.filter(pk=chosen["outcome"] or 0).first()
    return course, {"language": chosen["language"], "outcome": outcome}


def _lists(
    rehearsal: QuestionImportPreview,
) -> Sequence[tuple[str, Any, list[ImportPreviewRow], int]]:
    """Return state, heading, rows shown, and the number of rows not shown."""
    named = (
        ("faulty", _("Cannot be imported"), rehearsal.faulty),
        ("known", _("Already in the bank"), rehearsal.known),
        ("ready", _("Ready"), rehearsal.ready),
    )
    return [
        (state, heading, rows[:SHOWN], max(0, len(rows) - SHOWN))
        for state, heading, rows in named
        if rows
    ]


def _download(name: str, content_type: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
