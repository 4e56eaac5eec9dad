"""Production installations, and the demonstration."""

from elearning.settings.base import *
from elearning.settings.environment import env

HTTPS = env.bool("HTTPS", BASE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    DEVICE_COOKIE_NAME = "__Host-device"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_REDIRECT_EXEMPT = [
        r"^health/"
    ]  # requested by a load balancer, without HTTPS
    # Other names under the domain of a ministry are not ours to decide.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

else:
    # Browsers ignore it without HTTPS, and log a warning for each page.
    SECURE_CROSS_ORIGIN_OPENER_POLICY = None

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Accepted data survive a power cut; without this, only the end of a process.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=FULL;"

if mail_host := env.str("MAIL_HOST", ""):
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": mail_host,
                "port": env.int("MAIL_PORT", 25),
                "username": env.str("MAIL_USER", ""),
                "password": env.str("MAIL_PASSWORD", ""),
                "use_tls": env.bool("MAIL_TLS", default=True),
                "timeout": 10,
            },
        }
    }
