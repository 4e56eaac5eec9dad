"""URLs of courses.desk."""

from django.urls import include, path

from courses.desk.accounts.views import account_changes, account_pages
from courses.desk.acknowledgements.views import reading_duties
from courses.desk.audit.views import audit_entries
from courses.desk.competencies.views import competency_framework
from courses.desk.compliance.views import (
    compliance_export,
    compliance_report,
    small_numbers,
)
from courses.desk.coverage.views import coverage_matrix
from courses.desk.home.views import front_page
from courses.desk.parity import views as parity
from courses.desk.people.views import (
    exemptions,
    name_changes,
    people_list,
    person_record,
)
from courses.desk.recognition.views import record_findings
from courses.desk.releases.views import (
    change_impact,
    course_releases,
    guideline_releases,
    language_exceptions,
    release_plans,
)
from courses.desk.remits.views import course_remits, establishment_remits
from courses.desk.sources.views import source_register, stale_content

app_name = "desk"

urlpatterns = [
    path("", front_page.show_front_page, name="home"),
    path("certificates/design/", include("courses.desk.designs.urls")),
    path("compliance/", compliance_report.show_compliance_report, name="compliance"),
    path("compliance/numbers/", small_numbers.open_small_numbers, name="open-numbers"),
    path(
        "compliance/numbers/withhold/",
        small_numbers.close_small_numbers,
        name="close-numbers",
    ),
    path("compliance/export/", compliance_export.export_compliance_list, name="export"),
    path(
        "framework/", competency_framework.show_competency_framework, name="framework"
    ),
    path(
        "framework/<slug:code>/",
        competency_framework.show_post_competencies,
        name="framework-post",
    ),
    path("coverage/", coverage_matrix.show_coverage_matrix, name="coverage"),
    path(
        "coverage/sheets/", coverage_matrix.show_coverage_sheets, name="coverage-sheets"
    ),
    path(
        "coverage/export/",
        coverage_matrix.export_coverage_matrix,
        name="coverage-export",
    ),
    path(
        "coverage/<slug:post>/<int:place>/",
        coverage_matrix.show_coverage_cell,
        name="coverage-cell",
    ),
    path("register/", source_register.list_sources, name="register"),
    path(
        "register/<slug:code>/", source_register.show_source, name="register-document"
    ),
    path("organisation/", include("courses.desk.organisation.urls")),
    path("people/", people_list.list_people, name="people"),
    path("people/", include("courses.desk.organisation.service.urls")),
    path("people/<uuid:key>/", person_record.show_person_record, name="person"),
    path(
        "people/<uuid:key>/timeline/",
        person_record.show_person_timeline,
        name="timeline",
    ),
    path("people/<uuid:key>/assign/", person_record.assign_course, name="assign"),
    path("people/<uuid:key>/exempt/", exemptions.grant_exemption, name="exempt"),
    path("people/<uuid:key>/rename/", name_changes.rename_person, name="rename"),
    path("people/exemptions/", exemptions.list_waiting_exemptions, name="exemptions"),
    path(
        "people/<uuid:key>/exemptions/<int:pk>/decide/",
        exemptions.decide_exemption,
        name="decide-exemption",
    ),
    path("people/names/", name_changes.list_name_changes, name="name-changes"),
    path(
        "people/<uuid:key>/names/<int:pk>/",
        name_changes.decide_name_change,
        name="decide-name",
    ),
    path(
        "people/<uuid:key>/exemptions/<int:pk>/end/",
        exemptions.end_exemption,
        name="end-exemption",
    ),
    path(
        "people/<uuid:key>/signed/",
        reading_duties.enter_signed_sheet,
        name="enter-signature",
    ),
    path(
        "acknowledgements/", reading_duties.show_reading_duties, name="acknowledgements"
    ),
    path(
        "acknowledgements/rules/",
        reading_duties.list_reading_rules,
        name="reading-rules",
    ),
    path(
        "acknowledgements/rules/add/",
        reading_duties.enter_reading_rule,
        name="add-reading-rule",
    ),
    path(
        "acknowledgements/rules/<int:pk>/end/",
        reading_duties.enter_reading_rule_end,
        name="end-reading-rule",
    ),
    path(
        "acknowledgements/issues/add/", reading_duties.enter_new_issue, name="new-issue"
    ),
    path("accounts/", account_pages.list_accounts, name="accounts"),
    path("accounts/letters/", account_pages.download_letters, name="letters"),
    path("accounts/<uuid:key>/", account_pages.show_account, name="account"),
    path("accounts/<uuid:key>/code/", account_pages.issue_code, name="issue-code"),
    path("accounts/<uuid:key>/mail/", account_pages.mail_code, name="mail-code"),
    path(
        "accounts/<uuid:key>/close/",
        account_pages.close_listed_account,
        name="close-account",
    ),
    path(
        "accounts/<uuid:key>/roles/",
        account_changes.propose_central_roles,
        name="propose-roles",
    ),
    path(
        "accounts/<uuid:key>/second-step/",
        account_changes.propose_second_step_reset,
        name="propose-reset",
    ),
    path(
        "accounts/<uuid:key>/closing/",
        account_changes.propose_account_closing,
        name="propose-closing",
    ),
    path(
        "accounts/<uuid:key>/opening/",
        account_changes.propose_account_reopening,
        name="propose-opening",
    ),
    path(
        "accounts/<uuid:key>/change/",
        account_changes.decide_account_change,
        name="decide-account",
    ),
    path("remits/", establishment_remits.list_remits, name="remits"),
    path("remits/grant/", establishment_remits.add_remit, name="grant-remit"),
    path(
        "remits/<int:pk>/end/", establishment_remits.enter_remit_end, name="end-remit"
    ),
    path("remits/courses/", course_remits.list_course_remits, name="course-remits"),
    path(
        "remits/courses/grant/",
        course_remits.add_course_remit,
        name="grant-course-remit",
    ),
    path(
        "remits/courses/<int:pk>/end/",
        course_remits.enter_course_remit_end,
        name="end-course-remit",
    ),
    path("keys/", include("courses.desk.tokens.urls")),
    path("certificates/", include("courses.desk.certificates.urls")),
    path("enquiries/", include("courses.desk.enquiries.urls")),
    path("observing/", include("courses.desk.observations.urls")),
    path("records-check/", record_findings.list_record_findings, name="records-check"),
    path("recognition/", include("courses.desk.recognition.urls")),
    path("release/", course_releases.list_releases, name="release"),
    path(
        "release/guidelines/<slug:slug>/",
        guideline_releases.show_guideline_release,
        name="release-document",
    ),
    path(
        "release/guidelines/<slug:slug>/confirm/<int:version>/<slug:language>/",
        guideline_releases.confirm_guideline_language,
        name="confirm-document",
    ),
    path(
        "release/guidelines/<slug:slug>/impact/",
        change_impact.show_change_impact,
        name="impact",
    ),
    path(
        "release/guidelines/<slug:slug>/impact/export/",
        change_impact.export_change_impact,
        name="export-impact",
    ),
    path(
        "release/guidelines/<slug:slug>/weigh/",
        guideline_releases.weigh_guideline_changes,
        name="weigh-document",
    ),
    path(
        "release/guidelines/<slug:slug>/approve/",
        guideline_releases.approve_guideline_release,
        name="approve-document",
    ),
    path(
        "release/guidelines/<slug:slug>/plan/",
        release_plans.plan_guideline_release,
        name="plan-document",
    ),
    path(
        "release/guidelines/<slug:slug>/plan/<int:pk>/cancel/",
        release_plans.cancel_guideline_release,
        name="cancel-planned-document",
    ),
    path(
        "release/guidelines/<slug:slug>/weight/<int:version>/",
        release_plans.allow_guideline_weight,
        name="allow-document-weight",
    ),
    path(
        "release/<slug:slug>/plan/",
        release_plans.plan_course_release,
        name="plan-release",
    ),
    path(
        "release/<slug:slug>/plan/<int:pk>/cancel/",
        release_plans.cancel_course_release,
        name="cancel-planned-release",
    ),
    path(
        "release/<slug:slug>/weight/<int:version>/",
        release_plans.allow_page_weight,
        name="allow-weight",
    ),
    path(
        "exceptions/", language_exceptions.list_language_exceptions, name="exceptions"
    ),
    path(
        "exceptions/<int:pk>/decide/",
        language_exceptions.decide_language_exception,
        name="decide-exception",
    ),
    path(
        "exceptions/<slug:slug>/ask/",
        language_exceptions.request_course_exception,
        name="ask-exception",
    ),
    path(
        "exceptions/guidelines/<slug:slug>/ask/",
        language_exceptions.request_guideline_exception,
        name="ask-document-exception",
    ),
    path(
        "release/<slug:slug>/approve/",
        course_releases.approve_course_release,
        name="approve-course",
    ),
    path(
        "release/<slug:slug>/",
        course_releases.show_course_release,
        name="release-course",
    ),
    path(
        "release/<slug:slug>/confirm/<int:version>/<slug:language>/",
        course_releases.confirm_course_language,
        name="confirm-language",
    ),
    path("stale/", stale_content.list_stale_content, name="stale"),
    path(
        "stale/<uuid:key>/still-right/",
        stale_content.confirm_still_right,
        name="still-right",
    ),
    path("parity/", parity.show_parity_table, name="parity"),
    path("parity/export/", parity.export_parity_table, name="export-parity"),
    path("privacy/", include("courses.desk.privacy.urls")),
    path("reports/", include("courses.desk.reports.urls")),
    path("retention/", include("courses.desk.retention.urls")),
    path("reviews/", include("courses.desk.reviews.urls")),
    path("rules/", include("courses.desk.rules.urls")),
    path("sessions/", include("courses.desk.sessions.urls")),
    path("audit/", audit_entries.list_audit_entries, name="audit"),
    path("people/", include("courses.desk.evidence.urls")),
    path("corrections/", include("courses.desk.corrections.urls")),
    path("exams/", include("courses.desk.exams.urls")),
    path("marking/", include("courses.desk.marking.urls")),
    path("questions/", include("courses.desk.bank.urls")),
    path("records/", include("courses.desk.records.urls")),
    path("staff-lists/", include("courses.desk.staff_lists.urls")),
    path("statistics/", include("courses.desk.assessment.statistics.urls")),
]
