"""Real worker processes, killed, asked to end, and replaced: no job is lost, none is run for ever."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs import locks, queue
from jobs.models import Job
from jobs.worker import drain
from tests.jobs import kinds, workers

pytestmark = pytest.mark.django_db(transaction=True)


class Diary:
    """A job that writes down that it began, and waits to be let go."""

    def __init__(self, folder: Path, *, report: bool = True) -> None:
        self.path, self.go = folder / "diary", folder / "go"
        arguments = {"diary": str(self.path), "go": str(self.go), "report": report}
        self.job = queue.enqueue("tests.wait", arguments)

    def began(self, times: int = 1) -> bool:
        return self.path.exists() and self.path.read_text().count("began") >= times

    def state(self) -> str:
        self.job.refresh_from_db()
        return self.job.state


@pytest.fixture
def start() -> Iterator[type[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start_one() -> subprocess.Popen[bytes]:
        started.append(workers.start())
        return started[-1]

    yield start_one  # type: ignore[misc]
    for worker in started:
        workers.end(worker)


def test_the_job_of_a_killed_worker_runs_again_in_another(tmp_path: Path, start) -> None:
    work = Diary(tmp_path)
    first = start()
    workers.until(work.began, "the job begins")
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=60)
    assert work.state() == Job.State.RUNNING  # nobody could write down that it ended

    work.go.touch()
    start()
    workers.until(lambda: work.state() == Job.State.DONE, "the job is done by the second worker")
    assert work.path.read_text() == "began\nbegan\n"
    assert work.job.attempts == 2


def test_a_living_worker_takes_over_from_a_killed_one_and_nobody_takes_from_the_living(tmp_path: Path, start) -> None:
    work = Diary(tmp_path)
    first = start()
    workers.until(work.began, "the job begins")
    assert queue.requeue_lost() == 0
    assert work.state() == Job.State.RUNNING
    start()
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=60)
    workers.until(lambda: work.began(times=2), "the idle worker takes the job over")
    work.go.touch()
    workers.until(lambda: work.state() == Job.State.DONE, "it is done")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_end_puts_its_job_back(tmp_path: Path, start, number: signal.Signals) -> None:
    work = Diary(tmp_path)
    worker = start()
    workers.until(work.began, "the job begins")
    worker.send_signal(number)
    assert worker.wait(timeout=60) == 0
    assert (work.state(), work.job.attempts) == (Job.State.QUEUED, 0)
    work.go.touch()
    drain()
    assert work.state() == Job.State.DONE


def test_a_job_that_never_reports_cannot_hold_its_worker_back(tmp_path: Path, start) -> None:
    work = Diary(tmp_path, report=False)
    worker = start()
    workers.until(work.began, "the job begins")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert (work.state(), work.job.attempts) == (Job.State.QUEUED, 0)


def test_an_idle_worker_ends_when_asked(start) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1})
    worker = start()

    def done() -> bool:
        job.refresh_from_db()
        return job.state == Job.State.DONE

    workers.until(done, "the worker is up")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0


def test_a_running_job_is_cancelled_from_another_process(tmp_path: Path, start) -> None:
    work = Diary(tmp_path)
    start()
    workers.until(work.began, "the job begins")
    queue.cancel(work.job)
    workers.until(lambda: work.state() == Job.State.CANCELLED, "the worker hears of it")
    after = queue.enqueue("tests.add", {"a": 1, "b": 1})

    def done() -> bool:
        after.refresh_from_db()
        return after.state == Job.State.DONE

    workers.until(done, "the worker goes on with the next job")


def _held_by_a_dead_worker(attempts: int, **fields: object) -> Job:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1})
    DBTaskResult.objects.get(pk=job.task).claim("a worker that is no more")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=attempts, **fields)
    return job


def test_a_job_that_kills_its_worker_three_times_has_failed_with_words_and_others_go_on() -> None:
    poison = _held_by_a_dead_worker(attempts=queue.ATTEMPTS)
    other = queue.enqueue("tests.add", {"a": 1, "b": 1})
    assert queue.requeue_lost() == 1
    drain()
    poison.refresh_from_db()
    other.refresh_from_db()
    assert (poison.state, other.state) == (Job.State.FAILED, Job.State.DONE)
    assert "3 times" in poison.error


def test_a_job_that_was_to_be_cancelled_when_its_worker_died_is_cancelled() -> None:
    job = _held_by_a_dead_worker(attempts=1, cancel_asked=True)
    queue.requeue_lost()
    drain()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_two_rescuers_give_a_job_back_once() -> None:
    job = _held_by_a_dead_worker(attempts=1)
    seen = DBTaskResult.objects.get(pk=job.task)
    assert queue.put_back(seen, died=True)
    assert not queue.put_back(seen, died=True)


def test_a_job_whose_end_could_not_be_written_down_runs_again() -> None:
    job = _held_by_a_dead_worker(attempts=1)
    DBTaskResult.objects.filter(pk=job.task).update(status=TaskResultStatus.FAILED)
    assert queue.requeue_lost() == 1
    drain()
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_lock_is_held_until_it_is_let_go() -> None:
    assert not locks.is_held("somebody")
    lock = locks.hold("somebody")
    lock.renew()
    assert locks.is_held("somebody")
    lock.release()
    assert not locks.is_held("somebody")


assert kinds  # registers what these tests ask for
