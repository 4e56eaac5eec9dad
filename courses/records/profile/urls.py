"""Where the names of our vocabulary answer; they begin with ``XAPI_BASE_IRI``."""

from django.urls import path

from courses.records.profile import views

urlpatterns = [
    path("profile", views.overall, name="xapi-profile"),
    path("profile/1", views.version, name="xapi-profile-version"),
    path("profile/1/<path:name>", views.part, name="xapi-profile-part"),
    path("<str:folder>/<str:name>", views.term, name="xapi-term"),
]
