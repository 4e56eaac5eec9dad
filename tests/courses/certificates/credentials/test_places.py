from courses.certificates.credentials.places import LENGTH, Place, place_of, rows_of


def test_every_row_of_a_list_has_a_place_of_its_own():
    first, last = rows_of(2)

    places = {place_of(pk) for pk in range(first, last + 1)}

    assert places == {Place(2, index) for index in range(LENGTH)}


def test_places_stay_what_they_were_when_they_were_printed():
    assert [place_of(pk) for pk in (1, 2, LENGTH, LENGTH + 1)] == [
        Place(0, 48_611),
        Place(0, 128),
        Place(0, 97_094),
        Place(1, 48_611),
    ]
