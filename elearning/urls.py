"""URLs of the platform; each app has its own module."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from elearning.interface import views

handler400 = views.answer_bad_request

urlpatterns = [
    path("", views.redirect_to_language, name="root"),
    path("health/", views.report_health, name="health"),
    path(".well-known/security.txt", views.serve_security_txt, name="security-txt"),
    path("api/v1/", include("elearning.api.urls")),
    path("xapi/", include("elearning.lrs.urls")),
    path("id/", include("courses.records.profile.urls")),
    path("credentials/", include("courses.certificates.credential_urls")),
    path("v/", include("courses.certificates.offline.urls")),
    path("V/", include("courses.certificates.offline.urls", "offline-capitals")),
    re_path("^[vV]/", include("courses.certificates.public_urls")),
    path("offline/", include("content.offline.device_api_urls")),
    path("", include("content.studio.urls")),
    *i18n_patterns(
        path("account/", include("elearning.accounts.urls")),
        path("account/2fa/", include("allauth.mfa.urls")),
        path("notices/", include("elearning.notices.urls")),
        path("unsent/", include("elearning.autosave.urls")),
        path("my/", include("courses.learner.urls")),
        path("exams/", include("courses.assessment.urls")),
        path("updates/", include("courses.updates.urls")),
        path("", include("courses.certificates.urls")),
        path("desk/", include("courses.desk.urls")),
        path("search/", include("content.search.urls")),
        path("glossary/", include("content.glossary.urls")),
        path("offline/", include("content.offline.urls")),
        path("", include("content.urls")),
    ),
]
