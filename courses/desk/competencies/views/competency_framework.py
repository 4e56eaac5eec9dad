"""The competency framework: posts by domains, and the requirements of one post."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.competencies.models import CompetencyLevel, Domain, Target
from courses.competencies.post_requirements import list_post_requirements
from courses.desk.kit import access
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.models import Post


@dataclass(frozen=True)
class PostTargetsRow:
    """A post with its target in each domain, in the order of the domains."""

    post: Post
    targets: list[Target | None]


@require_safe
@access.require_role(*access.WATCHERS)
def show_competency_framework(request: SignedInRequest) -> HttpResponse:
    """Show the matrix of posts and domains, and explain the levels and domains."""
    domains = list(Domain.objects.all())
    posts = Post.objects.filter(targets__isnull=False).distinct()
    targets = {(one.post_id, one.domain_id): one for one in Target.objects.all()}
    rows = [
        PostTargetsRow(post, [targets.get((post.pk, domain.pk)) for domain in domains])
        for post in posts
    ]
    context = {"domains": domains, "rows": rows, "levels": list(CompetencyLevel)}
    return render(request, "desk/competencies/framework.html", context)


@require_safe
@access.require_role(*access.WATCHERS)
def show_post_competencies(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the competencies that a post requires everywhere in the service."""
    found = get_object_or_404(Post, code=code)
    [asked] = list_post_requirements([found], on=timezone.localdate())
    return render(request, "desk/competencies/post.html", {"asked": asked})
