"""The desk of remits: an administrator grants and ends them, never her own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff.models import Remit
from tests.factories.accounts import UserFactory
from tests.factories.staff import RemitFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST, GRANT = reverse("desk:remits"), reverse("desk:grant-remit")


def listed(client, **query):
    return {remit.pk for remit in client.get(LIST, query).context["page"]}


@pytest.fixture
def data(house):
    return {
        "number": UserFactory().staff_number,
        "role": Role.INVIGILATOR.value,
        "establishment": house.mine.code,
        "starts_on": f"{timezone.localdate()}",
        "ends_on": "",
        "reason": "Бұйрық № 7",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"number": "999999"},
        {"number": "\0"},
        {"role": Role.ADMINISTRATOR.value},
        {"role": "king"},
        {"establishment": "no"},
        {"starts_on": "soon"},
        {"ends_on": "2020-01-01"},
        {"reason": " "},
    ],
)
def test_wrong_line_is_told_and_grants_nothing(enter, client, data, wrong):
    enter(Role.ADMINISTRATOR)

    answer = client.post(GRANT, data | wrong)

    assert answer.context["form"].errors
    assert not Remit.objects.exists()


def test_nobody_grants_one_to_herself(enter, client, data):
    me = enter(Role.ADMINISTRATOR)
    answer = client.post(GRANT, data | {"number": me.staff_number})

    assert answer.context["form"].non_field_errors()
    assert not Remit.objects.exists()


def test_a_remit_is_granted_listed_and_ended_with_reasons(enter, client, data):
    enter(Role.ADMINISTRATOR)
    day = timezone.localdate() + 9 * DAY

    granted = client.post(GRANT, data)
    remit = Remit.objects.get()
    page = client.get(LIST).text
    end = reverse("desk:end-remit", args=[remit.pk])
    past = client.post(end, {"on": f"{timezone.localdate() - DAY}", "reason": "Х"})
    ended = client.post(end, {"on": f"{day}", "reason": "Ауысты"})

    assert granted.url == ended.url == LIST
    assert remit.user.staff_number in page
    assert end in page
    assert past.context["form"].errors
    assert Remit.objects.get().ends_on == day
    assert [
        (entry.action, entry.reason)
        for entry in Entry.objects.filter(action__startswith="staff.remit").order_by(
            "pk"
        )
    ] == [("staff.remit_granted", "Бұйрық № 7"), ("staff.remit_ended", "Ауысты")]


def test_list_leaves_out_what_has_ended_unless_asked(enter, client, house):
    enter(Role.ADMINISTRATOR)
    today = timezone.localdate()
    old = RemitFactory(
        role=Role.TRAINER,
        establishment=house.mine,
        starts_on=today - 9 * DAY,
        ends_on=today - DAY,
    )
    now = RemitFactory(role=Role.INVIGILATOR, establishment=house.other)

    assert listed(client) == {now.pk}
    assert listed(client, ended="on") == {old.pk, now.pk}
    assert listed(client, role="trainer", ended="on") == {old.pk}
    assert listed(client, establishment=house.other.code) == {now.pk}
    assert listed(client, role="no", establishment="no", page="x") == {now.pk}
    assert client.get(reverse("desk:end-remit", args=[old.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_any_number(
    enter, client, house, count, django_assert_num_queries
):
    enter(Role.ADMINISTRATOR)
    for _number in range(count):
        RemitFactory(role=Role.INVIGILATOR, establishment=house.mine)
    client.get(LIST)

    with django_assert_num_queries(6):
        client.get(LIST)
