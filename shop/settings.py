"""The shop's settings. Only this file reads the environment for Django.

Every variable has a default that fits a laptop, but for two that a real server must be told:
with DEBUG off, SECRET_KEY and ALLOWED_HOSTS stop the start when they are missing.
"""

import logging
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from shop import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()


def required(name: str, value: object, advice: str) -> None:
    if not value:
        raise ImproperlyConfigured(f"{name} is not set and DEBUG is off. {advice}")


# -- where and how it runs ------------------------------------------------------------------

HOME = Path(env.str("UNDERSTUDY_HOME", "") or BASE_DIR / "var").resolve()
DEBUG = env.bool("DEBUG", True)
SECRET_KEY = env.str("SECRET_KEY", "laptop-only-key-never-used-when-debug-is-off" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["*"] if DEBUG else [])
required(
    "SECRET_KEY",
    SECRET_KEY,
    "Set it to a long random string, the same for every process of the shop.",
)
required(
    "ALLOWED_HOSTS",
    ALLOWED_HOSTS,
    "Set it to the host names the shop answers to, separated by commas.",
)
HTTPS = env.bool("HTTPS", not DEBUG)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SHOP_NAME = env.str("SHOP_NAME", "Understudy")
CURRENCY = env.str("CURRENCY", "EUR")
#: Classes with the shape of `shop.bag.payment.PaymentMethod`, the preferred one first.
PAYMENT_METHODS = env.list("PAYMENT_METHODS", ["shop.bag.payment.PayOnDelivery"])
#: How long a shopper who went to the till keeps what is in her bag to herself.
RESERVATION_MINUTES = env.int("RESERVATION_MINUTES", 15)
#: How long in all, however often she goes there again.
RESERVATION_MINUTES_IN_ALL = env.int("RESERVATION_MINUTES_IN_ALL", 60)

# -- letters to shoppers --------------------------------------------------------------------

#: Where the shop is, as its letters say it: https://shop.example
HERE = f"127.0.0.1:{env.str('PORT', '') or 8000}"
PUBLIC_HOST = next((host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"), HERE)
SITE_URL = env.str("SITE_URL", "").rstrip("/") or "{}://{}".format(
    "https" if HTTPS else "http", HERE if "127.0.0.1" in ALLOWED_HOSTS else PUBLIC_HOST
)
#: submission://user:password@host (STARTTLS). Without it letters are only put into MAIL_FOLDER.
EMAIL_URL = env.str("EMAIL_URL", "")
MAIL_FOLDER = HOME / "mail"
EMAIL_BACKEND = "shop.alerts.dev_mail.MailFolder"
if EMAIL_URL:
    # What it does not know, the library would take for a server without TLS.
    if urlsplit(EMAIL_URL).scheme not in ("smtp", "submission"):
        raise ImproperlyConfigured("EMAIL_URL begins with submission:// or smtp://.")
    vars().update(env.dj_email_url("EMAIL_URL"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 10)
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "") or formataddr(
    (SHOP_NAME, f"alerts@{urlsplit(SITE_URL).hostname}")
)
#: How long somebody has to say that it was she who asked to be told.
ALERT_CONFIRM_HOURS = env.int("ALERT_CONFIRM_HOURS", 72)
#: How long the link in a letter opens her alerts.
ALERT_LINK_DAYS = env.int("ALERT_LINK_DAYS", 90)
#: How often one visitor may ask for letters.
ALERT_RATE = env.str("ALERT_RATE", "20/hour")
#: Seconds after which a letter whose sender is not heard of is sent by another.
ALERT_LEASE = env.float("ALERT_LEASE", 300.0)
#: Seconds that a size has to stay in stock before anybody is told that it is back.
ALERT_GRACE = env.float("ALERT_GRACE", 120.0)
#: How many pieces are promised for each that is back; not all who are told buy.
ALERT_FACTOR = env.float("ALERT_FACTOR", 1.5)
#: Seconds until the next in the queue are told, if pieces are left by then.
ALERT_BATCH_WAIT = env.float("ALERT_BATCH_WAIT", 3600.0)
#: Hours in which nobody is told of anything: "22-8". Empty: none.
ALERT_QUIET_HOURS = env.str("ALERT_QUIET_HOURS", "")
#: Webhooks: the seconds a call may take in all, the ports that are called, and whether they may
#: go to addresses that are not public, and without TLS (a shop whose receiver stands beside it).
WEBHOOK_TIMEOUT = env.float("WEBHOOK_TIMEOUT", 15.0)
WEBHOOK_PORTS = env.list("WEBHOOK_PORTS", [443, 8443], subcast=int)
WEBHOOK_PRIVATE = env.bool("WEBHOOK_PRIVATE", False)
#: Days after following a letter's link in which an order of what it told of counts as its doing.
ALERT_EARNS_DAYS = env.int("ALERT_EARNS_DAYS", 7)
#: Seconds between two looks for something to tell.
ALERT_SWEEP = env.float("ALERT_SWEEP", 10.0)

# -- what shoppers do with what is offered to them ------------------------------------------

#: Days after which events are deleted; how many of each kind there were a day stays.
EVENT_DAYS = env.int("EVENT_DAYS", 90)
#: How often one visitor's browser may tell what it has shown.
SEEN_RATE = env.str("SEEN_RATE", "120/min")

# -- searching with photos ------------------------------------------------------------------

#: How long a shopper's photo is kept, in minutes; a sweep deletes it a minute later at most.
PHOTO_KEPT_MINUTES = min(env.int("PHOTO_KEPT_MINUTES", 55), 58)
#: Bytes that one upload of photos may have in all.
PHOTO_UPLOAD_MAX_SIZE = env.int("PHOTO_UPLOAD_MAX_SIZE", 20_000_000)
#: How often one visitor may send photos.
PHOTO_RATE = env.str("PHOTO_RATE", "300/hour")
#: Photos that a web process looks at at once, others that may wait for it (each holds one of its
#: four threads), and for how many seconds.
PHOTO_SEARCHES_AT_ONCE = env.int("PHOTO_SEARCHES_AT_ONCE", 1)
PHOTO_SEARCHES_IN_LINE = env.int("PHOTO_SEARCHES_IN_LINE", 2)
PHOTO_PATIENCE = env.float("PHOTO_PATIENCE", 10.0)
#: A picture by its address: seconds in all, and whether it may lie in our own network. It never
#: may in a shop that strangers visit.
PHOTO_URL_TIMEOUT = env.float("PHOTO_URL_TIMEOUT", 8.0)
PHOTO_URL_PRIVATE = env.bool("PHOTO_URL_PRIVATE", False)

# -- the rooms ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "shop.admin_apps.MerchandisingConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "pgtrigger",
    "simple_history",
    "import_export",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "catalog",
    "recommender",
    "shop",
    "shop.bag",
    "shop.alerts",
    "shop.insight",
    "shop.storefront",
    "shop.photo_search",
    "shop.api",
]

MIDDLEWARE = [
    "shop.request_id.RequestIdMiddleware",
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shop.body_limit.BodyLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "shop.search_routes.SearchRouteMiddleware",
    "shop.insight.noting.NotingMiddleware",
    "shop.alerts.following.FollowedMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
ASGI_APPLICATION = "shop.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "shop.storefront.context.shop",
            ],
        },
    },
]

# -- data -----------------------------------------------------------------------------------

#: Named when no DATABASE_URL is given, so that commands that ask the database nothing still
#: load; manage.py and the supervisor always set the embedded server's URL first.
DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL", "postgres:///understudy"),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
    }
}
#: A streaming replica that the pages of the storefront may read from, if there is one, and how
#: many seconds old its answers may be.
REPLICA_URL = env.str("REPLICA_URL", "")
REPLICA_MAX_LAG = env.float("REPLICA_MAX_LAG", 10.0)
DATABASE_ROUTERS: list[str] = []
if REPLICA_URL:
    replica = env.dj_db_url("REPLICA_URL")
    DATABASES["replica"] = {
        **DATABASES["default"],
        **replica,
        "OPTIONS": {"connect_timeout": 2, **replica.get("OPTIONS", {})},
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["shop.replica.router.ReplicaRouter"]
    MIDDLEWARE.append("shop.replica.pages.OwnChangesMiddleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", "") or HOME / "media")
MEDIA_URL = "media/"
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", "") or HOME / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
#: `make run` serves files where they lie; a container collects them and names them by content.
COLLECTED = env.bool("STATIC_COLLECTED", False)
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "catalog.storage.WholeFiles"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
#: What staff may send at once in the admin, in bytes: a product's photos. Everybody else, and all
#: else, may send DATA_UPLOAD_MAX_MEMORY_SIZE, files included.
STAFF_UPLOAD_MAX_SIZE = env.int("STAFF_UPLOAD_MAX_SIZE", 100_000_000)

# -- people ---------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "errors/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
#: As the throttles do: behind a proxy all visitors would otherwise share one address.
AXES_CLIENT_IP_CALLABLE = "shop.insight.visitors.address"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# -- safety ---------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "shop.failures.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# -- work in the background -----------------------------------------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "redis://localhost:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
#: A lost or late message costs a delay, never a product (a sweep finds the row), so publishing
#: gives up at once instead of holding a page.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    # Without it a broker that is away holds each publisher for six seconds of retries.
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 30,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
#: Seconds between two looks for products whose hint was lost, or whose later try has come.
EMBEDDING_SWEEP = env.float("EMBEDDING_SWEEP", 20.0)
#: And for photos whose colours are to be read, which takes half of that time while there are any.
COLOUR_SWEEP = 20.0
CELERY_BEAT_SCHEDULE = {
    "give-back-what-was-held-too-long": {
        "task": "shop.bag.tasks.release_expired_reservations",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "sweep-products-waiting-for-a-vector": {
        "task": "recommender.tasks.embed_waiting",
        "schedule": EMBEDDING_SWEEP,
        "options": {"expires": EMBEDDING_SWEEP},
    },
    "read-the-colours-of-new-photos": {
        "task": "catalog.tasks.read_colours",
        "schedule": COLOUR_SWEEP,
        "options": {"expires": COLOUR_SWEEP},
    },
    "tell-those-who-wait": {
        "task": "shop.alerts.tasks.tell",
        "schedule": ALERT_SWEEP,
        "options": {"expires": ALERT_SWEEP},
    },
    "call-those-who-listen": {
        "task": "shop.alerts.tasks.call",
        "schedule": ALERT_SWEEP,
        "options": {"expires": ALERT_SWEEP},
    },
    "total-up-what-shoppers-did": {
        "task": "shop.insight.tasks.total_up_events",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "look-for-gaps-in-the-range": {
        "task": "shop.insight.tasks.look_for_gaps",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "let-go-of-shoppers-photos": {
        "task": "shop.photo_search.tasks.let_go_of_photos",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "draw-what-shoppers-describe": {
        "task": "shop.photo_search.tasks.draw_waiting",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
    "learn-which-types-stand-side-by-side": {
        "task": "recommender.tasks.learn_neighbouring_types",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "build-indexes-that-searches-need": {
        "task": "recommender.tasks.keep_search_fast",
        "schedule": 60.0,
        "options": {"expires": 55},
    },
}
CELERY_TASK_ROUTES = {"recommender.tasks.embed_waiting": {"queue": "embed"}}
CELERY_TASK_DEFAULT_QUEUE = "default"

# -- the encoder ----------------------------------------------------------------------------

ENCODER = env.str("ENCODER", "shipped")
#: What sees shoppers' photos, and embeds each product a second time to compare it with them. The
#: shipped one does beside the shipped encoder; "" for none: the shop's encoder sees photos as well.
PHOTO_ENCODER = env.str("PHOTO_ENCODER", "shipped")
SEGMENTER = env.str("SEGMENTER", "shipped")  # finds the garments in a shopper's photo
#: Who tells the sold-out sizes that shoppers look at most: a dotted path to a function that takes
#: how many. A merchandising rule is tried on these; "" for nobody, and it is tried on the newest.
MOST_VISITED_SOLD_OUT = "shop.insight.visits.most_visited_sold_out"
ENCODER_THREADS = env.int("ENCODER_THREADS", 0)  # 0: as many as there are cores
WARM_SEARCH = env.bool("WARM_SEARCH", True)  # web processes load the encoder before it is asked
#: Draws what a shopper describes: hf-hub:OWNER/MODEL for one of diffusers, the dotted path of a
#: function, or "" for nobody. In how many steps, and for how many seconds at most.
DRAWING_MODEL = env.str("DRAWING_MODEL", "")
DRAWING_STEPS = env.int("DRAWING_STEPS", 20)
DRAWING_TIME_LIMIT = env.int("DRAWING_TIME_LIMIT", 600)
#: Memory for building an index over vectors, as PostgreSQL writes it.
SEARCH_MEMORY = env.str("SEARCH_MEMORY", "512MB")
EMBEDDING_BATCH_SIZE = env.int("EMBEDDING_BATCH_SIZE", 32)
#: Seconds after which a worker that hangs on a batch is ended, and its pictures tried one by one.
EMBEDDING_TIME_LIMIT = env.int("EMBEDDING_TIME_LIMIT", 120)

# -- the API --------------------------------------------------------------------------------

#: How often one key may ask.
API_RATE_KEY = env.str("API_RATE_KEY", "600/min")
#: Streams of events that a web process keeps open, each on one of its four threads, and for how
#: many seconds.
EVENT_STREAMS = env.int("EVENT_STREAMS", 1)
EVENT_STREAM_SECONDS = env.float("EVENT_STREAM_SECONDS", 50.0)
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "shop.api.problems.refusal",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["shop.api.bodies.ShallowJSON"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": env.str("API_RATE_ANONYMOUS", "120/min"),
        "user": env.str("API_RATE_USER", "600/min"),
    },
    "NUM_PROXIES": env.int("NUM_PROXIES", 0),
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SHOP_NAME} API",
    "DESCRIPTION": "Products, stock by size, what can stand in for them, what goes with them.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "WEBHOOKS": [
        "shop.alerts.api.webhooks.BACK_IN_STOCK",
        "shop.alerts.api.webhooks.LOW_STOCK",
        "shop.alerts.api.webhooks.PRICE_DROP",
        "shop.alerts.api.webhooks.SIMILAR_IN_STOCK",
    ],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "shop.api.documentation.with_what_any_may_answer",
        "shop.alerts.api.webhooks.with_headers",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    # Staff's sessions work too, but the documentation is for integrators.
    "AUTHENTICATION_WHITELIST": [
        "shop.api.keys.KeyAuthentication",
        "shop.widget.public.PublicKeyAuthentication",
    ],
    "SCHEMA_PATH_PREFIX": "/api/v[0-9]+",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# -- the admin's imports and exports --------------------------------------------------------

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

# -- logs -----------------------------------------------------------------------------------

#: Lines for people on a laptop, JSON for whatever collects them from a server.
LOGGING = logs.configuration(
    env.str("LOG_FORMAT", "console" if DEBUG else "json"), env.str("LOG_LEVEL", "INFO")
)
logs.configure()
ACCESS_LOG = env.bool("ACCESS_LOG", False)
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # once RequestIdMiddleware has looked at it
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # asking costs a query on pages that ask nothing else
#: The access log tells of each request; these lines would tell it again.
DJANGO_STRUCTLOG_STATUS_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.DEBUG
AXES_CLIENT_STR_CALLABLE = "shop.logs.unnamed"

# -- metrics --------------------------------------------------------------------------------

#: What a scraper sends as `Authorization: Bearer …`. Without one only signed-in staff may look.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
PROMETHEUS_LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
