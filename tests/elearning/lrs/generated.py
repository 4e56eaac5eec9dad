"""Statements of all kinds made by chance, each of them good: strategies of hypothesis."""

from datetime import timedelta, timezone

from hypothesis import strategies as st

from elearning.lrs.spec.statement_schema import VOIDED
from elearning.lrs.spec.xapi_versions import XapiVersion
from tests.elearning.lrs.cases import REF

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=5,
)
uuids = st.uuids().map(str)
iris = st.builds(
    "{}:{}".format,
    st.sampled_from(["https", "urn", "tag"]),
    st.text("abcж/#?&=%@.:~", min_size=1, max_size=12),
)
tags = st.sampled_from(["kk", "en-GB", "zh-Hant", "es-419", "x-ours", "i-klingon"])
language_maps = st.dictionaries(tags, texts, max_size=3)
extensions = st.dictionaries(iris, json_values, max_size=2)
durations = st.sampled_from(["P4W", "PT0.001S", "P1Y2M3DT4H5M6,7S", "PT36H", "P0D"])
moments = (
    st.datetimes(
        timezones=st.integers(-839, 839).map(lambda by: timezone(timedelta(minutes=by)))
    )
    .filter(lambda moment: 1 < moment.year < 9999)
    .map(lambda moment: moment.isoformat())
)


def some(required=None, **optional):
    """Objects with what is required and some of what is optional."""
    return st.fixed_dictionaries(required or {}, optional=optional)


hexadecimal = st.text("0123456789abcdefABCDEF", min_size=40, max_size=40)
identities = st.one_of(
    st.sampled_from([{"mbox": "mailto:a@b.kz"}, {"openid": "https://example.org/a"}]),
    hexadecimal.map(lambda digits: {"mbox_sha1sum": digits}),
    st.builds(
        lambda home, name: {"account": {"homePage": home, "name": name}}, iris, texts
    ),
)
agents = st.builds(
    dict.__or__, identities, some(objectType=st.just("Agent"), name=texts)
)
of_groups = some({"objectType": st.just("Group")}, name=texts)
groups = st.one_of(
    st.builds(
        lambda plain, members: plain | {"member": members},
        of_groups,
        st.lists(agents, min_size=1, max_size=3),
    ),
    st.builds(dict.__or__, of_groups, identities),
)
actors = agents | groups
component_lists = st.lists(
    some({"id": texts}, description=language_maps),
    max_size=3,
    unique_by=lambda item: item["id"],
)
plain_definitions = some(
    name=language_maps, description=language_maps, type=iris, extensions=extensions
)
interactions = st.sampled_from(
    [("choice", "choices"), ("likert", "scale"), ("matching", "target")]
).flatmap(
    lambda kind: some(
        {"interactionType": st.just(kind[0])},
        correctResponsesPattern=st.lists(texts, max_size=2),
        **{kind[1]: component_lists},
    )
)
definitions = plain_definitions | st.builds(
    dict.__or__, plain_definitions, interactions
)
activities = some({"id": iris}, objectType=st.just("Activity"), definition=definitions)
verbs = some({"id": iris.filter(lambda iri: iri != VOIDED)}, display=language_maps)
scores = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda three: len(set(three)) == 3)
results = some(
    score=some(scaled=st.floats(-1, 1), raw=st.integers() | st.floats(allow_nan=False))
    | scores.map(
        lambda three: dict(zip(("min", "raw", "max"), sorted(three), strict=True))
    ),
    success=st.booleans(),
    completion=st.booleans(),
    response=texts,
    duration=durations,
    extensions=extensions,
)
attachments = some(
    {
        "usageType": iris,
        "display": language_maps,
        "contentType": st.just("text/plain; charset=utf-8"),
        "length": st.integers(min_value=0),
        "sha2": st.just("a" * 64),
    },
    fileUrl=iris,
)
listed = activities | st.lists(activities, max_size=2)
context_parts = {
    "registration": uuids,
    "instructor": actors,
    "team": groups,
    "contextActivities": some(parent=listed, grouping=listed, other=listed),
    "language": tags,
    "statement": st.just(REF),
    "extensions": extensions,
}
of_activities = {"revision": texts, "platform": texts}


def relevant(kind, key, who):
    """What 2.0.0 adds to contexts: agents or groups, with their types or without."""
    shape = some(
        {"objectType": st.just(kind), key: who},
        relevantTypes=st.lists(iris, min_size=1, max_size=2),
    )
    return st.lists(shape, max_size=2)


added = {
    "contextAgents": relevant("contextAgent", "agent", agents),
    "contextGroups": relevant("contextGroup", "group", groups),
}


def bodies(version, things, *, about_activities, **more):
    """Statements about ``things``, or the sub-statements inside them."""
    contexts = context_parts | (of_activities if about_activities else {})
    return some(
        {"actor": actors, "verb": verbs, "object": things, **more},
        result=results,
        context=some(**contexts, **(added if version == XapiVersion.TWO else {})),
        timestamp=moments,
        attachments=st.lists(attachments, max_size=2),
    )


def statements(version):
    """Good statements of ``version``, of every kind of object."""
    kinds = st.just({"objectType": "Agent"})
    others = st.just(REF) | groups | st.builds(dict.__or__, kinds, identities)
    kind = {"objectType": st.just("SubStatement")}
    inner = bodies(version, activities, about_activities=True, **kind) | bodies(
        version, others, about_activities=False, **kind
    )
    return bodies(version, activities, about_activities=True) | bodies(
        version, others | inner, about_activities=False
    )
