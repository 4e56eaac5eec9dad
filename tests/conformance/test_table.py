"""The list of requirements is whole, and docs/conformance.md says what the tests prove."""

from tests.conformance import requirements, table


def test_every_number_is_listed_once():
    numbers = [f"XAPI-{number:05}" for number in range(1, 337)]

    listed = requirements.read()

    assert [number for number in listed if number.startswith("XAPI")] == numbers
    assert all(one.words and one.section and one.versions for one in listed.values())


def test_page_says_what_the_tests_prove():
    written = table.PATH.read_text()

    assert written == table.written(), "Run python -m tests.conformance.table."
