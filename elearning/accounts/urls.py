"""URLs of accounts; sign-up and e-mail pages of allauth are disabled."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from elearning.accounts import views

urlpatterns = [
    path("activate/", views.activate_account, name="activate"),
    path("login/", allauth_views.login, name="account_login"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("logout/", views.end_session, name="account_logout"),
    path("sessions/", views.manage_open_sessions, name="sessions"),
    path("session/", views.show_session_time, name="session-left"),
    path("reading/", views.edit_reading_settings, name="reading"),
    path("closed/", allauth_views.account_inactive, name="account_inactive"),
    path(
        "reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"
    ),
    path("password/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "password/reset/sent/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
