"""Reader for the competency framework: domains, posts and the requirements of posts."""

from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from content.curriculum.errors import FaultCollector
from content.curriculum.yaml_items import YamlItem, read_yaml
from courses.competencies.models import CompetencyLevel

FOLDER = "framework"
_DOMAINS = "domains.yaml"
_POSTS = "posts.yaml"
Texts = dict[str, str]


@dataclass(frozen=True)
class DomainFile:
    """A domain of competence; each mapping is by language."""

    code: str
    titles: Texts
    practices: Texts


@dataclass(frozen=True)
class PostFile:
    """A post; ``courses`` and ``specialised`` map course codes to months of validity."""

    code: str
    titles: Texts
    purposes: Texts
    evidences: Texts
    nevers: Texts
    levels: dict[str, int]
    courses: dict[str, int]
    specialised: dict[str, int]
    guidelines: list[str]
    line: int


@dataclass
class FrameworkFile:
    """The competency framework; empty if the bundles have none."""

    domains: list[DomainFile] = field(default_factory=list)
    posts: list[PostFile] = field(default_factory=list)


def read_framework(root: Path, faults: FaultCollector) -> FrameworkFile:
    """Return the framework under ``root``.

    It may require courses and guidelines that these bundles do not have: the service
    writes them itself, or receives them as a package.
    """
    framework = FrameworkFile()
    for item in _items(root / FOLDER / _DOMAINS, faults):
        item.only("code", "title", "practice")
        framework.domains.append(
            DomainFile(item.text("code"), item.texts("title"), item.texts("practice"))
        )
    known: dict[str, PostFile] = {}
    for item in _items(root / FOLDER / _POSTS, faults):
        post = _read_post(item, known)
        if post.code in known:
            item.fail(f"“{post.code}” stands twice.")
        known[post.code] = post
        _refuse_unknown(item, post, {one.code for one in framework.domains})
    framework.posts = list(known.values())
    return framework


def read_valid_framework(root: Path) -> FrameworkFile:
    """Return the framework under ``root``; raises ``BundleError`` with every fault."""
    faults = FaultCollector(root)
    framework = read_framework(root, faults)
    faults.demand_none()
    return framework


def _items(path: Path, faults: FaultCollector) -> list[YamlItem]:
    top = read_yaml(path, faults) if path.exists() else None
    return top.items() if top is not None else []


def _read_post(item: YamlItem, known: dict[str, PostFile]) -> PostFile:
    """Return a post; missing fields are copied from the post named by ``like``."""
    item.only(
        "code",
        "like",
        "title",
        "purpose",
        "evidence",
        "never",
        "levels",
        "courses",
        "specialised",
        "guidelines",
    )
    like = known.get(item.text("like", ""))
    if item.find("like") and like is None:
        item.fail("“like” names a post that does not stand above.")
    return PostFile(
        code=item.name("code"),
        titles=item.texts("title"),
        purposes=item.maybe_texts("purpose") or (like.purposes if like else {}),
        evidences=item.maybe_texts("evidence") or (like.evidences if like else {}),
        nevers=item.maybe_texts("never") or (like.nevers if like else {}),
        levels=_numbers(item, "levels", like.levels if like else {}),
        courses=_numbers(item, "courses", like.courses if like else {}),
        specialised=_numbers(item, "specialised", like.specialised if like else {}),
        guidelines=item.strings("guidelines", needed=False)
        or (like.guidelines if like else []),
        line=item.line,
    )


def _numbers(item: YamlItem, name: str, default: dict[str, int]) -> dict[str, int]:
    found = item.find(name)
    if found is None:
        return default
    return {code: found.integer(code) for code in found.names()}


def _refuse_unknown(item: YamlItem, post: PostFile, domains: set[str]) -> None:
    for code, level in post.levels.items():
        if code not in domains:
            item.fail(f"There is no domain {code}.")
        if level not in CompetencyLevel.values:
            item.fail(
                f"{code}: a level is a number from 0 to {max(CompetencyLevel.values)}."
            )
    for code, months in chain(post.courses.items(), post.specialised.items()):
        if months < 1:
            item.fail(f"{code}: the months are at least 1.")
