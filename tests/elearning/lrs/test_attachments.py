"""The data of attachments: taken with statements, kept once, given out again."""

import json
from hashlib import sha224, sha256, sha512

import pytest
from django.apps import apps
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from elearning.lrs.models import (
    Attachment,
    CredentialScope,
    Statement,
    StatementAttachment,
)
from elearning.lrs.statements.multipart import parse_multipart
from tests.elearning.lrs.cases import ID
from tests.elearning.lrs.clients import BOUNDARY, Lrs, Piece, attachment, mixed, part
from tests.factories.lrs import OTHER, headers, statement

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
DATA = b"here is a simple attachment"
MORE = bytes(range(256)) + b"\r\n--abc\r\n\r\n"
URL = {"fileUrl": "https://example.org/file"}


def with_data(*datas, **parts):
    return statement(attachments=[attachment(data) for data in datas], **parts)


def rows():
    """How many rows there are of everything the store keeps."""
    models = apps.get_app_config("lrs").get_models()
    return {model.__name__: model.objects.count() for model in models}


def received(answer):
    """The JSON and the data of an answer in parts, by hash."""
    kind, _semicolon, boundary = answer["Content-Type"].partition("; boundary=")
    assert kind == "multipart/mixed"
    first, *others = parse_multipart(b"".join(answer.streaming_content), boundary)
    assert first.headers == {"content-type": "application/json"}
    assert all(item.headers["content-transfer-encoding"] == "binary" for item in others)
    data = {
        item.headers["x-experience-api-hash"]: (
            item.headers["content-type"],
            item.content,
        )
        for item in others
    }
    return json.loads(first.content), data


def expected(*datas, kind="text/plain"):
    return {sha256(data).hexdigest(): (kind, data) for data in datas}


# --- What is refused, and stores nothing ---------------------------------------------

NO_HASH = part(DATA, X_Experience_API_Hash=None)
REFUSED = {
    "missing part": (with_data(DATA, MORE), [DATA], "$[0].attachments[1]"),
    "no part at all": (with_data(DATA), [], "$[0].attachments[0]"),
    "surplus part": (with_data(DATA), [DATA, MORE], "part 2"),
    "part without attachments": (statement(), [DATA], "part 1"),
    "part without a hash": (with_data(DATA), [NO_HASH], "part 1"),
    "hash that is none": (
        with_data(DATA),
        [part(DATA, X_Experience_API_Hash="x" * 64)],
        "part 1",
    ),
    "hash of other data": (
        with_data(DATA),
        [part(MORE, X_Experience_API_Hash=sha256(DATA).hexdigest())],
        "part 1",
    ),
    "other encoding": (
        with_data(DATA),
        [part(DATA, Content_Transfer_Encoding="base64")],
        "part 1",
    ),
    "no encoding": (
        with_data(DATA),
        [part(DATA, Content_Transfer_Encoding=None)],
        "part 1",
    ),
    "other type": (with_data(DATA), [part(DATA, Content_Type="image/png")], "part 1"),
    "other charset": (
        statement(attachments=[attachment(DATA, contentType="text/plain; charset=x")]),
        [part(DATA, Content_Type="text/plain; charset=y")],
        "part 1",
    ),
    "statements in two parts": (
        with_data(DATA),
        [DATA, Piece(b"Content-Type: application/json\r\n\r\n{}")],
        "part 2",
    ),
    "missing in a sub-statement": (
        statement(object={"objectType": "SubStatement", **with_data(DATA)}),
        [],
        "$[0].object.attachments[0]",
    ),
    "second statement bad": (
        [with_data(DATA), statement(actor={})],
        [DATA],
        "$[1].actor",
    ),
}


@pytest.mark.parametrize(
    ("content", "datas", "path"), REFUSED.values(), ids=REFUSED.keys()
)
def test_parts_that_do_not_fit_are_refused_whole(any_lrs, content, datas, path):
    before = rows()

    answer = any_lrs.mixed(content, *datas)

    assert (answer.status_code, answer.json()["path"]) == (400, path)
    assert answer.json()["message"].endswith(".")
    assert rows() == before


@pytest.mark.parametrize(
    "body, boundary",
    [
        (mixed(with_data(DATA), DATA), None),
        (mixed(with_data(DATA), DATA), "other"),
        (mixed(with_data(DATA), DATA)[:-10], BOUNDARY),
        (
            mixed(with_data(DATA), DATA).replace(b"application/json", b"text/plain"),
            BOUNDARY,
        ),
        (
            mixed(with_data(DATA), DATA).replace(b"/json", b"/json; charset=x"),
            BOUNDARY,
        ),
        (
            mixed(with_data(DATA), DATA).replace(b"Content-Type: app", b"X: app"),
            BOUNDARY,
        ),
        (mixed(with_data(DATA), DATA).replace(b'{"actor"', b'"actor"'), BOUNDARY),
        (b"", BOUNDARY),
    ],
)
def test_body_that_is_not_in_parts_is_refused_whole(any_lrs, body, boundary):
    before = rows()
    kind = "multipart/mixed" + (f'; boundary="{boundary}"' if boundary else "")

    answer = any_lrs.post(body, content_type=kind)

    assert answer.status_code == 400
    assert rows() == before


def test_json_alone_needs_an_address_for_every_attachment(any_lrs):
    assert any_lrs.mixed(with_data(DATA), DATA).status_code == 200
    before = rows()

    answer = any_lrs.post(with_data(DATA))

    assert (answer.status_code, answer.json()["path"]) == (400, "$[0].attachments[0]")
    assert rows() == before
    assert (
        any_lrs.post(statement(attachments=[attachment(DATA, **URL)])).status_code
        == 200
    )


def test_conflict_keeps_no_data(lrs):
    lrs.stored(id=ID)
    before = rows()

    answer = lrs.mixed([statement(), with_data(DATA, id=ID, actor=OTHER)], DATA)

    assert answer.status_code == 409
    assert rows() == before


@settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
@example(None)
def test_damaged_body_is_stored_whole_or_not_at_all(lrs, data):
    whole = mixed([with_data(DATA, MORE), statement()], DATA, MORE)
    if data is None:
        damaged = whole
    else:
        place = data.draw(st.integers(0, len(whole)))
        cut = data.draw(st.integers(0, 40))
        damaged = (
            whole[:place] + data.draw(st.binary(max_size=8)) + whole[place + cut :]
        )
    before = rows()

    answer = lrs.post(damaged, content_type=f'multipart/mixed; boundary="{BOUNDARY}"')

    assert answer.status_code in {200, 400}
    after = rows()
    if answer.status_code == 400:
        assert after == before
    else:
        assert after["Statement"] == before["Statement"] + len(answer.json())


# --- What is taken, kept and given out -----------------------------------------------


def test_data_comes_back_as_it_went_in(any_lrs):
    answer = any_lrs.mixed(with_data(DATA, MORE), DATA, MORE)
    (uuid,) = answer.json()

    content, data = received(any_lrs.get(statementId=uuid, attachments="true"))

    assert answer.status_code == 200
    assert content == Statement.objects.get().content
    assert data == expected(DATA, MORE)


def test_without_the_wish_no_data_is_given(any_lrs):
    (uuid,) = any_lrs.mixed(with_data(DATA), DATA).json()

    for asked in ({}, {"attachments": "false"}):
        one, many = any_lrs.get(statementId=uuid, **asked), any_lrs.get(**asked)
        assert one["Content-Type"] == many["Content-Type"] == "application/json"
        assert one.json()["id"] == uuid


def test_answer_is_in_parts_even_without_data(any_lrs):
    content, data = received(any_lrs.get(attachments="true"))

    assert (content, data) == ({"statements": [], "more": ""}, {})


def test_put_takes_data_too(client, lrs):
    answer = client.put(
        f"{lrs.url}?statementId={ID}",
        mixed(with_data(DATA), DATA),
        content_type=f'multipart/mixed; boundary="{BOUNDARY}"',
        headers=lrs.sent,
    )

    assert answer.status_code == 204
    assert received(lrs.get(statementId=ID, attachments="true"))[1] == expected(DATA)


def test_data_is_kept_once_and_given_once(lrs):
    for _ in range(2):
        batch = [with_data(DATA), with_data(DATA, MORE)]
        assert lrs.mixed(batch, DATA, MORE, DATA).status_code == 200

    content, data = received(lrs.get(attachments="true"))

    assert len(content["statements"]) == 4
    assert data == expected(DATA, MORE)
    assert (Attachment.objects.count(), StatementAttachment.objects.count()) == (2, 6)


def test_same_statement_again_keeps_nothing_new(lrs):
    content = statement(id=ID, attachments=[attachment(DATA, **URL)])
    lrs.post(content)

    assert lrs.mixed(content, DATA).status_code == 200
    assert not Attachment.objects.exists()


def test_pages_and_formats_bring_their_own_data(client, lrs):
    for data in (b"1", b"2", b"3"):
        lrs.mixed(with_data(data), data)
    answer = lrs.get(attachments="true", limit=2, format="ids")

    first, data = received(answer)
    second, others = received(client.get(first["more"], headers=lrs.sent))

    assert data == expected(b"3", b"2")
    assert others == expected(b"1")
    for page in (first, second):
        assert all(item["object"].keys() == {"id"} for item in page["statements"])
    assert second["more"] == ""


def test_head_names_the_type_without_the_data(client, lrs):
    lrs.mixed(with_data(DATA), DATA)

    answer = client.head(lrs.url, {"attachments": "true"}, headers=lrs.sent)

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("multipart/mixed; boundary=")
    assert answer.content == b""


def test_sub_statement_has_attachments_of_its_own(lrs):
    sub = {"objectType": "SubStatement", **with_data(DATA)}

    assert lrs.mixed(statement(object=sub), DATA).status_code == 200
    assert received(lrs.get(attachments="true"))[1] == expected(DATA)


def test_address_may_stand_in_for_data_or_beside_it(any_lrs):
    listed = [attachment(DATA, **URL), attachment(MORE, **URL)]

    answer = any_lrs.mixed(statement(attachments=listed), DATA)

    assert answer.status_code == 200
    assert received(any_lrs.get(attachments="true"))[1] == expected(DATA)
    assert any_lrs.mixed(statement(attachments=listed)).status_code == 200
    assert any_lrs.mixed(statement()).status_code == 200


@pytest.mark.parametrize("algorithm", [sha224, sha256, sha512])
def test_every_sha2_is_known_in_any_case(lrs, algorithm):
    digest = algorithm(DATA).hexdigest()
    content = statement(attachments=[attachment(DATA, sha2=digest.upper())])

    answer = lrs.mixed(content, part(DATA, X_Experience_API_Hash=digest))

    assert answer.status_code == 200
    assert received(lrs.get(attachments="true"))[1] == {digest: ("text/plain", DATA)}


def test_length_need_not_be_right(lrs):
    content = statement(attachments=[attachment(DATA, length=3)])

    assert lrs.mixed(content, DATA).status_code == 200


def test_part_may_say_less_of_its_type_than_the_statement(lrs):
    content = statement(
        attachments=[attachment(DATA, contentType="Text/Plain;charset=x")]
    )

    assert lrs.mixed(content, part(DATA, Content_Type="text/plain")).status_code == 200
    assert lrs.mixed(content, part(DATA, Content_Type=None)).status_code == 200


def test_type_cannot_smuggle_a_header_into_an_answer(lrs):
    odd = 'text/plain; x="\r\nX-Evil: 1"'
    content = statement(attachments=[attachment(DATA, contentType=odd)])

    answer = lrs.mixed(content, part(DATA, Content_Type=None))

    if answer.status_code == 200:  # whether it is a media type says the validator
        data = received(lrs.get(attachments="true"))[1]
        assert data == expected(DATA, kind="application/octet-stream")


def test_reader_gets_the_data_of_what_she_may_read(client, lrs):
    lrs.mixed(with_data(DATA), DATA)
    mine = Lrs(client, headers(CredentialScope.WRITE, CredentialScope.READ_MINE))
    mine.post(statement(attachments=[attachment(DATA, **URL)]))

    content, data = received(mine.get(attachments="true"))

    assert len(content["statements"]) == 1
    assert data == {}, "this data came with somebody else's statement"
