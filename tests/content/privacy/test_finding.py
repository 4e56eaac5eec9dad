"""What may tell of real people is found; the lessons as they stand are left alone."""

import pytest

from content.curriculum.bundles import DEFAULT
from content.privacy.finding import Kind, find
from content.privacy.identifiers import check_digit
from content.privacy.reading import text_of

IIN = f"90010130012{check_digit('90010130012')}"


def found(text, names=()):
    return [(one.kind, one.words) for one in find(text, names)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (f"ЖСН {IIN} болған", Kind.IIN, IIN),
        ("по материалам ЕРДР 235500121000123", Kind.CASE, "ЕРДР 235500121000123"),
        ("Дело 7599-23-00-1/123 рассмотрено", Kind.CASE, "7599-23-00-1/123"),
        ("в уголовном деле № 45/21", Kind.CASE, "уголовном деле № 45/21"),
        ("Личное дело №1204", Kind.CASE, "Личное дело №1204"),
        ("жеке іс № 12-3 ашылды", Kind.CASE, "жеке іс № 12-3"),
        ("№ 123/22 қылмыстық іс", Kind.CASE, "№ 123/22 қылмыстық іс"),
        ("criminal case No. 12/2023", Kind.CASE, "criminal case No. 12/2023"),
        ("ДСП", Kind.SECRECY, "ДСП"),
        ("Текст\nДСП экз. № 2\nтекст", Kind.SECRECY, "ДСП экз. № 2"),
        ("Для служебного пользования", Kind.SECRECY, "Для служебного пользования"),
        (
            "ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ Приказ начальника",
            Kind.SECRECY,
            "ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ",
        ),
        ("Секретно. Экз. № 3", Kind.SECRECY, "Секретно. Экз. № 3"),
        ("Қызметтік пайдалану үшін", Kind.SECRECY, "Қызметтік пайдалану үшін"),
        ("ҚҰПИЯ", Kind.SECRECY, "ҚҰПИЯ"),
        ("Осужденный Тестов отказался", Kind.NAME, "Тестов"),
        ("перевели осужденного Тестова Т. Т. ночью", Kind.NAME, "Тестова Т. Т."),
        ("заключенной Т. Тестовой", Kind.NAME, "Т. Тестовой"),
        ("Сотталған Тестовтің өтініші", Kind.NAME, "Тестовтің"),
        ("сотталған Т. Тестов", Kind.NAME, "Т. Тестов"),
        ("айыпталушы Тест Тестұлы", Kind.NAME, "Тест Тестұлы"),
        ("The prisoner Testov said", Kind.NAME, "Testov"),
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
        (Kind.NAME, "Тестова"),
        (Kind.NAME, "Тестовым"),
    ]


def test_passage_is_told_once_and_all_in_their_order():
    text = f"Осужденный Тестов, ИИН {IIN}, личное дело № 45/21"

    assert [one.kind for one in find(text, ["Тестов"])] == [
        Kind.NAME,
        Kind.IIN,
        Kind.CASE,
    ]


def test_words_of_stored_blocks_are_read_without_tags_and_ids():
    raw = [
        {
            "id": IIN,
            "type": "text",
            "value": {"text": f"<p>{IIN[:6]}<b>{IIN[6:]}</b></p><p>b &amp; c</p>"},
        }
    ]

    assert text_of(raw) == f"{IIN}\nb & c"


def test_curriculum_is_left_alone():
    """At most two of a hundred texts may be stopped; of these, none is."""
    texts = {path for path in DEFAULT.rglob("*") if path.suffix in {".md", ".yaml"}}
    files = texts - set(DEFAULT.rglob("approvals.yaml"))  # hashes, and no text
    paragraphs = [
        part for path in files for part in path.read_text("utf-8").split("\n\n")
    ]

    assert len(paragraphs) > 500
    assert [one for part in paragraphs for one in found(part)] == []
