"""Pages of a user’s own notices."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language
from elearning.notices.models import Notice


@require_safe
def list_notices(request: SignedInRequest) -> HttpResponse:
    """List the user’s notices: unread ones first, then by day, newest first.

    ``?show=unread`` leaves out read ones.
    """
    own = Notice.objects.visible_to(request.user)
    only_unread = request.GET.get("show") == "unread"
    shown = own.unread() if only_unread else own.unread_first()
    page = Paginator(shown, 30).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "only_unread": only_unread,
        "tabs": _tabs(only_unread=only_unread),
    }
    return render(request, "notices/list.html", context)


def _tabs(*, only_unread: bool) -> list[dict[str, object]]:
    url = reverse("notices:list")
    return [
        {
            "label": pgettext("notifications", "All"),
            "url": url,
            "current": not only_unread,
        },
        {
            "label": _("Not read yet"),
            "url": f"{url}?show=unread",
            "current": only_unread,
        },
    ]


@require_safe
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Redirect to the subject of a notice, and mark it as read."""
    own = Notice.objects.visible_to(request.user)
    notice = get_object_or_404(own, pk=pk)
    own.unread().filter(pk=pk).update(read_at=timezone.now())
    return redirect(
        f"/{get_current_language()}{notice.url}" if notice.url else "notices:list"
    )


@require_POST
def mark_notices_read(request: SignedInRequest) -> HttpResponse:
    """Mark one of the user’s notices as read, or all."""
    unread = Notice.objects.visible_to(request.user).unread()
    if (pk := request.POST.get("notice")) is not None:
        unread = unread.filter(pk=pk) if pk.isdecimal() else unread.none()
    unread.update(read_at=timezone.now())
    only_unread = request.POST.get("next") == "unread"
    return redirect(reverse("notices:list") + "?show=unread" * only_unread)
