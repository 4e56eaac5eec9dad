import hashlib
import io
import json
from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from joserfc import jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import OKPKey
from pypdf import PdfReader

from courses.acknowledgements.models import Acknowledgement
from courses.certificates.lifecycle.certificate_replacement import (
    replace_renamed_certificates,
)
from courses.certificates.models import Certificate, KeyPurpose
from courses.certificates.seals.seal_examination import examine_seal
from courses.learner.record_download import record_json, record_pdf
from courses.learner.record_download.training_record import (
    PassedCourse,
    RecordedCertificate,
    RecordedReading,
    build_training_record,
)
from courses.records.models import Completion, Withdrawal
from elearning.audit.models import Entry
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.certificates import (
    CertificateFactory,
    CertifiedCompletionFactory,
    WithdrawalFactory,
)
from tests.factories.keys import keys_in
from tests.factories.provisions import DocumentFactory
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 14, 10, 20, tzinfo=UTC)


@pytest.fixture
def keys(settings, tmp_path):
    return keys_in(settings, tmp_path)


@pytest.fixture
def certificate():
    return CertificateFactory()


def read(learner, **facts):
    document = DocumentFactory(**facts)
    Acknowledgement.objects.create(
        learner=learner, document=document, read_on=date(2026, 3, 1), recorded_at=AT
    )
    return document


def verified(data, key):
    """The record of a signed file; refused where somebody changed it."""
    told = json.loads(data)
    public = OKPKey.import_key(key.public)
    payload = record_json.encode_canonical_json(told["record"])
    found = jws.deserialize_compact(
        told["signature"], public, algorithms=["EdDSA"], payload=payload
    )
    assert found.headers() == {"alg": "EdDSA", "kid": key.kid, "typ": record_json.TYPE}
    return told["record"]


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_somebody_without_a_pass_has_a_record_of_nothing(keys):
    learner = AppointmentFactory().staff_member

    whole = build_training_record(learner, at=timezone.now())

    assert (whole.passes, whole.certificates, whole.readings) == ([], [], [])
    assert examine_seal(
        record_pdf.render_training_record(
            whole, "kk", attached=record_json.sign_training_record(whole)
        )
    ).intact


def test_record_tells_passes_certificates_and_guidelines(certificate):
    completion = certificate.completion
    document = read(certificate.holder, code="MG-6")

    whole = build_training_record(certificate.holder, at=AT)

    titles = certificate.public_titles
    code, edition = certificate.course_code, certificate.edition_number
    assert whole.holder == "Сериков Арман"
    assert whole.passes == [
        PassedCourse(
            code,
            titles,
            edition,
            date(2026, 3, 2),
            date(2028, 3, 2),
            completion.basis,
            "valid",
        )
    ]
    assert whole.certificates == [
        RecordedCertificate(
            certificate.number,
            code,
            titles,
            date(2026, 3, 2),
            date(2028, 3, 2),
            "valid",
            None,
            "Сериков Арман",
        )
    ]
    assert whole.readings == [
        RecordedReading("MG-6", document.titles, None, date(2026, 3, 1))
    ]


def test_guideline_that_stays_inside_goes_by_its_code_alone(certificate):
    read(certificate.holder, code="MG-9", distribution="register-only")

    (reading,) = build_training_record(certificate.holder, at=AT).readings

    assert (reading.guideline, reading.titles) == ("MG-9", {})


def test_withdrawn_pass_is_told_as_revoked_and_why_is_not(certificate, keys):
    WithdrawalFactory(completion=certificate.completion, withdrawn_on=date(2026, 3, 10))

    whole = build_training_record(certificate.holder, at=AT)

    (passed,), (issued,) = whole.passes, whole.certificates
    assert (passed.state, issued.state) == ("revoked", "revoked")
    assert issued.since == date(2026, 3, 10)
    told = record_json.sign_training_record(whole).decode()
    assert "A telephone was used." not in told
    assert "Training department" not in told


def test_record_tells_neither_post_nor_place_nor_result(certificate, keys):
    held = AppointmentFactory(staff_member=certificate.holder)

    whole = build_training_record(certificate.holder, at=timezone.now())

    told = record_json.sign_training_record(whole).decode()
    printed = text_of(record_pdf.render_training_record(whole, "ru", attached=b"{}"))
    for words in (
        *held.post.titles.values(),
        *held.establishment.titles.values(),
        certificate.holder.staff_number,
    ):
        assert words not in told
        assert words not in printed
    assert "0.85" not in told


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_paper_is_sealed_names_the_holder_and_holds_the_file_for_machines(
    certificate, keys, language
):
    whole = build_training_record(certificate.holder, at=timezone.now())
    attached = record_json.sign_training_record(whole)

    made = record_pdf.render_training_record(whole, language, attached=attached)

    assert examine_seal(made).intact
    assert examine_seal(made).key == keys[KeyPurpose.PAPER]
    printed = text_of(made)
    assert certificate.number in printed.replace("- ", "-")  # a narrow column breaks it
    assert whole.number in printed
    assert certificate.holder_name in printed
    assert certificate.public_titles[language] in printed
    (inside,) = PdfReader(io.BytesIO(made)).attachments.values()
    assert inside == [attached]


@pytest.mark.filterwarnings("ignore:EdDSA")  # RFC 9864 has a newer name for it
def test_signed_file_is_known_by_the_public_key_and_a_changed_one_is_not(
    certificate, keys
):
    data = record_json.sign_training_record(
        build_training_record(certificate.holder, at=AT)
    )

    record = verified(data, keys[KeyPurpose.CREDENTIAL])
    assert record["holder"] == certificate.holder_name
    with pytest.raises(BadSignatureError):
        verified(
            data.replace(b"2028-03-02", b"2038-03-02"), keys[KeyPurpose.CREDENTIAL]
        )


def test_whole_record_takes_the_same_queries_for_one_row_and_for_three(
    certificate, django_assert_num_queries
):
    learner = certificate.holder
    read(learner, code="MG-1")
    with django_assert_num_queries(10):
        build_training_record(learner, at=AT)
    for number in (2, 3):
        CertificateFactory(completion__learner=learner)
        read(learner, code=f"MG-{number}")

    with django_assert_num_queries(10):
        build_training_record(learner, at=AT)


@pytest.mark.parametrize(("name", "kind"), [("pdf", "pdf"), ("json", "json")])
def test_learner_takes_her_record_away_and_it_is_written_down(
    client, certificate, keys, name, kind
):
    client.force_login(certificate.holder.user)

    answer = client.get(reverse(f"learner:whole-{name}"), {"lang": "ru"})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == f"application/{kind}"
    entry = Entry.objects.get(action="learner.record_downloaded")
    assert entry.details == {
        "kind": kind,
        "number": entry.details["number"],
        "digest": hashlib.sha256(answer.content).hexdigest(),
    }
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="training-record-{entry.details["number"]}.{kind}"'
    )


def test_paper_that_counts_no_more_stands_under_the_name_on_it(keys):
    certificate = CertificateFactory(completion__expires_on=date(2026, 3, 5))
    holder = certificate.holder
    type(holder).objects.filter(pk=holder.pk).update(family_name="Ахметов")
    holder.refresh_from_db()

    whole = build_training_record(holder, at=timezone.now())

    assert whole.holder == "Ахметов Арман"
    (told,) = json.loads(record_json.sign_training_record(whole))["record"][
        "certificates"
    ]
    assert told["holder"] == "Сериков Арман"
    printed = text_of(record_pdf.render_training_record(whole, "en", attached=b"{}"))
    assert "Name on the certificate" in printed
    assert "Сериков Арман" in printed


def withdrawn_meanwhile(certificate):
    WithdrawalFactory(completion=certificate.completion)


def replaced_meanwhile(certificate):
    holder = StaffMember.objects.get(pk=certificate.holder.pk)
    holder.family_name = "Ахметов"
    holder.save()
    replace_renamed_certificates(
        [holder], reason="Name", by=None, at=AT, is_confirmed=True
    )


@pytest.mark.parametrize(
    ("act", "turn", "states"),
    [
        (withdrawn_meanwhile, 1, {"revoked"}),
        (replaced_meanwhile, 3, {"valid", "replaced"}),
    ],
)
def test_change_between_rows_and_trail_refuses_no_record(
    certificate, act, turn, states
):
    """It comes in after the rows were read, and before the trail is."""
    looks = count(1)

    def meanwhile(execute, sql, params, many, context):
        if 'FROM "audit_entry"' in sql and next(looks) == turn:
            act(certificate)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        whole = build_training_record(certificate.holder, at=timezone.now())

    assert {one.state for one in whole.certificates} == states


def forged_pass(certificate):
    rows = Completion.objects.filter(pk=certificate.completion_id)
    rows.update(expires_on=date(2099, 1, 1))


def added_pass(certificate):
    facts = {"learner": certificate.holder, "edition": certificate.completion.edition}
    CertifiedCompletionFactory.build(**facts).save()


def lost_withdrawal(certificate):
    WithdrawalFactory(completion=certificate.completion)
    Withdrawal.objects.all().delete()


def forged_paper(certificate):
    rows = Certificate.objects.filter(pk=certificate.pk)
    rows.update(expires_on=date(2099, 1, 1))


def hidden_pass(certificate):
    """A pass that another row, made by hand, takes the place of."""
    other = CertificateFactory(completion__learner=certificate.holder).completion
    rows = Completion.objects.filter(pk=other.pk)
    rows.update(supersedes=certificate.completion)


@pytest.mark.parametrize(
    "forge", [forged_pass, added_pass, lost_withdrawal, forged_paper, hidden_pass]
)
@pytest.mark.parametrize("name", ["whole-pdf", "whole-json"])
def test_nothing_is_sealed_that_the_audit_trail_does_not_bear_out(
    client, certificate, keys, name, forge
):
    forge(certificate)
    client.force_login(certificate.holder.user)

    answer = client.get(reverse(f"learner:{name}"))

    assert answer.status_code == 503
    assert not Entry.objects.filter(action="learner.record_downloaded").exists()


@pytest.mark.parametrize("name", ["whole-pdf", "whole-json"])
def test_without_a_key_the_page_says_what_to_do(
    client, certificate, settings, tmp_path, name
):
    settings.KEYS_DIR = tmp_path
    client.force_login(certificate.holder.user)

    answer = client.get(reverse(f"learner:{name}"))

    assert answer.status_code == 503
    assert not Entry.objects.filter(action="learner.record_downloaded").exists()


@pytest.mark.parametrize("name", ["whole-pdf", "whole-json"])
def test_nobody_without_a_record_gets_one(client, name):
    assert client.get(reverse(f"learner:{name}")).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse(f"learner:{name}")).status_code == 404


def test_record_page_leads_to_it(client, certificate):
    client.force_login(certificate.holder.user)

    page = client.get(reverse("learner:records"))

    for code in ("kk", "ru", "en"):
        assert f'href="{reverse("learner:whole-pdf")}?lang={code}"' in page.text
    assert f'href="{reverse("learner:whole-json")}"' in page.text
