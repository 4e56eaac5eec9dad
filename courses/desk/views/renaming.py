"""The name of a member of staff is changed, and her certificates follow."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from courses.certificates.models import Certificate
from courses.desk import access
from courses.desk.accounts import ReasonForm
from elearning.accounts.requests import SignedInRequest
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from elearning.staff.renaming import rename as call


class RenameForm(ReasonForm):
    """The name of a person from now on, and why it is another one."""

    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=100)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=100)
    patronymic = forms.CharField(
        label=gettext_lazy("Patronymic"), max_length=100, required=False
    )
    field_order = ("family_name", "given_name", "patronymic", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.PERSONNEL)
def rename(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Change the name of a person; what still counts is issued with the new one."""
    somebody = access.person_of(request.user, key)
    parts = ("family_name", "given_name", "patronymic")
    now = {part: getattr(somebody, part) for part in parts}
    form = RenameForm(request.POST or None, initial=now)
    counting = Certificate.objects.counting(access.today())
    held = counting.filter(completion__learner=somebody)
    if request.method == "POST" and form.is_valid():
        try:
            person = call(
                somebody, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except StaffError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _said(person))
            return redirect("desk:person", key)
    context = {"person": somebody, "form": form, "certificates": held.count()}
    status = 400 if form.errors else 200
    return render(request, "desk/rename.html", context, status=status)


def _said(person: StaffMember) -> str:
    """Say how many certificates carry the new name; what expired keeps the old one."""
    held = Certificate.objects.counting(access.today())
    number = held.filter(completion__learner=person, replaces__isnull=False).count()
    if not number:
        return _("The name is changed.")
    words = ngettext(
        "The name is changed. %(n)d certificate is issued with the new name.",
        "The name is changed. %(n)d certificates are issued with the new name.",
        number,
    )
    return words % {"n": number}
