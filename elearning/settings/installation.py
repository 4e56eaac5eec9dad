"""Folders, keys and addresses of the installation."""

from pathlib import Path

from elearning.settings.environment import (
    BASE_DIR,
    check_browser_origins,
    check_proxy_count,
    check_target_origins,
    env,
    read_or_generate_key,
)

VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
KEYS_DIR = env.path("KEYS_DIR", VAR_DIR / "keys")
EXPORTS_DIR = VAR_DIR / "exports"
#: Where reports go that the personnel office has made by a schedule; empty switches it off.
REPORTS_FOLDER = env.str("REPORTS_FOLDER", "")

SECRET_KEY = read_or_generate_key("SECRET_KEY", KEYS_DIR)
PSEUDONYM_KEY = read_or_generate_key("PSEUDONYM_KEY", KEYS_DIR)  # one key per purpose
AUDIT_KEY = read_or_generate_key("AUDIT_KEY", KEYS_DIR)
#: Beside the database and never in it: put it on another disk, or copy it elsewhere.
AUDIT_CHECKPOINTS: Path | None = env.path(
    "AUDIT_CHECKPOINTS", VAR_DIR / "audit" / "checkpoints.jsonl"
)
SECOND_FACTOR_KEY = read_or_generate_key("SECOND_FACTOR_KEY", KEYS_DIR)
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])

# The address people and other systems know the platform by; never the request's host.
BASE_URL = env.str("BASE_URL", "http://localhost:8000").rstrip("/")
#: How many proxies of ours each request comes through; None: nobody has said so.
TRUSTED_PROXIES: int | None = env.int(
    "TRUSTED_PROXIES", None, validate=check_proxy_count
)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES or 0
#: Bits of an IPv6 address that one customer is given, who may choose all others.
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 56
XAPI_BASE_IRI = env.str("XAPI_BASE_IRI", BASE_URL).rstrip("/")
#: The most bytes of a request to the Learning Record Store.
XAPI_BODY_LIMIT = env.int("XAPI_BODY_LIMIT", 10 * 1024 * 1024)
#: Origins of pages that may speak with the store from a browser; by default none.
XAPI_ALLOWED_ORIGINS: list[str] = env.list(
    "XAPI_ALLOWED_ORIGINS", [], validate=check_browser_origins
)
#: Where statements may be sent on to; without a list, nothing leaves.
LRS_TARGETS: list[str] = env.list("LRS_TARGETS", [], validate=check_target_origins)
XAPI_FORWARD_TIMEOUT = env.int("XAPI_FORWARD_TIMEOUT", 20)  # seconds for other stores
