"""How gunicorn serves the site: `gunicorn -c python:config.webserver config.wsgi`. docs/operating.md says more.

No preloading: the figures' renderer does not survive a fork.
"""

import os
from typing import Any

from jobs import lifeline

bind = os.environ.get("VARIORUM_BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("VARIORUM_WEB_PROCESSES") or 2)
worker_class = "gthread"
threads = int(os.environ.get("VARIORUM_WEB_THREADS") or 4)
timeout = 120
graceful_timeout = 2
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 8190
control_socket_disable = True  # it would stand in the home folder
loglevel = "warning"
errorlog = "-"


def when_ready(server: Any) -> None:
    lifeline.hold_on()
