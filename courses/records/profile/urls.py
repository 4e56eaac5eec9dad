"""URLs of our vocabulary; its IRIs begin with ``XAPI_BASE_IRI``."""

from django.urls import path

from courses.records.profile import views

urlpatterns = [
    path("profile", views.redirect_to_profile, name="xapi-profile"),
    path("profile/1", views.show_profile, name="xapi-profile-version"),
    path(
        "profile/1/<path:name>",
        views.redirect_to_profile_part,
        name="xapi-profile-part",
    ),
    path("<str:folder>/<str:name>", views.redirect_to_profile_term, name="xapi-term"),
]
