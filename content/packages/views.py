"""Views of course packages in the studio."""

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from content.packages.errors import PackageError
from content.packages.forms import PackageUploadForm
from content.packages.import_queue import (
    cancel_import,
    confirm_import,
    is_waiting_for_exams,
)
from content.packages.models import CourseImport
from content.packages.package_import import (
    SHOWN,
    PackageImportPreview,
    preview_package_import,
)
from content.packages.package_reader import LARGEST, read_package
from content.packages.package_writer import build_course_package, export_course_package
from content.questions.exchange import upload_store
from content.studio.trainer_permissions import can_add_course
from courses.compliance.answer_key_access import record_key_view
from courses.models import Course

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from elearning.accounts.models import User

#: The number of a trainer’s latest imports on the page.
LAST = 5
_PURPOSE = "packages"


class _Page(WagtailAdminTemplateMixin, View):
    """Base of the pages about course packages."""

    page_title: Any = gettext_lazy("Course packages")
    header_icon = "download"

    def dispatch(
        self, request: "HttpRequest", *args: Any, **kwargs: Any
    ) -> "HttpResponseBase":
        """Admit those who may write questions and lessons."""
        if not request.user.has_perm("questions.add_questiondraft"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> "User":
        return cast("User", self.request.user)

    @property
    def may_bring_in(self) -> bool:
        return can_add_course(self.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse_lazy("packages:all"), "label": _Page.page_title}
        here = {"url": "", "label": self.page_title}
        is_top = isinstance(self, PackagesView)
        return [*self.breadcrumbs_items, *([] if is_top else [above]), here]

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class PackagesView(_Page):
    """The courses that can be exported, and the upload form for packages."""

    template_name = "content/packages/all.html"

    def get(self, request: "HttpRequest") -> HttpResponse:
        return self._with(PackageUploadForm())

    def post(self, request: "HttpRequest") -> HttpResponse:
        """Take and preview a package, then redirect to the preview."""
        if not self.may_bring_in:
            raise PermissionDenied
        form = PackageUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._with(form)
        file = form.cleaned_data["file"]
        content = file.read(LARGEST + 1)
        try:
            code = str(read_package(content).course["code"])[:32]
            rehearsal = preview_package_import(content, by=self.user)
        except PackageError as error:
            form.add_error("file", str(error))
            return self._with(form)
        upload = upload_store.store_upload(
            request.session,
            content,
            file.name,
            purpose=_PURPOSE,
            code=code,
            rehearsal=asdict(rehearsal),
        )
        return redirect("packages:check", upload.token)

    def _with(self, form: PackageUploadForm) -> HttpResponse:
        courses = Course.objects.in_remit_of(self.user).order_by("code")
        return self.show(
            courses=courses,
            form=form if self.may_bring_in else None,
            imports=CourseImport.objects.visible_to(self.user)[:LAST],
        )


class PackageCheckView(_Page):
    """The preview of an uploaded package; this page writes nothing."""

    page_title = gettext_lazy("Import a course")
    template_name = "content/packages/check.html"

    def get(self, request: "HttpRequest", token: str) -> HttpResponse:
        found = upload_store.find_upload(request.session, token, _PURPOSE)
        if found is None:
            return self._gone()
        rehearsal = _rehearsal_of(found[0])
        if rehearsal is None:
            return self._gone()
        return self.show(upload=found[0], rehearsal=rehearsal)

    def post(self, request: "HttpRequest", token: str) -> HttpResponse:
        """Queue the import; pressed twice, it runs once."""
        found = upload_store.find_upload(request.session, token, _PURPOSE)
        if not self.may_bring_in:
            raise PermissionDenied
        if found is None:
            mine = CourseImport.objects.visible_to(self.user)
            known = mine.filter(token=token).first()
            return redirect("packages:import", known.pk) if known else self._gone()
        upload = found[0]
        rehearsal = _rehearsal_of(upload)
        if rehearsal is None:
            return self._gone()
        if rehearsal.faults:
            return redirect("packages:check", token)
        made = confirm_import(upload, upload.chosen["code"], by=self.user)
        if made.token == upload.token:
            upload_store.keep_upload_for_worker(request.session, _PURPOSE)
        else:
            upload_store.discard_session_upload(request.session, _PURPOSE)
        return redirect("packages:import", made.pk)

    def _gone(self) -> HttpResponse:
        messages.warning(
            self.request,
            _("The file is no longer here. Choose it again. Nothing was saved."),
        )
        return redirect("packages:all")


class PackageImportView(_Page):
    """The progress and the outcome of an import."""

    page_title = gettext_lazy("Import a course")
    template_name = "content/packages/import.html"

    def get(self, request: "HttpRequest", pk: int) -> HttpResponse:
        imports = CourseImport.objects.visible_to(self.user).select_related("course")
        one = get_object_or_404(imports, pk=pk)
        return self.show(
            one=one,
            progress=upload_store.find_upload_progress(one.token)
            if one.is_open
            else None,
            faults=one.reason.splitlines(),
            waits_for_exams=one.is_open and is_waiting_for_exams(timezone.now()),
        )


class PackageImportCancelView(_Page):
    """Cancellation of an import before it starts."""

    http_method_names = ["post"]

    def post(self, request: "HttpRequest", pk: int) -> HttpResponse:
        """Cancel the import, or say that it is too late."""
        one = get_object_or_404(CourseImport.objects.visible_to(self.user), pk=pk)
        try:
            cancel_import(one, by=self.user)
        except PackageError as error:
            messages.warning(request, str(error))
        return redirect("packages:import", pk)


class PackageExportView(_Page):
    """The contents of a package, and the package itself."""

    page_title = gettext_lazy("Export a course")
    template_name = "content/packages/export.html"

    def get(self, request: "HttpRequest", slug: str) -> HttpResponse:
        package = build_course_package(self._course(slug))
        return self.show(
            course=self._course(slug),
            files=len(package.files),
            weight=len(package.content()),
            left_out=package.left_out[:SHOWN],
            more=max(0, len(package.left_out) - SHOWN),
        )

    def post(self, request: "HttpRequest", slug: str) -> HttpResponse:
        """Return the package as a download."""
        course = self._course(slug)
        package = export_course_package(course, by=self.user)
        record_key_view(self.user, course)
        answer = HttpResponse(package.content(), content_type="application/zip")
        answer.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=package.name
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def _course(self, slug: str) -> Course:
        return get_object_or_404(Course.objects.in_remit_of(self.user), slug=slug)


def _rehearsal_of(upload: upload_store.StoredUpload) -> PackageImportPreview | None:
    """Return the preview stored at upload; ``None`` if another release made it."""
    facts, names = (
        upload.chosen.get("rehearsal"),
        {one.name for one in fields(PackageImportPreview)},
    )
    if (
        not isinstance(facts, dict)
        or set(facts) != names
        or "code" not in upload.chosen
    ):
        return None
    return PackageImportPreview(**facts)
