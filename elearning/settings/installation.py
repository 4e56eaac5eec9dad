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
#: The folder for scheduled reports of the personnel office; empty switches them off.
REPORTS_FOLDER = env.str("REPORTS_FOLDER", "")

SECRET_KEY = read_or_generate_key("SECRET_KEY", KEYS_DIR)
PSEUDONYM_KEY = read_or_generate_key("PSEUDONYM_KEY", KEYS_DIR)  # one key per purpose
AUDIT_KEY = read_or_generate_key("AUDIT_KEY", KEYS_DIR)
#: Outside the database: put it on another disk, or copy it elsewhere.
AUDIT_CHECKPOINTS: Path | None = env.path(
    "AUDIT_CHECKPOINTS", VAR_DIR / "audit" / "checkpoints.jsonl"
)
SECOND_FACTOR_KEY = read_or_generate_key("SECOND_FACTOR_KEY", KEYS_DIR)
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"])

# The address of the platform for people and other systems; never the request’s host.
BASE_URL = env.str("BASE_URL", "http://localhost:8000").rstrip("/")
#: The number of our proxies in front of the platform; None if not configured.
TRUSTED_PROXIES: int | None = env.int(
    "TRUSTED_PROXIES", None, validate=check_proxy_count
)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES or 0
#: The IPv6 prefix length of one customer, who may choose any address in it.
ALLAUTH_RATE_LIMIT_IPV6_PREFIX = 56
XAPI_BASE_IRI = env.str("XAPI_BASE_IRI", BASE_URL).rstrip("/")
#: The maximum size of a request to the Learning Record Store, in bytes.
XAPI_BODY_LIMIT = env.int("XAPI_BODY_LIMIT", 10 * 1024 * 1024)
#: Origins of pages that may access the store from a browser; by default none.
XAPI_ALLOWED_ORIGINS: list[str] = env.list(
    "XAPI_ALLOWED_ORIGINS", [], validate=check_browser_origins
)
#: Origins to which statements may be forwarded; by default nothing is.
LRS_TARGETS: list[str] = env.list("LRS_TARGETS", [], validate=check_target_origins)
XAPI_FORWARD_TIMEOUT = env.int("XAPI_FORWARD_TIMEOUT", 20)  # in seconds
