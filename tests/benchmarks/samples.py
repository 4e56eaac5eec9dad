"""Statements as the platform's learners cause them, for measuring."""

import json

LEARNERS = 500
UNITS = 60


def statement(number: int) -> dict:
    base = "https://training.example/id"
    course = {"id": f"{base}/courses/C1", "objectType": "Activity"}
    titles = {"kk": "Сабақ атауы", "ru": "Название урока", "en": "Title of a lesson"}
    return {
        "actor": actor(number),
        "verb": {
            "id": f"http://adlnet.gov/expapi/verbs/{('completed', 'answered')[number % 2]}",
            "display": {"kk": "аяқтады", "ru": "завершил(а)", "en": "completed"},
        },
        "object": {
            "id": f"{base}/units/{number % UNITS}",
            "definition": {
                "name": titles,
                "type": "http://adlnet.gov/expapi/activities/lesson",
            },
        },
        "result": {"completion": True, "duration": "PT12M"},
        "context": {
            "registration": f"2a38ec95-02a9-4caa-a200-{number % LEARNERS:012}",
            "contextActivities": {"parent": [course], "grouping": [course]},
            "language": "kk",
            "platform": "prison-staff-training",
        },
        "timestamp": "2026-03-02T04:00:00+00:00",
    }


def actor(number: int) -> dict:
    name = f"{number % LEARNERS:064}"
    return {"account": {"homePage": "https://training.example", "name": name}}


def questions() -> list[dict[str, str]]:
    """Return the parameters of every kind of question a reader asks."""
    asked = statement(1)
    agent = json.dumps(asked["actor"])
    verb, thing = asked["verb"]["id"], asked["object"]["id"]
    course = asked["context"]["contextActivities"]["parent"][0]["id"]
    return [
        {},
        {"limit": "50"},
        {"agent": agent},
        {"agent": agent, "verb": verb},
        {"agent": agent, "activity": thing},
        {"activity": thing},
        {"activity": thing, "verb": verb},
        {"activity": course, "related_activities": "true"},
        {"agent": agent, "related_agents": "true"},
        {"registration": asked["context"]["registration"]},
        {"verb": verb},
        {"verb": verb, "since": "2026-01-01T00:00:00Z", "ascending": "true"},
        {"until": "2100-01-01T00:00:00Z", "format": "ids"},
        {"limit": "50", "format": "canonical"},
    ]
