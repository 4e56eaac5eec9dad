"""What may tell of real people is found; the lessons as they stand are left alone."""

import pytest

from content.curriculum.bundle_reader import DEFAULT
from content.privacy.national_ids import compute_check_digit
from content.privacy.sensitive_data import SensitiveDataKind, detect_sensitive_data
from content.privacy.text_extraction import extract_stored_text

IIN = f"90010130012{compute_check_digit('90010130012')}"


def found(text, names=()):
    return [(one.kind, one.words) for one in detect_sensitive_data(text, names)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (f"ЖСН {IIN} болған", SensitiveDataKind.IIN, IIN),
        (
            "по материалам ЕРДР 235500121000123",
            SensitiveDataKind.CASE,
            "ЕРДР 235500121000123",
        ),
        (
            "Дело 7599-23-00-1/123 рассмотрено",
            SensitiveDataKind.CASE,
            "7599-23-00-1/123",
        ),
        ("в уголовном деле № 45/21", SensitiveDataKind.CASE, "уголовном деле № 45/21"),
        ("Личное дело №1204", SensitiveDataKind.CASE, "Личное дело №1204"),
        ("жеке іс № 12-3 ашылды", SensitiveDataKind.CASE, "жеке іс № 12-3"),
        ("№ 123/22 қылмыстық іс", SensitiveDataKind.CASE, "№ 123/22 қылмыстық іс"),
        (
            "criminal case No. 12/2023",
            SensitiveDataKind.CASE,
            "criminal case No. 12/2023",
        ),
        ("ДСП", SensitiveDataKind.SECRECY, "ДСП"),
        ("Текст\nДСП экз. № 2\nтекст", SensitiveDataKind.SECRECY, "ДСП экз. № 2"),
        (
            "Для служебного пользования",
            SensitiveDataKind.SECRECY,
            "Для служебного пользования",
        ),
        (
            "ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ Приказ начальника",
            SensitiveDataKind.SECRECY,
            "ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ",
        ),
        ("Секретно. Экз. № 3", SensitiveDataKind.SECRECY, "Секретно. Экз. № 3"),
        (
            "Қызметтік пайдалану үшін",
            SensitiveDataKind.SECRECY,
            "Қызметтік пайдалану үшін",
        ),
        ("ҚҰПИЯ", SensitiveDataKind.SECRECY, "ҚҰПИЯ"),
        ("Осужденный Тестов отказался", SensitiveDataKind.NAME, "Тестов"),
        (
            "перевели осужденного Тестова Т. Т. ночью",
            SensitiveDataKind.NAME,
            "Тестова Т. Т.",
        ),
        ("заключенной Т. Тестовой", SensitiveDataKind.NAME, "Т. Тестовой"),
        ("Сотталған Тестовтің өтініші", SensitiveDataKind.NAME, "Тестовтің"),
        ("сотталған Т. Тестов", SensitiveDataKind.NAME, "Т. Тестов"),
        ("айыпталушы Тест Тестұлы", SensitiveDataKind.NAME, "Тест Тестұлы"),
        ("The prisoner Testov said", SensitiveDataKind.NAME, "Testov"),
    ],
)
def test_what_tells_of_somebody_is_found(text, kind, words):
    assert found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Осужденный отказался от пищи.",
        "Осужденные Республики Казахстан вправе обращаться в суд.",
        "Правила обращения с заключенными (Правила Нельсона Манделы)",
        "Сотталған адамға түсіндіріңіз.",
        "Документ с грифом «для служебного пользования» не читают вслух.",
        "Экземпляр ДСП хранится в сейфе.",
        "Құпия ақпарат жария етілмейді.",
        "«Қызметтік пайдалану үшін» деген белгісі бар құжат",
        "Статья 146 Уголовного кодекса, часть 2",
        "Приказ № 508 от 17 ноября 2014 года",
        "Телефон +7 701 123 45 67, до 18.00",
        "900101300120 и 123456789012",
        "Убедительная тайна: секретно хранить пароли.",
    ],
)
def test_text_that_tells_of_nobody_is_left_alone(text):
    assert found(text) == []


def test_stop_list_finds_a_name_in_every_case():
    assert found("Видели Тестова и Тестовым", ["Тестов"]) == [
        (SensitiveDataKind.NAME, "Тестова"),
        (SensitiveDataKind.NAME, "Тестовым"),
    ]


def test_passage_is_told_once_and_all_in_their_order():
    text = f"Осужденный Тестов, ИИН {IIN}, личное дело № 45/21"

    assert [one.kind for one in detect_sensitive_data(text, ["Тестов"])] == [
        SensitiveDataKind.NAME,
        SensitiveDataKind.IIN,
        SensitiveDataKind.CASE,
    ]


def test_words_of_stored_blocks_are_read_without_tags_and_ids():
    raw = [
        {
            "id": IIN,
            "type": "text",
            "value": {"text": f"<p>{IIN[:6]}<b>{IIN[6:]}</b></p><p>b &amp; c</p>"},
        }
    ]

    assert extract_stored_text(raw) == f"{IIN}\nb & c"


def test_curriculum_is_left_alone():
    """At most two of a hundred texts may be stopped; of these, none is."""
    texts = {path for path in DEFAULT.rglob("*") if path.suffix in {".md", ".yaml"}}
    files = texts - set(DEFAULT.rglob("approvals.yaml"))  # hashes, and no text
    paragraphs = [
        part for path in files for part in path.read_text("utf-8").split("\n\n")
    ]

    assert len(paragraphs) > 500
    assert [one for part in paragraphs for one in found(part)] == []
