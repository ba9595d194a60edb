"""`/healthz`: the process answers. `/readyz`: what it needs answers too."""

import os

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

from jobs import locks
from jobs.models import Job


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """503 where no page can be served. Without a worker pages are served all the same, and long work waits: `workers`
    and `queue` say so."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM jobs_job LIMIT 1")
        workers = locks.alive()
        waiting = Job.objects.live().exists()
    except Exception as error:  # whatever the database's driver raises, the answer is the same
        return JsonResponse({"status": "unavailable", "database": type(error).__name__}, status=503)
    storage = os.access(settings.DATA, os.R_OK | os.W_OK)
    found = {
        "status": "ok" if storage else "unavailable",
        "database": "ok",
        "queue": "ok" if workers or not waiting else "stalled",
        "workers": workers,
        "storage": "ok" if storage else "not writable",
    }
    return JsonResponse(found, status=200 if storage else 503)
