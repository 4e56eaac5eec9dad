"""Addresses of the desk of the record store."""

from django.urls import path

from courses.desk.records.views import (
    credentials,
    exports,
    linter,
    statements,
    targets,
)

app_name = "records"

urlpatterns = [
    path("", statements.statements, name="statements"),
    path("statements/<uuid:uuid>/", statements.statement, name="statement"),
    path("check/", linter.linter, name="linter"),
    path("keys/", credentials.credentials, name="credentials"),
    path("keys/new/", credentials.create, name="create-credential"),
    path("keys/<int:pk>/revoke/", credentials.revoke, name="revoke-credential"),
    path("stores/", targets.targets, name="targets"),
    path("stores/new/", targets.create, name="create-target"),
    path("stores/at/<slug:name>/", targets.target, name="target"),
    path("stores/at/<slug:name>/change/", targets.change, name="change-target"),
    path("stores/at/<slug:name>/older/", targets.backfill, name="backfill-target"),
    path("stores/at/<slug:name>/stop/", targets.stop, name="stop-target"),
    path("stores/at/<slug:name>/pause/", targets.pause, name="pause-target"),
    path("stores/at/<slug:name>/resume/", targets.resume, name="resume-target"),
    path("stores/at/<slug:name>/test/", targets.test, name="test-target"),
    path("stores/at/<slug:name>/retry/", targets.retry, name="retry-target"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/cancel/", exports.cancel, name="cancel-export"),
    path("exports/<int:pk>/file/", exports.download, name="download-export"),
]
