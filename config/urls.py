"""The addresses of the site; each app brings its own."""

from django.urls import include, path

from config.appearance import appearance
from config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("appearance", appearance, name="appearance"),
    path("", include("jobs.urls")),
    path("api/v1/", include("config.api.urls")),
    path("", include("corpus.access.urls")),
    path("", include("corpus.texts.urls")),
    path("", include("corpus.notes.urls")),
    path("", include("corpus.keeping.urls")),
    path("", include("comparisons.pairs.urls")),
    path("", include("comparisons.phrasing.urls")),
    path("", include("reading.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
