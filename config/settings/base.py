"""Settings, all from the environment, safe where it says nothing: no debugging, no open host, HTTPS expected.

docs/operating.md lists the variables.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from config import environment

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = Path(environment.text("VARIORUM_DATA", str(ROOT / "var")))

DEBUG = environment.flag("VARIORUM_DEBUG", False)
SECRET_KEY = environment.text("VARIORUM_SECRET_KEY") or environment.kept_secret(DATA / "secret")
ALLOWED_HOSTS = environment.words("VARIORUM_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.words("VARIORUM_ORIGINS")

# A site behind HTTPS, unless it is told that it runs on this machine alone (`make run`).
HTTPS = environment.flag("VARIORUM_HTTPS", True)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = environment.flag("VARIORUM_BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
CSRF_FAILURE_VIEW = "config.forgery.refused"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "config.apps.HouseConfig",
    "jobs",
    "corpus.access",
    "corpus.works",
    "corpus.texts",
    "corpus.notes",
    "corpus.keeping",
    "comparisons.pairs",
    "comparisons.phrasing",
    "reading",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.more_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.bounds.RequestBound",
    "config.letters.ExactLetters",
    "config.api.middleware.OpenToRead",
    "config.api.middleware.Entities",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
    "PRAGMA cache_size=-32000;",  # in KiB: less, and a long text is written more than once before it is committed
}
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA / 'variorum.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    INSTALLED_APPS.insert(0, "django.contrib.postgres")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["corpus.access.backends.ThrottledBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

LOG_LEVEL = environment.choice("VARIORUM_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "WARNING")
# Everything to standard error, a line an event, for whatever collects it; never the text of a form.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a page that is not there is no event
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # the internet asks for other hosts all day
    },
}

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
# A source map is asked for by a person with the developer's tools open, and by nobody else.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "webp", "gz", "br", "zip", "woff", "woff2", "mp4"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.staticfiles.ModuleStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# No inline script or style, and nothing from anywhere else.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# What one upload and one text may hold; a request is cut off a little above the larger file.
LIMIT_FILE_BYTES = environment.number("VARIORUM_LIMIT_FILE_BYTES", 64 * 1024 * 1024)
LIMIT_TEXT_CHARACTERS = environment.number("VARIORUM_LIMIT_TEXT_CHARACTERS", 20_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = LIMIT_FILE_BYTES * 2
REQUEST_MAX_BYTES = LIMIT_FILE_BYTES * 2 + 1024 * 1024  # two files side by side, and the form around them
FILE_UPLOAD_PERMISSIONS = 0o600

# Days between two rounds in which a worker reads everything that was taken in again; 0: none.
VERIFY_DAYS = environment.number("VARIORUM_VERIFY_DAYS", 30)
LIMIT_ALIGN_CHARACTERS = environment.number("VARIORUM_LIMIT_ALIGN_CHARACTERS", 1_000_000)
LIMIT_GIVEN_CHARACTERS = environment.number("VARIORUM_LIMIT_GIVEN_CHARACTERS", 20_000_000)
LIMIT_FIND_CHARACTERS = environment.number("VARIORUM_LIMIT_FIND_CHARACTERS", 1_000_000)  # of all documents together

REST_FRAMEWORK: dict[str, object] = {
    # Basic first: a visitor who may not write is told so with a challenge, 401, rather than a bare 403.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.BasicAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["corpus.access.parsing.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "config.api.ordering.Ordering",
    ],
    "DEFAULT_PAGINATION_CLASS": "config.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.api.problems.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Variorum",
    "DESCRIPTION": "Works, editions and their revisions, comparisons of any two texts, and notes. See docs/api.md.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api.schema.with_problems",
    ],
}
