"""Attachments and the bodies they come in (Data 2.4.11, Communication 1.5, 2.1.3)."""

import pytest

from tests.conformance.bodies import (
    BOUNDARY,
    MIXED,
    attached,
    described,
    mixed,
    parts_of,
    spoken,
)
from tests.conformance.things import about_new, sent
from tests.factories.lrs import new_id, statement

NOTE = b"a note\r\n--of two lines\x00\xff"
OTHER = b"another note"
FORM_DATA = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def noted(*contents, **parts):
    """A statement with an id and attachments of these contents."""
    return about_new(id=new_id(), attachments=[described(c, **parts) for c in contents])


def refused(lrs, one, body, headers=MIXED):
    """Say whether a body is refused with 400 and nothing of it is stored."""
    answer = lrs.post("statements", body, headers=headers)
    assert answer.status == 400, answer.body
    return lrs.get("statements", statementId=one["id"]).status == 404


@pytest.mark.requirement("XAPI-00025", "XAPI-00127", "XAPI-00167")
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_attachment_comes_and_is_returned(lrs, method):
    one = noted(NOTE)
    address = {"statementId": one["id"]} if method == "PUT" else {}
    body = mixed(spoken(one), attached(NOTE))

    stored = lrs.call(method, "statements", body=body, headers=MIXED, **address)
    answer = lrs.get("statements", statementId=one["id"], attachments=True)

    assert stored.status == (204 if method == "PUT" else 200)
    assert answer.headers["Content-Type"].startswith("multipart/mixed")
    (first, _statement), (headers, content) = parts_of(answer)
    assert first["content-type"].startswith("application/json")
    assert content == NOTE
    assert headers["content-type"] == "text/plain"
    assert headers["content-transfer-encoding"] == "binary"
    assert headers["x-experience-api-hash"] == one["attachments"][0]["sha2"]


@pytest.mark.requirement("XAPI-00167", "XAPI-00161", "XAPI-00165")
def test_list_has_attachments_when_they_are_asked_for(lrs):
    one, other = noted(NOTE), noted(NOTE, OTHER)
    other["verb"] = one["verb"]
    body = mixed(spoken([one, other]), attached(NOTE), attached(OTHER))
    assert lrs.post("statements", body, headers=MIXED).status == 200

    with_them = lrs.get("statements", verb=one["verb"]["id"], attachments=True)
    without = lrs.get("statements", verb=one["verb"]["id"], attachments=False)
    unasked = lrs.get("statements", verb=one["verb"]["id"])

    assert {content for _headers, content in parts_of(with_them)[1:]} == {NOTE, OTHER}
    assert len(without.json["statements"]) == len(unasked.json["statements"]) == 2
    for answer in (without, unasked):
        assert answer.headers["Content-Type"].startswith("application/json")
        assert NOTE not in answer.body


@pytest.mark.requirement("XAPI-00161")
def test_single_statement_comes_without_its_attachments(lrs):
    one = noted(NOTE)
    lrs.post("statements", mixed(spoken(one), attached(NOTE)), headers=MIXED)

    answer = lrs.get("statements", statementId=one["id"], attachments=False)

    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json["attachments"] == one["attachments"]


@pytest.mark.requirement("XAPI-00127")
def test_attachment_elsewhere_comes_as_json_or_multipart(lrs):
    elsewhere = noted(NOTE, fileUrl="https://example.org/note.txt")
    plain = about_new(id=new_id())

    assert lrs.post("statements", elsewhere).status == 200
    again = elsewhere | {"id": new_id()}
    assert lrs.post("statements", mixed(spoken(again)), headers=MIXED).status == 200
    assert lrs.post("statements", mixed(spoken(plain)), headers=MIXED).status == 200


@pytest.mark.requirement("XAPI-00127")
@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/jsonx"])
def test_statements_of_another_type_are_refused(lrs, kind):
    one = about_new(id=new_id())

    assert refused(lrs, one, mixed(spoken(one)), FORM_DATA)
    answer = lrs.post("statements", one, headers={"Content-Type": kind})
    assert answer.status == 400
    assert lrs.get("statements", statementId=one["id"]).status == 404


@pytest.mark.requirement("XAPI-00127")
def test_form_data_is_refused(lrs):
    one = noted(NOTE)

    assert refused(lrs, one, mixed(spoken(one), attached(NOTE)), FORM_DATA)


@pytest.mark.requirement("XAPI-00128")
def test_surplus_part_is_refused(lrs):
    one = noted(NOTE)

    assert refused(lrs, one, mixed(spoken(one), attached(NOTE), attached(OTHER)))


@pytest.mark.requirement("XAPI-00129")
def test_missing_part_is_refused(lrs):
    one = noted(NOTE, OTHER)

    assert refused(lrs, one, mixed(spoken(one), attached(NOTE)))
    alone = noted(NOTE)
    assert lrs.post("statements", alone).status == 400


@pytest.mark.requirement("XAPI-00129")
def test_content_that_was_stored_before_need_not_come_again(lrs):
    one, again = noted(NOTE), noted(NOTE)
    lrs.post("statements", mixed(spoken(one), attached(NOTE)), headers=MIXED)

    assert refused(lrs, again, mixed(spoken(again)))


@pytest.mark.requirement("XAPI-00130", "XAPI-00131")
def test_body_without_its_boundaries_is_refused(lrs):
    one = noted(NOTE)
    body = mixed(spoken(one), attached(NOTE))
    line = f"--{BOUNDARY}\r\n".encode()
    first, second = body.replace(line, b"", 1), b"".join(body.rsplit(line, 1))

    for broken in (first, second, body.replace(line, b""), b"", b"no boundary"):
        assert refused(lrs, one, broken)


@pytest.mark.requirement("XAPI-00131")
@pytest.mark.parametrize("rest", ["", ";", "; boundary=", "; border=a"])
def test_header_without_its_boundary_is_refused(lrs, rest):
    one = noted(NOTE)
    body = mixed(spoken(one), attached(NOTE))

    assert refused(lrs, one, body, {"Content-Type": f"multipart/mixed{rest}"})


@pytest.mark.requirement("XAPI-00127", "XAPI-00130")
def test_lines_around_the_parts_and_tight_headers_are_no_matter(lrs):
    one = noted(NOTE)
    body = mixed(spoken(one), attached(NOTE))
    for name in (
        b"Content-Type",
        b"Content-Transfer-Encoding",
        b"X-Experience-API-Hash",
    ):
        body = body.replace(name + b": ", name + b":")

    answer = lrs.post("statements", b"\r\n" + body.rstrip(), headers=MIXED)

    assert (answer.status, answer.json) == (200, [one["id"]])


@pytest.mark.requirement("XAPI-00131")
def test_body_that_breaks_off_is_refused(lrs):
    one = noted(NOTE)
    body = mixed(spoken(one), attached(NOTE))

    assert refused(lrs, one, body.removesuffix(f"--{BOUNDARY}--\r\n".encode()))


@pytest.mark.requirement("XAPI-00132")
@pytest.mark.parametrize("sha2", [..., "", "b0" * 32, "not a hash"])
def test_part_without_the_hash_of_an_attachment_is_refused(lrs, sha2):
    one = noted(NOTE)

    assert refused(
        lrs, one, mixed(spoken(one), attached(NOTE, X_Experience_API_Hash=sha2))
    )


@pytest.mark.requirement("XAPI-00132", "XAPI-00103")
def test_content_that_is_not_what_was_described_is_refused(lrs):
    one = noted(NOTE)
    sha2 = one["attachments"][0]["sha2"]

    assert refused(
        lrs, one, mixed(spoken(one), attached(OTHER, X_Experience_API_Hash=sha2))
    )


@pytest.mark.requirement("XAPI-00133")
def test_statements_in_two_parts_are_refused(lrs):
    one, other = noted(NOTE), about_new(id=new_id())

    body = mixed(spoken(one), spoken(other), attached(NOTE))

    assert refused(lrs, one, body)
    assert lrs.get("statements", statementId=other["id"]).status == 404


@pytest.mark.requirement("XAPI-00134")
@pytest.mark.parametrize("kind", ["text/plain", "application/octet-stream", ""])
def test_first_part_of_another_type_is_refused(lrs, kind):
    one = noted(NOTE)

    assert refused(lrs, one, mixed(spoken(one, kind), attached(NOTE)))


@pytest.mark.requirement("XAPI-00134")
def test_attachment_before_the_statements_is_refused(lrs):
    one = noted(NOTE)

    assert refused(lrs, one, mixed(attached(NOTE), spoken(one)))


@pytest.mark.requirement("XAPI-00135")
@pytest.mark.parametrize("encoding", [..., "base64", "quoted-printable", "8bit", ""])
def test_part_that_is_not_binary_is_refused(lrs, encoding):
    one = noted(NOTE)
    part = attached(NOTE, Content_Transfer_Encoding=encoding)

    assert refused(lrs, one, mixed(spoken(one), part))


@pytest.mark.requirement("XAPI-00167")
def test_attachments_of_a_statement_within_come_too(lrs):
    within = {"objectType": "SubStatement"} | statement(attachments=[described(NOTE)])
    one = about_new(id=new_id(), object=within)
    body = mixed(spoken(one), attached(NOTE))

    assert lrs.post("statements", body, headers=MIXED).status == 200
    answer = lrs.get("statements", statementId=one["id"], attachments=True)
    assert parts_of(answer)[1][1] == NOTE


@pytest.mark.requirement("XAPI-00167")
def test_multipart_answer_without_attachments_has_one_part(lrs):
    [mine] = sent(lrs, about_new())

    answer = lrs.get("statements", statementId=mine, attachments=True)

    assert len(parts_of(answer)) == 1
