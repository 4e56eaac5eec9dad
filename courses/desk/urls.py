"""Addresses of courses.desk."""

from django.urls import include, path

from courses.desk.parity import views as parity
from courses.desk.views import (
    accounts,
    audit,
    compliance,
    course_remits,
    coverage,
    documents,
    exceptions,
    home,
    impact,
    people,
    person,
    plans,
    releases,
    remits,
    timeline,
)

app_name = "desk"

urlpatterns = [
    path("", home.home, name="home"),
    path("compliance/", compliance.compliance, name="compliance"),
    path("compliance/export/", compliance.export_list, name="export"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/sheets/", coverage.sheets, name="coverage-sheets"),
    path("coverage/export/", coverage.export_matrix, name="coverage-export"),
    path("coverage/<slug:post>/<int:place>/", coverage.cell, name="coverage-cell"),
    path("people/", people.people, name="people"),
    path("people/<uuid:key>/", person.person, name="person"),
    path("people/<uuid:key>/timeline/", timeline.timeline, name="timeline"),
    path("people/<uuid:key>/assign/", person.assign, name="assign"),
    path("people/<uuid:key>/exempt/", person.exempt, name="exempt"),
    path(
        "people/<uuid:key>/exemptions/<int:pk>/end/",
        person.end_exemption,
        name="end-exemption",
    ),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:key>/", accounts.account, name="account"),
    path("accounts/<uuid:key>/code/", accounts.issue_code, name="issue-code"),
    path("accounts/<uuid:key>/close/", accounts.close, name="close-account"),
    path("remits/", remits.remits, name="remits"),
    path("remits/grant/", remits.grant, name="grant-remit"),
    path("remits/<int:pk>/end/", remits.end, name="end-remit"),
    path("remits/courses/", course_remits.listed, name="course-remits"),
    path("remits/courses/grant/", course_remits.grant, name="grant-course-remit"),
    path("remits/courses/<int:pk>/end/", course_remits.end, name="end-course-remit"),
    path("release/", releases.releases, name="release"),
    path(
        "release/guidelines/<slug:slug>/", documents.document, name="release-document"
    ),
    path(
        "release/guidelines/<slug:slug>/confirm/<int:version>/<slug:language>/",
        documents.confirm,
        name="confirm-document",
    ),
    path("release/guidelines/<slug:slug>/impact/", impact.changed, name="impact"),
    path(
        "release/guidelines/<slug:slug>/weigh/",
        documents.weigh,
        name="weigh-document",
    ),
    path(
        "release/guidelines/<slug:slug>/approve/",
        documents.approve,
        name="approve-document",
    ),
    path("release/<slug:slug>/plan/", plans.plan, name="plan-release"),
    path(
        "release/<slug:slug>/plan/<int:pk>/cancel/",
        plans.cancel,
        name="cancel-planned-release",
    ),
    path(
        "release/<slug:slug>/weight/<int:version>/",
        plans.allow_weight,
        name="allow-weight",
    ),
    path("exceptions/", exceptions.listed, name="exceptions"),
    path("exceptions/<int:pk>/decide/", exceptions.decide, name="decide-exception"),
    path("exceptions/<slug:slug>/ask/", exceptions.ask, name="ask-exception"),
    path("release/<slug:slug>/approve/", releases.approve, name="approve-course"),
    path("release/<slug:slug>/", releases.release, name="release-course"),
    path(
        "release/<slug:slug>/confirm/<int:version>/<slug:language>/",
        releases.confirm,
        name="confirm-language",
    ),
    path("parity/", parity.table, name="parity"),
    path("parity/export/", parity.export, name="export-parity"),
    path("reviews/", include("courses.desk.reviews.urls")),
    path("audit/", audit.audit, name="audit"),
    path("people/", include("courses.desk.evidence.urls")),
    path("corrections/", include("courses.desk.corrections.urls")),
    path("exams/", include("courses.desk.exams.urls")),
    path("marking/", include("courses.desk.marking.urls")),
    path("questions/", include("courses.desk.bank.urls")),
    path("records/", include("courses.desk.records.urls")),
    path("statistics/", include("courses.desk.assessment.statistics.urls")),
]
