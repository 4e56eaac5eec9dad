"""QTI as other systems write it, in both versions."""

import pytest

from content.questions.exchange.qti_files import read_qti, write_qti2, write_qti3
from content.questions.notation.exchange_question import (
    ExchangeChoice,
    ExchangeError,
    ExchangeGap,
    ExchangePair,
)
from content.questions.notation.xml_nodes import read_xml
from elearning.zip_files import build_zip
from tests.factories.exchange import asked


def second(declarations, body, processing=""):
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" '
        'identifier="i-1" title="Сила" adaptive="false" timeDependent="false" '
        f'xml:lang="ru-KZ">\n  {declarations}\n  <itemBody>{body}</itemBody>'
        f"{processing}</assessmentItem>"
    )


def declared(name, cardinality, base, *values, mapped=()):
    entries = "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in mapped
    )
    mapping = f'<mapping defaultValue="0">{entries}</mapping>' if mapped else ""
    right = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" '
        f'baseType="{base}"><correctResponse>{right}</correctResponse>{mapping}'
        "</responseDeclaration>"
    )


def one(text):
    reading, _encoding = read_qti(text.encode(), "kk")
    assert reading.faults == []
    (read,) = reading.questions
    return read.question


def fault(text):
    (found,) = read_qti(text.encode(), "kk")[0].faults
    return found.place, found.reason


def test_other_xml_is_no_item():
    with pytest.raises(ExchangeError, match="not a QTI item"):
        read_qti(b"<assessmentTest/>", "kk")


def test_item_that_asks_nothing_is_told_with_its_line():
    assert fault(second("", "<p>Текст</p>")) == (
        "1",
        "There is nothing to answer in this item.",
    )


def test_interaction_without_a_like_is_told_with_its_line():
    body = '\n<selectPointInteraction responseIdentifier="RESPONSE"/>'

    place, reason = fault(second("", body))

    assert (place, "selectPointInteraction" in reason) == ("4", True)


def test_item_that_asks_two_things_is_told():
    body = '<choiceInteraction responseIdentifier="A"/><orderInteraction responseIdentifier="B"/>'

    assert "several things at once" in fault(second("", body))[1]


def test_order_that_names_a_step_twice_is_told():
    body = (
        '<orderInteraction responseIdentifier="R"><simpleChoice identifier="a">А'
        '</simpleChoice><simpleChoice identifier="b">Б</simpleChoice></orderInteraction>'
    )

    text = second(declared("R", "ordered", "identifier", "a", "a"), body)

    assert "does not name each step exactly once" in fault(text)[1]


def test_choice_is_read_with_its_prompt_and_language():
    body = """
      <p>Ночью  в камере
         шум.</p>
      <choiceInteraction responseIdentifier="R" maxChoices="1">
        <prompt>Что <b>делать</b>?</prompt>
        <simpleChoice identifier="a">Войти<feedbackInline outcomeIdentifier="F"
          identifier="a" showHide="show">Одному нельзя.</feedbackInline></simpleChoice>
        <simpleChoice identifier="b">Вызвать помощь</simpleChoice>
      </choiceInteraction>"""

    question = one(second(declared("R", "single", "identifier", "b"), body))

    assert (question.language, question.type) == ("ru", "single")
    assert question.stem == "Ночью в камере шум.\nЧто делать?"
    assert question.choices == (
        ExchangeChoice("Войти", False, "Одному нельзя."),
        ExchangeChoice("Вызвать помощь", True),
    )


def test_mapped_choices_count_part_for_part():
    body = (
        '<choiceInteraction responseIdentifier="R"><simpleChoice identifier="a">А'
        '</simpleChoice><simpleChoice identifier="b">Б</simpleChoice></choiceInteraction>'
    )
    text = second(
        declared("R", "multiple", "identifier", "a", "b", mapped=[("a", 1), ("b", 1)]),
        body,
    )

    question = one(text)

    assert (question.type, question.counts_parts) == ("multiple", True)


def test_number_and_word_are_told_apart_by_their_base_type():
    body = '<p>Сколько? <textEntryInteraction responseIdentifier="R"/></p>'
    equal = (
        '<responseProcessing><responseCondition><responseIf><equal toleranceMode="absolute" '
        'tolerance="0.5 0.5"><variable identifier="R"/><correct identifier="R"/></equal>'
        "</responseIf></responseCondition></responseProcessing>"
    )

    number = one(second(declared("R", "single", "float", "15"), body, equal))
    word = one(
        second(
            declared("R", "single", "string", "да", mapped=[("ага", 1), ("ну", 0)]),
            body,
        )
    )

    assert (number.type, number.number, number.tolerance) == ("numeric", "15", "0.5")
    assert (word.type, word.accepted, word.stem) == ("text", ("да", "ага"), "Сколько?")


def test_several_entries_are_a_text_with_gaps():
    body = (
        '<p>Не дольше <textEntryInteraction responseIdentifier="A"/> суток по '
        '<inlineChoiceInteraction responseIdentifier="B"><inlineChoice identifier="x">'
        'правилу 44</inlineChoice><inlineChoice identifier="y">правилу 43</inlineChoice>'
        "</inlineChoiceInteraction>.</p>"
    )
    declarations = declared("A", "single", "string", "15") + declared(
        "B", "single", "identifier", "x"
    )

    question = one(second(declarations, body))

    assert question.passage == "Не дольше [[1]] суток по [[2]]."
    assert question.gaps == (
        ExchangeGap(("15",)),
        ExchangeGap(("правилу 44",), ("правилу 43",)),
    )


def test_third_version_is_read_by_its_own_names():
    text = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
      identifier="i-1" title="Сила" time-dependent="false" xml:lang="kk">
      <qti-response-declaration identifier="R" cardinality="multiple"
        base-type="directedPair"><qti-correct-response>
        <qti-value>l1 r1</qti-value><qti-value>l2 r1</qti-value>
      </qti-correct-response></qti-response-declaration>
      <qti-item-body><qti-match-interaction response-identifier="R">
        <qti-prompt>Сәйкестендіріңіз.</qti-prompt>
        <qti-simple-match-set>
          <qti-simple-associable-choice identifier="l1" match-max="1">
            Күш</qti-simple-associable-choice>
          <qti-simple-associable-choice identifier="l2" match-max="1">
            Баянат</qti-simple-associable-choice>
        </qti-simple-match-set>
        <qti-simple-match-set>
          <qti-simple-associable-choice identifier="r1" match-max="2">
            82</qti-simple-associable-choice>
          <qti-simple-associable-choice identifier="r2" match-max="2">
            43</qti-simple-associable-choice>
        </qti-simple-match-set>
      </qti-match-interaction></qti-item-body></qti-assessment-item>"""

    question = one(text)

    assert question.stem == "Сәйкестендіріңіз."
    assert question.pairs == (
        ExchangePair("Күш", "82"),
        ExchangePair("Баянат", "82"),
        ExchangePair("", "43"),
    )


def test_file_that_a_manifest_names_in_vain_is_told():
    manifest = (
        b'<manifest><resources><resource type="imsqti_item_xmlv2p1" href="items/a.xml"/>'
        b'<resource type="webcontent" href="a.css"/></resources></manifest>'
    )

    (found,) = read_qti(build_zip({"imsmanifest.xml": manifest}), "kk")[0].faults

    assert (found.place, "not in the package" in found.reason) == ("items/a.xml", True)


def test_damaged_item_does_not_hold_up_the_others():
    manifest = (
        b"<manifest><resources>"
        b'<resource type="imsqti_item_xmlv2p1" href="a.xml"/>'
        b'<resource type="imsqti_item_xmlv2p1" href="b.xml"/>'
        b"</resources></manifest>"
    )
    body = '<extendedTextInteraction responseIdentifier="R"/><p>Назовите.</p>'
    files = {
        "imsmanifest.xml": manifest,
        "a.xml": b"<a",
        "b.xml": second("", body).encode(),
    }

    reading, _encoding = read_qti(build_zip(files), "kk")

    assert [found.place for found in reading.faults] == ["a.xml"]
    assert [(read.question.type, read.place) for read in reading.questions] == [
        ("open", "b.xml: 1")
    ]


@pytest.mark.parametrize(
    ("write", "name", "space"),
    [
        (write_qti2, "assessmentItem", "http://www.imsglobal.org/xsd/imsqti_v2p1"),
        (
            write_qti3,
            "qti-assessment-item",
            "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        ),
    ],
)
def test_items_call_themselves_as_their_version_does(write, name, space):
    from content.questions.exchange.zip_reader import extract_xml_files

    files = extract_xml_files(write([asked("single")])[0])

    item = files["items/q-T1-Q01-kk.xml"].decode()
    assert f'<{name} xmlns="{space}"' in item
    (resource,) = read_xml(files["imsmanifest.xml"].decode()).under("resource")
    assert resource.get("href") == "items/q-T1-Q01-kk.xml"
