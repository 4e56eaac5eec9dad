"""URLs of the record store at the desk."""

from django.urls import path

from courses.desk.records.views import (
    forwarding_targets,
    statement_browser,
    statement_exports,
    statement_linter,
    store_credentials,
)

app_name = "records"

urlpatterns = [
    path("", statement_browser.list_statements, name="statements"),
    path("statements/<uuid:uuid>/", statement_browser.show_statement, name="statement"),
    path("check/", statement_linter.lint_statements, name="linter"),
    path("keys/", store_credentials.list_store_credentials, name="credentials"),
    path(
        "keys/new/", store_credentials.create_store_credential, name="create-credential"
    ),
    path(
        "keys/<int:pk>/revoke/",
        store_credentials.revoke_store_credential,
        name="revoke-credential",
    ),
    path("stores/", forwarding_targets.list_forwarding_targets, name="targets"),
    path(
        "stores/new/", forwarding_targets.create_forwarding_target, name="create-target"
    ),
    path(
        "stores/at/<slug:name>/",
        forwarding_targets.show_forwarding_target,
        name="target",
    ),
    path(
        "stores/at/<slug:name>/change/",
        forwarding_targets.edit_forwarding_target,
        name="change-target",
    ),
    path(
        "stores/at/<slug:name>/older/",
        forwarding_targets.backfill_forwarding_target,
        name="backfill-target",
    ),
    path(
        "stores/at/<slug:name>/stop/",
        forwarding_targets.stop_forwarding,
        name="stop-target",
    ),
    path(
        "stores/at/<slug:name>/pause/",
        forwarding_targets.pause_forwarding,
        name="pause-target",
    ),
    path(
        "stores/at/<slug:name>/resume/",
        forwarding_targets.resume_forwarding,
        name="resume-target",
    ),
    path(
        "stores/at/<slug:name>/test/",
        forwarding_targets.check_target_connection,
        name="test-target",
    ),
    path(
        "stores/at/<slug:name>/retry/",
        forwarding_targets.retry_refused_statements,
        name="retry-target",
    ),
    path("exports/", statement_exports.list_statement_exports, name="exports"),
    path(
        "exports/<int:pk>/cancel/",
        statement_exports.cancel_statement_export,
        name="cancel-export",
    ),
    path(
        "exports/<int:pk>/file/",
        statement_exports.download_statement_export,
        name="download-export",
    ),
]
