"""The tree of the invented service (curriculum E.2)."""

from elearning.staff.models import Establishment

Kind = Establishment.Kind

_REGIONS = {
    "centre": {"kk": "Орталық өңір", "ru": "Центральный регион", "en": "Region Centre"},
    "city-a": {"kk": "А қаласы", "ru": "Город А", "en": "City A"},
    "east": {"kk": "Шығыс өңір", "ru": "Восточный регион", "en": "Region East"},
    "north": {"kk": "Солтүстік өңір", "ru": "Северный регион", "en": "Region North"},
    "south": {"kk": "Оңтүстік өңір", "ru": "Южный регион", "en": "Region South"},
    "west": {"kk": "Батыс өңір", "ru": "Западный регион", "en": "Region West"},
}
#: Names with non-breaking hyphens.
_PRISONS = {
    "n1": ("N‑1", Kind.MEDIUM),
    "n2": ("N‑2", Kind.MAXIMUM),
    "n3": ("N‑3", Kind.PRE_TRIAL),
    "n4": ("N‑4", Kind.WOMEN),
}
_PRISON = {"kk": "{} мекемесі", "ru": "учреждение {}", "en": "establishment {}"}
_PROBATION_UNIT = {
    "kk": "{} пробация қызметі",
    "ru": "служба пробации {}",
    "en": "probation unit {}",
}
_PROBATION = {"p1": "N‑P1", "p2": "N‑P2"}


def create_establishment_tree() -> dict[str, Establishment]:
    """Make sure that the tree exists, and return its nodes by code."""
    root = Establishment.objects.filter(code="kuis").first()
    if root is None:
        root = Establishment.add_root(
            code="kuis",
            kind=Kind.COMMITTEE,
            titles={
                "kk": "ҚАЖ комитеті",
                "ru": "Комитет УИС",
                "en": "Central office",
            },
        )
        _grow(root)
    paths = Establishment.objects.filter(path__startswith=root.path)
    return {place.code: place for place in paths}


def _grow(root: Establishment) -> None:
    branches = {code: (Kind.DEPARTMENT, titles) for code, titles in _REGIONS.items()}
    branches["academy"] = (
        Kind.ACADEMY,
        {
            "kk": "Оқу академиясы",
            "ru": "Учебная академия",
            "en": "Training Academy",
        },
    )
    branches["methodology"] = (
        Kind.UNIT,
        {
            "kk": "Орталық оқу-әдістемелік бөлімі",
            "ru": "Центральный учебно-методический отдел",
            "en": "Central training and methodology unit",
        },
    )
    for code in sorted(branches):
        kind, titles = branches[code]
        branch = _add(root, code, kind, titles)
        if code in _REGIONS:
            _furnish(branch, titles)


def _furnish(region: Establishment, titles: dict[str, str]) -> None:
    for short, (name, kind) in _PRISONS.items():
        labels = _name_below(titles, _PRISON, name)
        _add(region, f"{region.code}-{short}", kind, labels)
    for short, name in _PROBATION.items():
        labels = _name_below(titles, _PROBATION_UNIT, name)
        _add(region, f"{region.code}-{short}", Kind.PROBATION, labels)


def _add(
    parent: Establishment, code: str, kind: Kind, titles: dict[str, str]
) -> Establishment:
    parent.refresh_from_db()
    child: Establishment = parent.add_child(code=code, kind=kind, titles=titles)
    return child


def _name_below(
    region: dict[str, str], words: dict[str, str], name: str
) -> dict[str, str]:
    """Return the titles of a place called ``name`` in ``region``."""
    return {code: f"{region[code]}, {one.format(name)}" for code, one in words.items()}
