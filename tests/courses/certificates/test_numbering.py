import pytest

from courses.certificates import numbering

NUMBER = numbering.format_certificate_number("C4-M1", 2026, 4217)


def test_number_says_course_year_and_running_number():
    assert NUMBER.startswith("C4-M1-2026-004217-")
    assert len(NUMBER.rpartition("-")[2]) == 2


@pytest.mark.parametrize("place", range(len(NUMBER)))
def test_number_with_one_wrong_character_is_found_out(place):
    other = "8" if NUMBER[place] != "8" else "9"

    assert not numbering.has_valid_check_digits(
        NUMBER[:place] + other + NUMBER[place + 1 :]
    )


@pytest.mark.parametrize("place", range(len(NUMBER) - 1))
def test_number_with_two_characters_changed_round_is_found_out(place):
    first, second = NUMBER[place : place + 2]

    if first != second:
        turned = NUMBER[:place] + second + first + NUMBER[place + 2 :]
        assert not numbering.has_valid_check_digits(turned)


@pytest.mark.parametrize("text", ["", "-", "7K", "-7K", "сертификат"])
def test_text_without_a_check_is_no_number(text):
    assert not numbering.has_valid_check_digits(text)


def test_number_is_known_whatever_its_case():
    assert numbering.has_valid_check_digits(f" {NUMBER.lower()} ")


def test_code_has_140_random_bits():
    codes = {numbering.new_code() for _count in range(200)}

    assert len(codes) == 200
    assert all(numbering.has_code_format(code) for code in codes)
    assert 28 * 5 >= 128


def test_code_as_people_type_it_is_put_right():
    code = "7K3Q9ZX2M4P8RT5WVY6B1CDE0HJN"

    assert numbering.format_grouped_code(code) == "7K3Q 9ZX2 M4P8 RT5W VY6B 1CDE 0HJN"
    assert numbering.normalise_code(" 7k3q-9zx2 m4p8–rt5w vy6b icde ohjn ") == code
