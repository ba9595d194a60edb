"""A Spark session, where PySpark and Java are there; otherwise a sentence that says what to install."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NEEDED = ("pyspark", "pyarrow", "pandas")  # pandas: Spark wants it for Arrow, and does not use it
JAVA = 17
ROOT = Path(__file__).parents[3]
CARRIED = (
    "comparisons/__init__.py",
    "comparisons/engine",
    "comparisons/phrasing/__init__.py",
    "comparisons/phrasing/documents/__init__.py",
    "comparisons/phrasing/documents/jsonlines.py",
    "comparisons/phrasing/spark",
)
ELSEWHERE = ("PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR", "SPARK_HOME")  # where a cluster's own settings come from


class NoSpark(RuntimeError):
    """Spark cannot be used here; the message says what is missing and how to get it."""


def missing() -> str:
    """What keeps Spark from being used here, and what to do; empty where nothing does."""
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        return (
            f"--engine spark needs {', '.join(absent)}, not installed here. "
            "Run `make setup EXTRAS=spark`, or leave --engine spark out."
        )
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    version = _version(java) if java else 0
    if version < JAVA:
        found = f"Java {version} was found" if version else "none was found"
        return (
            f"--engine spark needs Java {JAVA} or newer, and {found}. "
            f"Install openjdk-{JAVA}-jre-headless, or set JAVA_HOME to where Java {JAVA} is."
        )
    return ""


def _version(java: str) -> int:
    """The main version of this Java, 0 where it does not start."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0


@contextmanager
def session() -> Iterator[SparkSession]:
    """The running session; where there is none, a new one that ends with the block, on the master that SPARK_MASTER
    names, or Spark's own settings, or else on all cores of this machine. Raises `NoSpark`.

    The code of the search goes along to the machines of a cluster; NumPy, RapidFuzz and PyArrow must be there.
    """
    lacking = missing()
    if lacking:
        raise NoSpark(lacking)
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    made = _started(SparkSession.builder.appName("variorum"))
    try:
        yield made
    finally:
        made.stop()


def _started(builder: SparkSession.Builder) -> SparkSession:
    master = os.environ.get("SPARK_MASTER") or os.environ.get("MASTER", "")
    if not master and not any(name in os.environ for name in ELSEWHERE):
        master = "local[*]"
    local = master == "local" or master.startswith("local[")
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    builder = builder.config("spark.log.level", "ERROR")
    if master:
        builder = builder.master(master)
    if local:
        for name in ("spark.driver.host", "spark.driver.bindAddress"):
            builder = builder.config(name, "127.0.0.1")
        builder = builder.config("spark.ui.enabled", "false")
    try:
        with _environment(local):
            made = builder.getOrCreate()
    except Exception as error:  # PySpark and Py4J raise many
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise NoSpark(f"Spark did not start on {master or 'the master of its settings'}: {reason}") from error
    if local:
        made.conf.set("spark.sql.shuffle.partitions", str(made.sparkContext.defaultParallelism))
    else:
        made.sparkContext.addPyFile(str(_packed(Path(made.sparkContext._temp_dir))))
    return made


@contextmanager
def _environment(local: bool) -> Iterator[None]:
    """What the Java process is started with: this Python for its workers and, on this machine, where our code is."""
    wanted = {"PYSPARK_PYTHON": os.environ.get("PYSPARK_PYTHON", sys.executable)}
    if local:
        path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        wanted |= {"PYTHONPATH": os.pathsep.join(path), "SPARK_LOCAL_IP": os.environ.get("SPARK_LOCAL_IP", "127.0.0.1")}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _packed(folder: Path) -> Path:
    """What the stages are made of, for workers elsewhere to import."""
    packed = folder / "variorum.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in CARRIED:
            path = ROOT / part
            for module in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                archive.write(module, module.relative_to(ROOT).as_posix())
    return packed
