"""The process that does the jobs, one after another.

django-tasks-db's worker takes the rows; what it lacks is here: it holds a lock that tells that it lives, gives back what
dead workers held, and when it is asked to end (SIGTERM, Ctrl-C) puts its running job back and is gone within seconds.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import threading
from types import FrameType

from django.db import Error, connection, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from jobs import locks, upkeep
from jobs.performing import perform
from jobs.queue import Row, put_back, requeue_lost
from jobs.registry import Stopped

logger = logging.getLogger("jobs")

GRACE = 2.5  # seconds in which a job that was told to stop may still report, and so end in order
LAST = 1.0  # … and then seconds for writing down that it waits again
RESCUE = 2.0  # seconds between two looks for lost jobs


class Worker(db_worker.Worker):
    """`Worker().run()` works until it is asked to end; with `batch`, until nothing waits."""

    def __init__(self, *, interval: float = 0.2, batch: bool = False, most: int | None = None) -> None:
        super().__init__(
            queue_names=["default"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=most,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.stopping = threading.Event()
        self.over = threading.Event()
        self.current: Row | None = None

    def run(self) -> None:
        self.lock = locks.hold(self.worker_id)
        try:
            requeue_lost()
            threading.Thread(target=self._rescue, name="rescue", daemon=True).start()
            threading.Thread(target=upkeep.go_on, args=(self.over,), name="upkeep", daemon=True).start()
            while self.running:
                try:
                    super().run()
                    break
                except Error:
                    logger.exception("the database does not answer; trying again")
                    connections.close_all()
                    self.stopping.wait(1.0)
        finally:
            self.over.set()
            self.running = False
            self.lock.release()

    def run_task(self, row: Row) -> None:
        self.current = row
        try:
            perform(row.args_kwargs["args"][0], self.stopping)
        except Stopped:
            self._give_back(row, died=False)
        except Exception:  # the database failed under it; what the function itself raised was dealt with
            logger.exception("the end of a job could not be written down")
            self._give_back(row, died=True)
        else:
            row.set_successful(None)
        finally:
            self.current = None
            self._run_tasks += 1

    def _give_back(self, row: Row, *, died: bool) -> None:
        """As long as it takes: this worker lives, so nobody else would."""
        while True:
            try:
                put_back(row, died=died)
                return
            except Error:
                if connection.in_atomic_block:  # not in a worker: what called us must end its transaction
                    raise
                connections.close_all()
                if self.stopping.wait(1.0):
                    return  # the lock goes with the process, and another worker sees that

    def _rescue(self) -> None:
        """Runs in a thread of its own, since the main one may be at work for minutes."""
        while not self.over.wait(RESCUE):
            try:
                self.lock.renew()
                if found := requeue_lost():
                    logger.warning("%d lost job(s) put back", found)
            except Error:
                logger.warning("could not look for lost jobs: the database does not answer")
            finally:
                connections.close_all()

    def configure_signals(self) -> None:
        """End on SIGTERM and SIGINT, even from the middle of a long computation.

        Python calls handlers only between two steps of the main thread; the byte that it writes to a socket at once
        reaches a thread of ours, which waits for the job to stop by itself and else ends the process.
        """
        listening, signalled = socket.socketpair()
        signalled.setblocking(False)
        signal.set_wakeup_fd(signalled.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _noted)
        threading.Thread(target=self._end, args=(listening, signalled), name="end", daemon=True).start()

    def _end(self, listening: socket.socket, signalled: socket.socket) -> None:
        while listening.recv(1)[0] not in (signal.SIGTERM, signal.SIGINT):
            pass
        self.running = False
        self.stopping.set()
        if self.over.wait(GRACE):
            return
        threading.Timer(LAST, os._exit, [0]).start()
        if (row := self.current) is not None:
            with contextlib.suppress(Error):
                put_back(row, died=False)
        os._exit(0)


def _noted(number: int, frame: FrameType | None) -> None:
    """The thread that listens does the work."""


def drain() -> int:
    """Do all that waits, here and now, and say how many jobs that were: for tests, and for commands that cannot wait."""
    worker, done = Worker(), 0
    while True:
        with exclusive_transaction():
            row = DBTaskResult.objects.ready().get_locked()
            if row is None:
                return done
            row.claim(worker.worker_id)
        worker.run_task(row)
        done += 1
