"""Check an evidence pack without the platform: python3 verify.py [pack.zip] [--lang kk|ru|en].

Needs only Python 3.8 or later, writes nothing, and opens no connection. It marks every
question again with a marker of its own, which shares no code with the platform’s: if
both agree, two programs vouch for a mark. The marks of open answers are computed from
the levels given by each marker, and these are compared with the sealed entries of the
audit log.
"""

import argparse
import hashlib
import json
import lzma
import re
import sys
import unicodedata
import zipfile
import zlib
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

MANIFEST, SUM, PICTURES = "manifest.json", "manifest.sha256", "pictures/"
NOTHING, FULL = Decimal(0), Decimal(1)
#: For how long after the end answers on their way still count.
GRACE = timedelta(seconds=5)
#: The number of points by which two markers of an open answer may differ and still
#: agree.
APART = 1
#: The question type marked by people; the names of answers and corrections in the audit
#: log.
OPEN, ITEM, KEY = "open", "attemptitem", "keycorrection"
Files = Dict[str, bytes]
#: A finding: whether it holds, the key of its sentence, and the values in it.
Finding = Tuple[bool, str, Dict[str, Any]]

WORDS = {
    "unreadable": (
        "Бұл бума ашылмайды не зақымдалған: {why}",
        "Пакет не открывается или поврежден: {why}",
        "The pack cannot be opened or is damaged: {why}",
    ),
    "sum": (
        "manifest.json файлы manifest.sha256 файлындағы хешке сәйкес.",
        "Файл manifest.json соответствует хешу в manifest.sha256.",
        "manifest.json matches the hash in manifest.sha256.",
    ),
    "sum-wrong": (
        "manifest.json өзгертілген: хеші сәйкес емес.",
        "Файл manifest.json изменен: хеш не совпадает.",
        "manifest.json was altered: its hash does not match.",
    ),
    "given": (
        "Манифест хеші аудит журналындағы хешке сәйкес.",
        "Хеш манифеста совпадает с хешем из журнала аудита.",
        "The hash of the manifest is the one from the audit log.",
    ),
    "given-wrong": (
        "Манифест хеші аудит журналындағы хешке сәйкес емес.",
        "Хеш манифеста не совпадает с хешем из журнала аудита.",
        "The hash of the manifest is not the one from the audit log.",
    ),
    "files": (
        "Барлық файл ({n}) өзгертілмеген.",
        "Все файлы ({n}) не изменены.",
        "All {n} files are unaltered.",
    ),
    "altered": (
        "{name} файлы өзгертілген.",
        "Файл {name} изменен.",
        "The file {name} was altered.",
    ),
    "missing": (
        "{name} файлы жоқ.",
        "Файла {name} нет.",
        "The file {name} is missing.",
    ),
    "extra": (
        "{name} файлы манифестте жоқ: ол кейін қосылған.",
        "Файла {name} нет в манифесте: он добавлен позже.",
        "The file {name} is not in the manifest: it was added later.",
    ),
    "marked": (
        "Барлық жауап ({n}) қайта бағаланды, баллдары сәйкес.",
        "Все ответы ({n}) оценены заново, баллы совпадают.",
        "All {n} answers were marked anew, and the marks agree.",
    ),
    "mark-wrong": (
        "{n}-сұрақ: сақталған балл {kept}, қайта бағаланғаны {found}.",
        "Вопрос {n}: сохранен балл {kept}, при новой оценке {found}.",
        "Question {n}: the mark kept is {kept}, marked anew it is {found}.",
    ),
    "by-hand": (
        "{n}-сұрақты бұл бағдарлама бағаламайды («{type}» түрі): сақталған балл алынды.",
        "Вопрос {n} эта программа не оценивает (вид «{type}»): взят сохраненный балл.",
        "Question {n} is not marked by this program (kind “{type}”): the mark kept was taken.",
    ),
    "open": (
        "{n}-сұрақ: балл адамдар ({k}) қойған деңгейлерден шығады.",
        "Вопрос {n}: балл следует из уровней, которые поставили люди ({k}).",
        "Question {n}: the mark follows from the levels that people ({k}) gave.",
    ),
    "removed": (
        "Жауаптар ({n}) {day} күні жойылған (сақтау мерзімі, R18): сақталған балл алынды.",
        "Ответы ({n}) удалены {day} (срок хранения, R18): взяты сохраненные баллы.",
        "Answers ({n}) were removed on {day} (time of keeping, R18): the marks kept were taken.",
    ),
    "removed-wrong": (
        "Аудит журналында жауаптардың жойылғаны туралы жазба жоқ.",
        "В журнале аудита нет записи об удалении ответов.",
        "The audit log does not tell that the answers were removed.",
    ),
    "erased": (
        "Өз сөзімен жазылған жауаптар ({n}) {day} күні өтініш бойынша жойылған.",
        "Ответы своими словами ({n}) удалены {day} по обращению работника.",
        "Answers in own words ({n}) were erased on {day} at the person's request.",
    ),
    "unmarked": (
        "{n}-сұрақты әлі ешкім бағалаған жоқ.",
        "Вопрос {n} еще никто не оценил.",
        "Nobody has marked question {n} yet.",
    ),
    "withheld": (
        "{n}-сұрақ: жауапта біреу аталуы мүмкін; мұнда хеші мен бағалаушылар оқыған мәтін.",
        "Вопрос {n}: ответ может назвать человека; здесь хеш и прочитанный проверяющими текст.",
        "Question {n}: the answer may name somebody; here are its hash and what markers read.",
    ),
    "levels-wrong": (
        "{n}-сұрақ: қойылған деңгейлер үлгіге сәйкес емес немесе бір адам екі рет бағалаған.",
        "Вопрос {n}: уровни не соответствуют критериям, или один человек оценил дважды.",
        "Question {n}: levels do not fit the rubric, or one person marked twice.",
    ),
    "witness": (
        "Ашық жауаптарға қойылған белгілер ({n}) аудит журналындағыдай.",
        "Оценки открытых ответов ({n}) те же, что в журнале аудита.",
        "What people gave for open answers ({n}) is what the audit log tells.",
    ),
    "witness-wrong": (
        "{n}-сұрақ: аудит журналында басқа белгілер тұр.",
        "Вопрос {n}: в журнале аудита другие оценки.",
        "Question {n}: the audit log tells of other marks.",
    ),
    "aside-wrong": (
        "{n}-сұрақ: жауаптың шетке қойылуы аудит журналындағыдай емес не сол кезде бағаланған.",
        "Вопрос {n}: ответ отложен не так, как в журнале аудита, или тогда же оценен.",
        "Question {n}: it was set aside otherwise than the audit log tells, or marked meanwhile.",
    ),
    "two-persons": (
        "Кілттің әр түзетуін ({n}) бір адам ұсынып, екіншісі растаған.",
        "Каждое исправление ключа ({n}) один человек предложил, другой подтвердил.",
        "Each correction of a key ({n}) was proposed by one person and confirmed by another.",
    ),
    "two-persons-wrong": (
        "Кілттің {n}-түзетуі аудит журналына сәйкес емес, немесе екінші адам жоқ.",
        "Исправление ключа № {n} не сходится с журналом аудита, или нет второго человека.",
        "Correction {n} of a key contradicts the audit log, or lacks a second person.",
    ),
    "told": (
        "Аудит журналындағы нәтижелер осы бумадағыдай.",
        "Результаты в журнале аудита те же, что в пакете.",
        "The results in the audit log are those of the pack.",
    ),
    "told-wrong": (
        "Аудит журналында басқа нәтиже тұр: {why}",
        "В журнале аудита другой результат: {why}",
        "The audit log tells of another result: {why}",
    ),
    "first": (
        "Бастапқы нәтиже дұрыс есептелген: {score} %, {verdict}.",
        "Первый результат подсчитан верно: {score} %, {verdict}.",
        "The first result is computed rightly: {score} %, {verdict}.",
    ),
    "first-wrong": (
        "Бастапқы нәтиже сәйкес емес: сақталғаны {kept}, есептелгені {found}.",
        "Первый результат не совпадает: сохранено {kept}, вычислено {found}.",
        "The first result does not agree: kept {kept}, computed {found}.",
    ),
    "regraded": (
        "Кілттің {n}-түзетуі дұрыс қолданылған.",
        "Исправление ключа № {n} применено верно.",
        "Correction {n} of a key was applied rightly.",
    ),
    "regraded-wrong": (
        "Кілттің {n}-түзетуі сәйкес емес: сақталғаны {kept}, есептелгені {found}.",
        "Исправление ключа № {n} не совпадает: сохранено {kept}, вычислено {found}.",
        "Correction {n} of a key does not agree: kept {kept}, computed {found}.",
    ),
    "now": (
        "Қазіргі нәтиже: {score} %, {verdict}.",
        "Действующий результат: {score} %, {verdict}.",
        "The result now: {score} %, {verdict}.",
    ),
    "now-wrong": (
        "Қазіргі нәтиже сәйкес емес: сақталғаны {kept}, есептелгені {found}.",
        "Действующий результат не совпадает: сохранено {kept}, вычислено {found}.",
        "The result now does not agree: kept {kept}, computed {found}.",
    ),
    "late": (
        "{n}-сұраққа жауап әрекет аяқталғаннан кейін сақталған.",
        "Ответ на вопрос {n} сохранен после окончания попытки.",
        "An answer to question {n} was saved after the attempt had ended.",
    ),
    "picture": (
        "{n}-сұрақтың суреті — сол сұрақтікі.",
        "Рисунок вопроса {n} — тот самый.",
        "The picture of question {n} is the one it was asked with.",
    ),
    "picture-wrong": (
        "{n}-сұрақтың суреті басқа.",
        "Рисунок вопроса {n} — другой.",
        "The picture of question {n} is another one.",
    ),
    "picture-lacks": (
        "{n}-сұрақтың суреті бумада жоқ.",
        "Рисунка вопроса {n} в пакете нет.",
        "The picture of question {n} is not in the pack.",
    ),
    "in-time": (
        "Барлық жауап әрекет кезінде сақталған.",
        "Все ответы сохранены во время попытки.",
        "All answers were saved during the attempt.",
    ),
    "sealed": (
        "Аудит жазбаларының ({n}) мөрлері дұрыс.",
        "Печати записей аудита ({n}) верны.",
        "The seals of {n} audit entries are right.",
    ),
    "seal-wrong": (
        "{n}-аудит жазбасы мөріне сәйкес емес.",
        "Запись аудита {n} не соответствует печати.",
        "Audit entry {n} does not match its seal.",
    ),
    "unsealed": (
        "{n}-аудит жазбасына әлі мөр басылмаған.",
        "Запись аудита {n} еще не запечатана.",
        "Audit entry {n} is not sealed yet.",
    ),
    "hash": (
        "Манифест хеші (аудит журналымен салыстырыңыз): {hash}",
        "Хеш манифеста (сравните с журналом аудита): {hash}",
        "Hash of the manifest (compare it with the audit log): {hash}",
    ),
    "holds": ("БАРЛЫҒЫ СӘЙКЕС", "ВСЕ СОВПАДАЕТ", "EVERYTHING HOLDS"),
    "fails": (
        "СӘЙКЕССІЗДІК БАР: {n}",
        "НЕ СОВПАДАЕТ: {n}",
        "DOES NOT HOLD: {n}",
    ),
    "passed": ("тапсырылды", "сдано", "passed"),
    "not-passed": ("тапсырылмады", "не сдано", "not passed"),
}
LANGUAGES = ("kk", "ru", "en")


# reading


def read_pack(place: Path) -> Files:
    """Return the files of a pack by name, from the ZIP file or an unpacked folder."""
    if place.is_dir():
        return {
            path.relative_to(place).as_posix(): path.read_bytes()
            for path in sorted(place.rglob("*"))
            if path.is_file() and path.suffix != ".pyc"
        }
    with zipfile.ZipFile(str(place)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def verify_pack(files: Files, expected: Optional[str] = None) -> Iterator[Finding]:
    """Yield every finding; ``expected`` is the hash from the audit log."""
    yield from _hashes(files, expected)
    try:
        parts = {
            name: json.loads(data.decode("utf-8"))
            for name, data in files.items()
            if name.endswith(".json")
        }
        yield from _pictures(files, parts)
        yield from _times(parts)
        yield from _removals(parts)
        yield from _marking(parts)
        yield from _judging(parts)
        yield from _second_persons(parts)
        yield from _results_told(parts)
        yield from _seals(parts)
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        yield False, "unreadable", {"why": repr(error)}


def _hashes(files: Files, expected: Optional[str]) -> Iterator[Finding]:
    manifest = files.get(MANIFEST)
    if manifest is None:
        yield False, "missing", {"name": MANIFEST}
        return
    found = hashlib.sha256(manifest).hexdigest()
    kept = files.get(SUM, b"").decode("ascii", "replace")
    right = kept == "{}  {}\n".format(found, MANIFEST)
    yield right, "sum" if right else "sum-wrong", {}
    if expected:
        same = expected.strip().lower() == found
        yield same, "given" if same else "given-wrong", {}
    try:
        listed = json.loads(manifest.decode("utf-8"))["files"]
        wanted = {name: facts["sha256"] for name, facts in listed.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield False, "unreadable", {"why": repr(error)}
        return
    wrong = list(_differences(files, wanted))
    yield from wrong
    if not wrong:
        yield True, "files", {"n": len(wanted)}


def _differences(files: Files, wanted: Dict[str, str]) -> Iterator[Finding]:
    for name, digest in sorted(wanted.items()):
        if name not in files:
            yield False, "missing", {"name": name}
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            yield False, "altered", {"name": name}
    for name in sorted(set(files) - set(wanted) - {MANIFEST, SUM}):
        yield False, "extra", {"name": name}


def _pictures(files: Files, parts: Dict[str, Any]) -> Iterator[Finding]:
    """Compare each picture with the hash named in its question."""
    for row in parts["questions.json"]:
        picture = row["text"].get("picture")
        if not picture:
            continue
        data = files.get(PICTURES + picture["file"].split("/")[-1])
        facts = {"n": row["position"]}
        if data is None:
            yield True, "picture-lacks", facts
        else:
            right = hashlib.sha256(data).hexdigest() == picture["sha256"]
            yield right, "picture" if right else "picture-wrong", facts


def _times(parts: Dict[str, Any]) -> Iterator[Finding]:
    """Check that answers were accepted only until some seconds after the end."""
    attempt = parts["attempt.json"]
    start = datetime.fromisoformat(attempt["started_at"])
    end = datetime.fromisoformat(attempt["ends_at"]) + GRACE
    late = [
        row["position"]
        for row in parts["answers.json"]
        for response in row["responses"]
        if not start <= datetime.fromisoformat(response["saved_at"]) <= end
    ]
    for position in late:
        yield False, "late", {"n": position}
    if not late:
        yield True, "in-time", {}


def _removals(parts: Dict[str, Any]) -> Iterator[Finding]:
    """Report removed data, with the date and the rule."""
    gone = [row["removed"] for row in parts["answers.json"] if row.get("removed")]
    entries = [_entry(row) for row in parts["audit.json"]["entries"]]
    told = [
        one["details"]["ground"]
        for one in entries
        if one["action"] == "assessment.answers_removed"
    ]
    for rule, ground, name in (
        ("R18", "term", "removed"),
        ("request", "request", "erased"),
    ):
        days = [one["at"][:10] for one in gone if one["rule"] == rule]
        if days and ground in told:
            yield True, name, {"n": len(days), "day": max(days)}
        elif days:
            yield False, "removed-wrong", {}


# marking


def _marking(parts: Dict[str, Any]) -> Iterator[Finding]:
    marks = parts["marks.json"]
    questions = {row["position"]: row for row in parts["questions.json"]}
    given = {row["position"]: _last(row) for row in parts["answers.json"]}
    sheets = {row["position"]: row for row in marks["open"]}
    rules = {one["key"]: one for one in marks["corrections"]}
    gone = _gone(parts)

    def marked(place: int, rule: Optional[Dict[str, Any]]) -> Optional[Decimal]:
        if place in gone and not (sheets.get(place) or {}).get("marks"):
            return gone[place].get(rule["key"] if rule else None)
        return mark_by_rule(questions[place], given[place], rule, sheets.get(place))

    state: Dict[int, Tuple[Decimal, bool]] = {}
    wrong = 0
    for row in marks["first"]:
        place, rule = row["position"], rules.get(row["correction"])
        finding = _first_mark(row, questions[place]["type"], marked(place, rule))
        wrong += not finding[0]
        if finding[1] != "marked":
            yield finding
        void = rule is not None and rule["effect"] == "void"
        kept = Decimal(row["mark"] or 0)
        state[place] = (kept, questions[place]["is_scored"] and not void)
    if not wrong:
        yield True, "marked", {"n": len(marks["first"])}
    pass_mark = parts["paper.json"]["rules"]["pass_mark"]
    found_result = compute_score_and_pass(state, questions, pass_mark)
    attempt = parts["attempt.json"]
    yield _agree("first", attempt["first"], found_result)
    for number, one in enumerate(marks["regradings"], start=1):
        place, rule = one["position"], rules[one["correction"]]
        found = marked(place, rule)
        is_known = found is not None or questions[place]["type"] != OPEN
        mark = Decimal(one["after"]["mark"]) if found is None else found
        counts = questions[place]["is_scored"] and rule["effect"] != "void"
        before = _told(found_result, *state[place])
        state[place] = (mark, counts)
        found_result = compute_score_and_pass(state, questions, pass_mark)
        after = _told(found_result, mark, counts)
        stored = (_kept(one["before"]), _kept(one["after"]))
        right = is_known and stored == (before, after)
        facts = {"n": number, "kept": stored, "found": (before, after)}
        yield right, "regraded" if right else "regraded-wrong", facts
    now = {
        row["position"]: (Decimal(row["mark"] or 0), row["counts"])
        for row in marks["now"]
    }
    if now != state:
        yield False, "now-wrong", {"kept": now, "found": state}
    yield _agree("now", attempt["now"], found_result)


def _gone(parts: Dict[str, Any]) -> Dict[int, Dict[Optional[str], Optional[Decimal]]]:
    """Return the stored marks, by correction, of answers that can no longer be marked."""
    removed = {row["position"] for row in parts["answers.json"] if row.get("removed")}
    marks: Dict[int, Dict[Optional[str], Optional[Decimal]]] = {
        row["position"]: {row["correction"]: row["mark"] and Decimal(row["mark"])}
        for row in parts["marks.json"]["first"]
        if row["position"] in removed
    }
    for one in parts["marks.json"]["regradings"]:
        if one["position"] in removed:
            found = marks[one["position"]]
            found[one["correction"]] = Decimal(one["after"]["mark"])
    return marks


def _first_mark(row: Dict[str, Any], kind: str, found: Optional[Decimal]) -> Finding:
    """Compare a first mark with the recomputed one."""
    place, kept = row["position"], row["mark"]
    if found is None and kind not in MARKERS and kind != OPEN:
        return True, "by-hand", {"n": place, "type": kind}
    if found is None and kept is None:
        return True, "unmarked", {"n": place}
    if found is None or found != Decimal(kept or 0):
        return False, "mark-wrong", {"n": place, "kept": kept, "found": found}
    return True, "marked", {}


def _last(row: Dict[str, Any]) -> Any:
    """Return the last answer, or its hash if it is withheld."""
    if row.get("removed"):
        return ""  # unknown by now; perhaps there was none
    answers = sorted(row["responses"], key=lambda one: one["sequence"])
    return answers[-1].get("withheld") or answers[-1]["given"] if answers else None


def _agree(
    name: str, kept: Dict[str, Any], found: Tuple[Decimal, bool, bool]
) -> Finding:
    stored = (Decimal(kept["score"]), kept["passed"], kept["must_pass_failed"])
    verdict = "passed" if found[1] else "not-passed"
    facts = {"kept": stored, "found": found, "score": int(found[0] * 100)}
    facts["verdict"] = verdict
    return stored == found, name if stored == found else name + "-wrong", facts


def _told(found: Tuple[Decimal, bool, bool], mark: Decimal, counts: bool) -> Any:  # noqa: FBT001 — a fact, not a switch
    return (mark, counts, *found)


def _kept(side: Dict[str, Any]) -> Any:
    return (
        Decimal(side["mark"]),
        side["counts"],
        Decimal(side["score"]),
        side["passed"],
        side["must_pass_failed"],
    )


def compute_score_and_pass(
    state: Dict[int, Tuple[Decimal, bool]], questions: Dict[int, Any], pass_mark: int
) -> Tuple[Decimal, bool, bool]:
    """Return score, pass, and whether a must-pass question is wrong."""
    counting = {place: mark for place, (mark, counts) in state.items() if counts}
    total = sum(counting.values(), NOTHING)
    failed = any(
        questions[place]["must_pass"] and mark != FULL
        for place, mark in counting.items()
    )
    if not counting:
        return NOTHING, False, failed
    score = (total / len(counting)).quantize(Decimal("0.0001"), ROUND_DOWN)
    enough = total * 100 >= pass_mark * len(counting)
    return score, enough and not failed, failed


def mark_by_rule(
    question: Dict[str, Any],
    given: Any,
    rule: Optional[Dict[str, Any]],
    sheet: Optional[Dict[str, Any]] = None,
) -> Optional[Decimal]:
    """Return the mark for ``given``; ``None`` for a type this program cannot mark.

    ``sheet`` has the marks people gave for an open answer; ``None`` also if they are
    incomplete.
    """
    if rule is not None and rule["effect"] == "full":
        return FULL
    keys = rule["keys"] if rule is not None else [question["key"]]
    if question["type"] == OPEN:
        return mark_open_answer(
            keys[0], given, sheet, rule["marks_of"] if rule else None
        )
    found = [mark_by_key(question["type"], key, given) for key in keys]
    known = [mark for mark in found if mark is not None]
    return max(known) if len(known) == len(found) else None


def mark_by_key(kind: str, key: Dict[str, Any], given: Any) -> Optional[Decimal]:
    """Return the worth of an answer by one key: all or nothing, or partial credit."""
    if kind not in MARKERS:
        return None
    if given is None:
        return NOTHING
    marker, has_parts = MARKERS[kind]
    right, total = marker(key, given)
    if 0 < right < total and not (has_parts and key.get("credit") == "part"):
        return NOTHING
    return _share(right, total)


def _share(right: int, total: int) -> Decimal:
    if 0 < right >= total:
        return FULL
    if right <= 0:
        return NOTHING
    return (Decimal(right) / total).quantize(Decimal("1.0000"), ROUND_CEILING)


def _single(key: Any, given: Any) -> Tuple[int, int]:
    return int(sorted(set(given)) == sorted(set(key["right"]))), 1


def _multiple(key: Any, given: Any) -> Tuple[int, int]:
    hits = [1 if one in key["right"] else -1 for one in given]
    return sum(hits), len(set(key["right"]))


def _matching(key: Any, given: Any) -> Tuple[int, int]:
    pairs = key["pairs"]
    return len([left for left in pairs if given.get(left) == pairs[left]]), len(pairs)


def _ordering(key: Any, given: Any) -> Tuple[int, int]:
    order = key["order"]
    return len([n for n, step in enumerate(order) if given[n] == step]), len(order)


def _cloze(key: Any, given: Any) -> Tuple[int, int]:
    gaps = key["gaps"]
    return len([gap for gap in gaps if _fits(given.get(gap, ""), gaps[gap])]), len(gaps)


def _fits(typed: str, wanted: Any) -> bool:
    return typed == wanted if isinstance(wanted, str) else _is_among(typed, wanted)


def _numeric(key: Any, given: Any) -> Tuple[int, int]:
    away = abs(Decimal(given) - Decimal(key["value"]))
    return int(away <= Decimal(key.get("tolerance", "0"))), 1


def _text(key: Any, given: Any) -> Tuple[int, int]:
    return int(_is_among(given, key["accepted"])), 1


def _branching(key: Any, given: Any) -> Tuple[int, int]:
    """Follow the path; an unfinished, unknown or forbidden step makes it worth nothing."""
    ways = {(way["step"], way["choice"]): way for way in key["ways"]}
    step, points = key["start"], 0
    for _step, choice in given:
        way = ways.get((step, choice))
        if way is None or way.get("is_breach"):
            return 0, 1
        step, points = way["to"], points + way["points"]
    return (points if not step else 0), _most_points(key["ways"], key["start"], {})


def _most_points(ways: Any, step: str, known: Dict[str, int]) -> int:
    """Return the points of the best path from a step to the end without a breach."""
    if not step:
        return 0
    if step not in known:
        onward = [
            way["points"] + _most_points(ways, way["to"], known)
            for way in ways
            if way["step"] == step and not way.get("is_breach")
        ]
        known[step] = max(onward, default=-1_000_000)
    return known[step]


def _is_among(typed: str, accepted: Dict[str, List[str]]) -> bool:
    texts = [text for language in accepted.values() for text in language]
    return _bare(typed) in [_bare(text) for text in texts]


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    text = re.sub("[‐‑‒–—−]", "-", text)
    text = re.sub("[«»“”„‟\"'’‘`]", "", text)
    return re.sub(r"\s+", " ", text).strip(" .")


#: For each type, a function for right and total parts, and whether partial credit
#: exists.
MARKERS: Dict[str, Tuple[Callable[[Any, Any], Tuple[int, int]], bool]] = {
    "single": (_single, False),
    "truefalse": (_single, False),
    "multiple": (_multiple, True),
    "matching": (_matching, True),
    "ordering": (_ordering, True),
    "cloze": (_cloze, True),
    "numeric": (_numeric, False),
    "text": (_text, False),
    "branching": (_branching, True),
    "hotspot": (_multiple, True),
}


# marks of open answers


def mark_open_answer(
    key: Dict[str, Any],
    given: Any,
    sheet: Optional[Dict[str, Any]],
    asked_by: Optional[str] = None,
) -> Optional[Decimal]:
    """Return the worth of an open answer by the levels that people gave.

    One mark counts, or the mean of two that are at most a point apart. Otherwise the
    decision counts, by a third person or by both markers. ``asked_by`` is the
    correction for which all marked again; earlier marks no longer count. ``None`` if
    marks are missing.
    """
    if given is None:
        return NOTHING
    marks = sheet["marks"] if sheet else []
    marks = [one for one in marks if one["asked_by"] == asked_by]
    counting = _counting(key, marks, sheet["wanted"]) if sheet else []
    if not counting:
        return None
    return _share(sum(counting), _most(key) * len(counting))


def _counting(
    key: Dict[str, Any], marks: List[Dict[str, Any]], wanted: int
) -> List[int]:
    """Return the points that count: those of a decision, or of all markers."""
    firsts = [one for one in marks if not one["is_decision"]]
    if len(firsts) < wanted:
        return []
    markers = [one["marker"] for one in firsts]
    decisions = [one for one in marks if one["is_decision"]]
    thirds = [one for one in decisions if one["marker"] not in markers]
    both = len(decisions) > 1 and decisions[0]["levels"] == decisions[1]["levels"]
    if thirds or both:
        return [_points(key, (thirds or decisions)[0]["levels"])]
    points = [_points(key, one["levels"]) for one in firsts]
    return points if max(points) - min(points) <= APART else []


def _points(key: Dict[str, Any], levels: Dict[str, int]) -> int:
    worths = _worths(key)
    return sum(worths[name][level] for name, level in levels.items())


def _most(key: Dict[str, Any]) -> int:
    return sum(max(worths) for worths in _worths(key).values())


def _worths(key: Dict[str, Any]) -> Dict[str, List[int]]:
    """Return the points of each level: its number, unless the key says otherwise."""
    numbers = {name: list(range(most + 1)) for name, most in key["criteria"].items()}
    return key.get("points") or numbers


def _judging(parts: Dict[str, Any]) -> Iterator[Finding]:
    """Compare the marks people gave with the rubric and the audit log."""
    questions = {row["position"]: row for row in parts["questions.json"]}
    entries = parts["audit.json"]["entries"]
    given, wrong = 0, 0
    for sheet in parts["marks.json"]["open"]:
        place, marks = sheet["position"], sheet["marks"]
        about = [_entry(one) for one in entries if _is_about(one, ITEM, sheet)]
        found = [
            ("levels-wrong", _fit(questions[place]["key"]["criteria"], marks)),
            ("witness-wrong", _same_marks(marks, about)),
            ("aside-wrong", _same_asides(sheet, about)),
        ]
        for name, right in found:
            if not right:
                wrong += 1
                yield False, name, {"n": place}
        if marks:
            yield True, "open", {"n": place, "k": len(marks)}
        if sheet["set_aside"]:
            yield True, "withheld", {"n": place}
        given += len(marks)
    if given and not wrong:
        yield True, "witness", {"n": given}


def _fit(criteria: Dict[str, int], marks: List[Dict[str, Any]]) -> bool:
    """Tell whether all levels are in the rubric, and nobody gave theirs twice."""
    known = [
        set(one["levels"]) == set(criteria)
        and all(0 <= level <= criteria[c] for c, level in one["levels"].items())
        and one["points"] == sum(one["levels"].values())
        for one in marks
    ]
    people = [(one["marker"], one["is_decision"], one["asked_by"]) for one in marks]
    return all(known) and len(set(people)) == len(people)


def _same_marks(marks: List[Dict[str, Any]], about: List[Dict[str, Any]]) -> bool:
    """Tell whether the log has the same marks; older entries have only points."""
    names = {"assessment.answer_marked": False, "assessment.answer_decided": True}
    told = [one for one in about if one["action"] in names]
    return len(told) == len(marks) and all(
        (one["by"], names[one["action"]], one["details"]["points"])
        == (mark["marker"], mark["is_decision"], mark["points"])
        and one["details"].get("levels", mark["levels"]) == mark["levels"]
        for one, mark in zip(told, marks)
    )


def _same_asides(sheet: Dict[str, Any], about: List[Dict[str, Any]]) -> bool:
    """Tell whether the log has the same set-asides, and nobody marked in between."""
    asides = sheet["set_aside"]
    backs = [one["given_back"] for one in asides if one["given_back"]]
    told = {
        "assessment.answer_set_aside": [one["by"] for one in asides],
        "assessment.answer_given_back": [one["by"] for one in backs],
    }
    same = all(
        [one["by"] for one in about if one["action"] == action] == people
        for action, people in told.items()
    )
    return same and not any(
        _is_between(mark["at"], one["at"], one["given_back"])
        for mark in sheet["marks"]
        for one in asides
    )


def _is_between(at: str, since: str, back: Optional[Dict[str, Any]]) -> bool:
    moment = datetime.fromisoformat(at)
    if moment <= datetime.fromisoformat(since):
        return False
    return back is None or moment < datetime.fromisoformat(back["at"])


# audit log


def _entry(row: Dict[str, Any]) -> Dict[str, Any]:
    """Return the fields of an entry by name."""
    names = ("action", "by", "type", "subject", "person", "reason", "details")
    return dict(zip(names, row["columns"][3:]))


def _is_about(row: Dict[str, Any], kind: str, thing: Dict[str, Any]) -> bool:
    return list(row["columns"][5:7]) == ["assessment." + kind, thing["subject"]]


def _second_persons(parts: Dict[str, Any]) -> Iterator[Finding]:
    """Check in the log that one person proposed each correction and another confirmed it."""
    entries = parts["audit.json"]["entries"]
    corrections = parts["marks.json"]["corrections"]
    wrong = 0
    for number, one in enumerate(corrections, start=1):
        told = {
            found["action"].split("_")[-1]: (found["by"], found["reason"])
            for found in (_entry(row) for row in entries if _is_about(row, KEY, one))
        }
        if one["proposed_by"] == one["confirmed_by"] or told != {
            "proposed": (one["proposed_by"], one["reason"]),
            "confirmed": (one["confirmed_by"], one["confirmed_because"]),
        }:
            wrong += 1
            yield False, "two-persons-wrong", {"n": number}
    if corrections and not wrong:
        yield True, "two-persons", {"n": len(corrections)}


def _results_told(parts: Dict[str, Any]) -> Iterator[Finding]:
    """Compare the first result and each regrading with the log."""
    entries = [_entry(row) for row in parts["audit.json"]["entries"]]
    marked = [one for one in entries if one["action"] == "assessment.attempt_marked"]
    passed = parts["attempt.json"]["first"]["passed"]
    wrong = [one["details"] for one in marked if one["details"]["passed"] != passed]
    if len(marked) != 1 or _first_sum(parts) != _sum_told(marked[0]["details"]):
        wrong.append({"attempt_marked": len(marked)})
    regraded = [
        one["details"] for one in entries if one["action"] == "assessment.regraded"
    ]
    kept = [_regraded(one) for one in parts["marks.json"]["regradings"]]
    told = [_exact(one) for one in regraded]
    wrong += [one for one in regraded if _exact(one) not in map(_exact, kept)]
    wrong += [one for one in kept if _changes(one) and _exact(one) not in told]
    for one in wrong:
        yield False, "told-wrong", {"why": json.dumps(one, sort_keys=True)}
    if not wrong:
        yield True, "told", {}


def _first_sum(parts: Dict[str, Any]) -> Tuple[Decimal, int]:
    """Return the sum and the number of the marks that counted first."""
    marks = parts["marks.json"]
    scored = {row["position"]: row["is_scored"] for row in parts["questions.json"]}
    void = [one["key"] for one in marks["corrections"] if one["effect"] == "void"]
    counting = [
        Decimal(row["mark"] or 0)
        for row in marks["first"]
        if scored[row["position"]] and row["correction"] not in void
    ]
    return sum(counting, NOTHING), len(counting)


def _sum_told(details: Dict[str, Any]) -> Tuple[Decimal, int]:
    return Decimal(details["marks"]), details["total"]


def _regraded(one: Dict[str, Any]) -> Dict[str, Any]:
    """Return a regrading in the form of the log."""
    told = {
        name: [one["before"][name], one["after"][name]]
        for name in ("mark", "counts", "score", "passed")
    }
    return dict(told, correction=one["correction"], position=one["position"])


def _exact(told: Dict[str, Any]) -> Dict[str, Any]:
    """Return ``told`` with numbers as decimals, so that 0 equals 0.0000."""
    numbers = {name: [Decimal(one) for one in told[name]] for name in ("mark", "score")}
    return dict(told, **numbers)


def _changes(told: Dict[str, Any]) -> bool:
    names = ("mark", "counts", "score", "passed")
    return any(told[name][0] != told[name][1] for name in names)


def _seals(parts: Dict[str, Any]) -> Iterator[Finding]:
    sealed = 0
    for entry in parts["audit.json"]["entries"]:
        number = entry["columns"][1]
        if entry["seal"] is None:
            yield True, "unsealed", {"n": number}
            continue
        plain = json.dumps(entry["columns"], sort_keys=True, ensure_ascii=False)
        if hashlib.sha256(plain.encode("utf-8")).hexdigest() == entry["seal"]:
            sealed += 1
        else:
            yield False, "seal-wrong", {"n": number}
    yield True, "sealed", {"n": sealed}


# report


def render_sentence(language: str, name: str, facts: Dict[str, Any]) -> str:
    """Return a sentence in a language."""
    place = LANGUAGES.index(language)
    told = dict(facts)
    if "verdict" in told:
        told["verdict"] = WORDS[told["verdict"]][place]
    return WORDS[name][place].format(**told)


def render_report(language: str, findings: List[Finding], digest: str) -> str:
    """Return all findings, one per line, and the conclusion."""
    lines = [
        "{} {}".format(
            "[+]" if right else "[!]", render_sentence(language, name, facts)
        )
        for right, name, facts in findings
    ]
    wrong = len([1 for right, _name, _facts in findings if not right])
    lines.append(render_sentence(language, "hash", {"hash": digest}))
    lines.append(render_sentence(language, "fails" if wrong else "holds", {"n": wrong}))
    return "\n".join(lines)


def run_command_line(arguments: List[str]) -> int:
    """Check the pack, print the report, and return 0 if everything holds."""
    parser = argparse.ArgumentParser(description="Check an evidence pack.")
    parser.add_argument("pack", nargs="?", default=str(Path(__file__).parent))
    parser.add_argument("--lang", choices=LANGUAGES, help="kk, ru, en; all by default")
    parser.add_argument("--hash", help="hash of the manifest from the audit log")
    chosen = parser.parse_args(arguments)
    digest = "—"
    try:
        files = read_pack(Path(chosen.pack))
        digest = hashlib.sha256(files.get(MANIFEST, b"")).hexdigest()
        findings = list(verify_pack(files, chosen.hash))
    except (
        *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
        *(OSError, EOFError, RuntimeError, ValueError),
    ) as error:
        findings = [(False, "unreadable", {"why": repr(error)})]
    for language in [chosen.lang] if chosen.lang else LANGUAGES:
        print(render_report(language, findings, digest))
        print()
    return 0 if all(right for right, _name, _facts in findings) else 1


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(run_command_line(sys.argv[1:]))
