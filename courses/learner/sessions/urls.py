"""URLs of learners’ classroom sessions."""

from django.urls import path

from courses.learner.sessions import views

app_name = "sessions"

urlpatterns = [
    path("", views.list_sessions, name="list"),
    path("<uuid:key>/", views.show_session, name="session"),
    path("<uuid:key>/calendar/", views.download_session_calendar, name="calendar"),
    path("<uuid:key>/register/", views.register_for_session, name="register"),
    path("<uuid:key>/leave/", views.leave_session, name="leave"),
]
