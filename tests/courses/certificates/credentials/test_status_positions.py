from courses.certificates.credentials.status_positions import (
    LENGTH,
    StatusPosition,
    compute_row_range,
    compute_status_position,
)


def test_every_row_of_a_list_has_a_place_of_its_own():
    first, last = compute_row_range(2)

    places = {compute_status_position(pk) for pk in range(first, last + 1)}

    assert places == {StatusPosition(2, index) for index in range(LENGTH)}


def test_places_stay_what_they_were_when_they_were_printed():
    assert [compute_status_position(pk) for pk in (1, 2, LENGTH, LENGTH + 1)] == [
        StatusPosition(0, 48_611),
        StatusPosition(0, 128),
        StatusPosition(0, 97_094),
        StatusPosition(1, 48_611),
    ]
