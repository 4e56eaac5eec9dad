import io
import subprocess

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from courses.certificates.designs.design_rules import PARTS
from courses.certificates.documents import certificate_document, certificate_texts
from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.models import KeyRevocation, SigningKey
from courses.certificates.qr_claims import claim_codec
from elearning.installation.models import Demonstration
from tests.courses.certificates.documents.checking import faults_of
from tests.factories.certificates import CertificateFactory
from tests.factories.designs import EMBLEM, DesignFactory, words
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]

LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"


def read(sheet):
    return PdfReader(io.BytesIO(sheet))


def read_code(paper, folder):
    """What the square code on a paper says to a camera."""
    file = folder / "paper.pdf"
    file.write_bytes(paper)
    draw = ["pdftoppm", "-r", "200", "-png", "-singlefile", file, folder / "paper"]
    subprocess.run(draw, check=True)
    (code,) = zxingcpp.read_barcodes(Image.open(folder / "paper.png"))
    return code.text


def text_of(sheet):
    """The text of the only page, its spaces and line ends made even."""
    (page,) = read(sheet).pages
    return " ".join(page.extract_text().split())


def tight(text):
    """``text`` without spaces, which letters set apart seem to have, and capitals."""
    return "".join(text.split()).lower()


def test_what_typst_refuses_is_told_in_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "certificate.typ").write_text("#panic()")
    monkeypatch.setitem(
        certificate_document.TEMPLATES, "sheet", tmp_path / "certificate.typ"
    )

    with pytest.raises(PrintingError, match=r"\.$"):
        certificate_document.render_certificate_pdf(CertificateFactory(), "en")


@pytest.mark.parametrize("form", ["sheet", "card"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Көрсетілім: адамдар ойдан алынған"),
        ("ru", "Демонстрация: люди вымышлены"),
        ("en", "Demonstration: invented people"),
    ],
)
def test_paper_of_a_demonstration_says_so(language, words, form, tmp_path):
    certificate = CertificateFactory()
    assert tight(words) not in tight(
        text_of(
            certificate_document.render_certificate_pdf(certificate, language, form)
        )
    )

    Demonstration.objects.create()
    paper = certificate_document.render_certificate_pdf(certificate, language, form)

    assert tight(words) in tight(text_of(paper))
    assert faults_of(paper, tmp_path) == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pdf_says_what_the_certificate_says(language):
    certificate = CertificateFactory(
        holder_name="Қыдырбаева Әсел Ғаниқызы", public_titles={language: LETTERS}
    )

    text = text_of(certificate_document.render_certificate_pdf(certificate, language))

    assert certificate.number in text
    assert certificate.grouped_code in text
    assert certificate.holder_name in text
    assert LETTERS in text
    assert "http://localhost:8000/v/" in text
    assert "2026" in text
    assert "2028" in text


def test_pdf_gives_dates_in_words():
    text = text_of(
        certificate_document.render_certificate_pdf(CertificateFactory(), "en")
    )

    assert "2 March 2026" in text
    assert "2 March 2028" in text


def test_pdf_tells_neither_post_nor_place():
    certificate = CertificateFactory()
    AppointmentFactory(
        staff_member=certificate.holder,
        establishment=EstablishmentFactory(title_ru="Колония", title_kk="Колония"),
        post=PostFactory(title_kk="теолог", title_ru="теолог", title_en="theologian"),
    )

    for language in ("kk", "ru", "en"):
        text = text_of(
            certificate_document.render_certificate_pdf(certificate, language)
        ).lower()
        assert not [word for word in ("теолог", "theolog", "колония") if word in text]
        assert certificate.holder.staff_number not in text


def test_pdf_is_tagged_titled_and_in_its_language():
    certificate = CertificateFactory()

    reader = read(certificate_document.render_certificate_pdf(certificate, "ru"))

    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "ru"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert certificate.number in reader.metadata.title
    assert certificate.holder_name not in str(reader.metadata)
    described = reader.xmp_metadata.stream.get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in described
    assert b"<pdfaid:part>3</pdfaid:part>" in described
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in described


@pytest.mark.parametrize("form", ["sheet", "card"])
def test_pdf_is_the_same_every_time(form):
    certificate = CertificateFactory()

    once, again = (
        certificate_document.render_certificate_pdf(certificate, "kk", form, b"{}")
        for _ in range(2)
    )

    assert once == again


@pytest.mark.parametrize("form", ["sheet", "card"])
@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        "$x$ *a* _b_ @c",
        "Ы" * 302,
        "Қыдырбаева " * 27,
        "<script>",
        "a=b",
        "عائشة بنت محمد",
        "\u202eӘсел\u2066",
        "金正\U0001f642",
    ],
)
def test_any_name_is_printed_on_one_page(name, form):
    certificate = CertificateFactory(
        holder_name=name, public_titles={"kk": "Өте ұзақ атау " * 18}
    )

    assert (
        len(
            read(
                certificate_document.render_certificate_pdf(certificate, "kk", form)
            ).pages
        )
        == 1
    )


@pytest.mark.parametrize("form", ["sheet", "card"])
def test_the_fullest_design_and_the_longest_names_stay_on_one_page(form):
    said = {
        code: {part.name: ("Шыңғырлау " * 20)[: part.room] for part in PARTS}
        for code in ("kk", "ru", "en")
    }
    certificate = CertificateFactory(
        design=DesignFactory(words=said, emblem=EMBLEM),
        holder_name="Қожахметқызы " * 23,
        public_titles={"kk": ("Өте ұзақ атау " * 20)[:255]},
    )

    assert (
        len(
            read(
                certificate_document.render_certificate_pdf(certificate, "kk", form)
            ).pages
        )
        == 1
    )


@pytest.mark.parametrize("form", ["sheet", "card"])
def test_credential_travels_in_the_file_as_it_is(form):
    credential = '{"name": "Сертификат, ә"}'.encode()

    reader = read(
        certificate_document.render_certificate_pdf(
            CertificateFactory(), "kk", form, credential
        )
    )

    (attachment,) = reader.attachment_list
    assert attachment.name == "credential.json"
    assert attachment.content == credential
    assert attachment.subtype == "/application/ld+json"
    assert attachment.associated_file_relationship == "/Alternative"
    assert attachment.description


def test_nothing_is_attached_where_there_is_no_credential():
    assert not list(
        read(
            certificate_document.render_certificate_pdf(CertificateFactory(), "kk")
        ).attachment_list
    )


def test_pdf_prints_the_offices_order_where_one_is_set(settings):
    settings.CERTIFICATE_BASIS = {"en": "Order No. 7 of 1 February 2026."}
    certificate = CertificateFactory()

    assert "Order No. 7 of 1 February 2026." in text_of(
        certificate_document.render_certificate_pdf(certificate, "en")
    )
    assert "Order" not in text_of(
        certificate_document.render_certificate_pdf(certificate, "kk")
    )


@pytest.mark.parametrize("basis", ["exam", "lessons", "external"])
def test_words_name_what_the_pass_rests_on(basis):
    certificate = CertificateFactory(completion__basis=basis)

    assert len(certificate_texts.build_certificate_texts(certificate)["basis"]) == 1


def test_observed_practice_stands_apart_and_only_where_it_was_observed():
    certificate = CertificateFactory()

    told = certificate_texts.build_certificate_texts(
        certificate, ["Night round, seen on 4 May 2026"]
    )

    assert certificate_texts.build_certificate_texts(certificate)["practice"] == []
    assert told["practice"] == ["Night round, seen on 4 May 2026"]
    assert "Night" not in " ".join(told["basis"])


@pytest.mark.parametrize("form", ["sheet", "card"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_paper_looks_and_speaks_as_the_design_it_was_issued_with(language, form):
    said = words(**{code: {"office": "Басқарма"} for code in ("kk", "ru", "en")})
    certificate = CertificateFactory(design=DesignFactory(words=said, emblem=EMBLEM))

    text = tight(
        text_of(
            certificate_document.render_certificate_pdf(certificate, language, form)
        )
    )

    own = [tight(said[language][name]) for name in ("issuer", "heading")]
    assert [one for one in own if one not in text] == []
    assert ("басқарма" in text) == (form == "sheet")


def test_without_a_key_that_can_sign_no_paper_is_set():
    now = timezone.now()
    for key in SigningKey.objects.all():
        KeyRevocation.objects.create(key=key, revoked_at=now, reason="Lost")

    with pytest.raises(UnusableKeyError):
        certificate_document.render_certificate_pdf(CertificateFactory(), "kk")


@pytest.mark.parametrize("form", ["sheet", "card"])
def test_square_code_can_be_read_by_a_camera_and_is_the_claim(form, tmp_path):
    certificate = CertificateFactory()

    code = read_code(
        certificate_document.render_certificate_pdf(certificate, "kk", form), tmp_path
    )

    assert code == claim_codec.build_qr_url(certificate)


@pytest.mark.parametrize("form", ["sheet", "card"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_checkers_of_accessible_pdf_find_no_error(language, form, tmp_path):
    certificate = CertificateFactory(design=DesignFactory(emblem=EMBLEM))

    paper = certificate_document.render_certificate_pdf(
        certificate, language, form, b"{}"
    )

    assert faults_of(paper, tmp_path) == []
