"""Accounts, passwords, limits and sessions."""

from datetime import timedelta

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["elearning.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "elearning.accounts.password_validators.PersonalDataSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "elearning.accounts.password_validators.KnownPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "learner:training"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "elearning.accounts.allauth_adapters.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_FORMS = {
    "login": "elearning.accounts.forms.LoginForm",
    "change_password": "elearning.accounts.forms.ChangePasswordForm",
    "reset_password": "elearning.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "elearning.accounts.forms.ResetPasswordKeyForm",
    "user_token": "elearning.accounts.forms.UserTokenForm",
}
# A whole establishment may share one address: 500 people sign in for an exam. Only
# wrong passwords are limited by address; one-time codes cannot be guessed.
ACCOUNT_RATE_LIMITS = {
    "login": "",  # counted behind a lock, for which people of one address would wait
    "sign_in": "1200/m/ip",
    "login_failed": "5/5m/key",  # for one name from one address; codes of one account
    "login_failed_device": "5/5m/key",  # for one account on a known device
    "login_failed_devices": "30/5m/key",  # for one account on all known devices
    "login_failed_account": "30/5m/key",  # from anywhere
    "login_failed_address": "100/5m/ip",  # for any account
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
    "activate": "300/5m/ip",
    "session_code": "5/10m/key",  # codes entered by one candidate
    "certificate_miss": "20/5m/key",  # unknown certificate codes, from one address
    "certificate_file": "20/5m/key",  # each takes a second of work; from one address
    "certificate_name": "10/5m/key",  # names typed for certificates, from one address
    "certificate_name_of_one": "20/5m/key",  # for one certificate, from anywhere
    "unsent": "30/m/user",  # autosave is sent every ten seconds at most
}
MFA_ADAPTER = "elearning.accounts.allauth_adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "elearning.accounts.forms.AuthenticateForm",
    "reauthenticate": "elearning.accounts.forms.ReauthenticateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Training platform"
MFA_TOTP_TOLERANCE = 1  # one step early or late: phones drift, and typing takes time
USERSESSIONS_TRACK_ACTIVITY = False

ACTIVATION_LIFETIME = timedelta(days=14)
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=4).total_seconds())
IDLE_LIFETIME = timedelta(minutes=20)

# --- Sessions on shared computers ------------------------------------------------
SESSION_ENGINE = "elearning.accounts.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "elearning.interface.views.answer_csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
