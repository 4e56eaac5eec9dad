"""URLs of the notices."""

from django.urls import path

from elearning.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.list_notices, name="list"),
    path("<int:pk>/", views.open_notice, name="follow"),
    path("read/", views.mark_notices_read, name="read"),
]
