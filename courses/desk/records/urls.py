"""Addresses of the desk of the record store."""

from django.urls import path

from courses.desk.records.views import credentials, linter, statements

app_name = "records"

urlpatterns = [
    path("", statements.statements, name="statements"),
    path("statements/<uuid:uuid>/", statements.statement, name="statement"),
    path("check/", linter.linter, name="linter"),
    path("keys/", credentials.credentials, name="credentials"),
    path("keys/new/", credentials.create, name="create-credential"),
    path("keys/<int:pk>/revoke/", credentials.revoke, name="revoke-credential"),
]
