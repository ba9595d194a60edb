"""What a name means where Spark may be asked: an address of some storage, Parquet, lines, or a path of this machine."""

from __future__ import annotations

import re
from pathlib import Path

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
HIDDEN = ("_", ".")  # files that Spark passes over


def is_address(name: str) -> bool:
    """Whether this names a place in some storage: hdfs://…, s3a://…, file:///…"""
    return bool(ADDRESS.match(name))


def is_parquet(name: str) -> bool:
    return name.rstrip("/").endswith(".parquet") or any(Path(name).glob("*.parquet"))


def only_spark_reads(name: str) -> bool:
    return bool(name) and (is_address(name) or is_parquet(name))


def spark_reads(name: str) -> bool:
    """Whether the cluster reads what is named so; else the process that asks it does."""
    path = Path(name)
    return only_spark_reads(name) or (name != "-" and path.is_file() and not path.name.startswith(HIDDEN))
