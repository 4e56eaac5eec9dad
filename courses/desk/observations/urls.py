"""URLs of practice observations."""

from django.urls import path

from courses.desk.observations import views

app_name = "observing"

urlpatterns = [
    path("<slug:code>/sheet/", views.show_observation_sheet, name="sheet"),
    path("<slug:code>/people/<uuid:key>/", views.enter_observation, name="enter"),
]
