"""`--engine spark` beside the local engine: the same bytes, however the work is shared out. Needs PySpark and Java."""

from __future__ import annotations

import io
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comparisons.engine.passages import Document, Options, Passages, find
from comparisons.phrasing.documents import Documents
from comparisons.phrasing.documents.jsonlines import read
from comparisons.phrasing.exports import jsonlines
from comparisons.phrasing.spark import session as spark

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = os.environ.get("VARIORUM_GOLD", "")
SENTENCE = "The workers of this valley will not be starved into the arms of their oldest enemies"
TEXTS = {
    "dawn": f"Comrades of the night shift! {SENTENCE}. Come to the bridge at six.",
    "notice": f"Posted by order of the committee. {SENTENCE}.",
    "letter": f"My dear Anna, you ask for news and there is little of it. {SENTENCE}. The bread is dear again.",
    "menu": "Soup of the day, boiled beef with turnips, a pudding of plums and a pot of tea for everyone.",
}
DEFAULTS = Options()
LACKING = spark.missing()
# A Java that starts quickly, for small work: no second compiler, nothing compiled from queries.
QUICK = (
    '--driver-java-options "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" --conf spark.sql.codegen.wholeStage=false '
    "--conf spark.sql.codegen.factoryMode=NO_CODEGEN pyspark-shell"
)


@pytest.fixture(scope="module")
def local2() -> Iterator[Any]:
    """One session on two cores for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_MASTER", "local[2]")
        patch.setenv("PYSPARK_SUBMIT_ARGS", QUICK)
        with spark.session() as running:
            yield running


@pytest.fixture(scope="module")
def on_spark(local2: Any) -> Callable[..., Passages]:
    from comparisons.phrasing.spark import finding

    def run(documents: list[Document], options: Options = DEFAULTS, noise: Any = "none", **more: int) -> Passages:
        return finding.find(local2, finding.given(local2, documents), options, noise, **more)

    return run


def lines(found: Passages, documents: list[Document]) -> str:
    """What the command writes, and what else is known of each passage."""
    beside = [str((found.empty, found.scans, found.table.total, found.also.tolist(), found.score.tolist()))]
    return "\n".join([*jsonlines.write(found, Documents(documents)), *beside])


def passages(*arguments: str) -> tuple[str, str]:
    """What the command writes, and what it says."""
    out, said = io.StringIO(), io.StringIO()
    call_command("passages", *arguments, stdout=out, stderr=said)
    return out.getvalue(), said.getvalue()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        passages(*arguments)
    return str(error.value)


def prose(chance: random.Random, words: int) -> list[str]:
    """Words of a small language, the frequent ones short."""
    return [f"{'bdfgklmnprst'[k % 12]}{'aeiou'[k % 5]}{'lmnrst'[k % 6]}{k:x}" for k in _numbers(chance, words)]


def _numbers(chance: random.Random, words: int) -> list[int]:
    return [int(2000 * chance.random() ** 4) for _ in range(words)]


def library(seed: int) -> list[Document]:
    """Documents that quote, copy, damage and repeat one another, of any length, some with a surrogate or without a word."""
    chance = random.Random(seed)
    pool = [prose(chance, chance.randint(6, 60)) for _ in range(12)]
    page = " ".join(prose(chance, 700))
    found = [Document("blank", " \n"), Document("odd \ud800 name", "a lone \ud800 and " + " ".join(pool[0]))]
    found += [Document(f"print {k}", f"{page} {k}") for k in range(3)]
    formula = " ".join(prose(chance, 20))
    found += [Document(f"leaf {k}", f"{' '.join(prose(chance, 8))}. {formula}.") for k in range(30)]
    for k in range(14):
        words = prose(chance, chance.randint(0, 300))
        for quoted in chance.sample(pool, 3):
            at = chance.randint(0, len(words))
            words[at:at] = [w if chance.random() < 0.95 else w[:-1] + "q" for w in quoted] * chance.choice((1, 1, 2))
        found.append(Document(f"book {k}", " ".join(words), chance.choice(("", "", "series"))))
    chance.shuffle(found)
    return found


@pytest.mark.spark
@pytest.mark.skipif(bool(LACKING), reason=f"spark: {LACKING}")
class TestOnTwoCores:
    def test_the_command_writes_the_same_bytes(self, local2: Any, tmp_path: Path) -> None:
        path = tmp_path / "leaflets.jsonl"
        path.write_text("".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in TEXTS.items()), "utf-8")
        wanted = passages(str(path))
        assert wanted[0].count("\n") == 3
        assert passages(str(path), "--engine", "spark") == wanted

    @pytest.mark.parametrize(
        ("seed", "options", "noise", "shared_out"),
        [
            (1, Options(), "auto", {}),
            (2, Options(within=True), "none", {"parts": 3, "blocks": 4}),
            (3, Options(shortest=6, least=50.0), "ocr", {"parts": 1, "blocks": 7}),
        ],
    )
    def test_a_library_gives_the_same_however_it_is_shared_out(
        self, on_spark: Any, seed: int, options: Options, noise: Any, shared_out: dict[str, int]
    ) -> None:
        documents = library(seed)
        wanted = find(documents, options, noise=noise)
        assert len(wanted) > 20
        found = on_spark(documents, options, noise, **shared_out)
        assert lines(found, documents) == lines(wanted, documents)
        for name in ("word", "count", "pairs", "seed", "seed_count"):
            assert getattr(found.table, name).tobytes() == getattr(wanted.table, name).tobytes()

    def test_the_demonstration_gives_the_same(self, on_spark: Any) -> None:
        documents = [Document(str(path), path.read_text("utf-8")) for path in sorted(SEEDS.rglob("*.txt"))]
        wanted = find(documents, noise="auto")
        assert len(wanted) > 20
        assert lines(on_spark(documents, noise="auto"), documents) == lines(wanted, documents)

    @pytest.mark.gold
    @pytest.mark.skipif(not GOLD, reason="VARIORUM_GOLD names no folder with the published truth")
    def test_the_published_set_gives_the_same(self, on_spark: Any) -> None:
        with (Path(GOLD) / "reuse" / "mini" / "documents.jsonl").open("rb") as file:
            documents = read(file, "mini").documents
        wanted = find(documents, noise="auto")
        assert len(wanted) > 100
        assert lines(on_spark(documents, noise="auto"), documents) == lines(wanted, documents)

    def test_what_the_cluster_reads_and_writes_itself_is_the_same(self, local2: Any, tmp_path: Path) -> None:
        """A file in many blocks, with what readers of files stumble over; then as Parquet; and into another storage."""
        documents = [one for one in library(4) if "\ud800" not in one.text]
        path, parquet, folder = tmp_path / "a library {1}.jsonl", tmp_path / "library.parquet", tmp_path / "parts"
        rows = [{"id": d.id, "text": d.text, "series": d.group, "n": k} for k, d in enumerate(documents)]
        said = [json.dumps(row, ensure_ascii=bool(row["n"] % 2)) for row in rows]
        said[5:5] = ["", '{"id": "half', said[2], "\t"]
        path.write_bytes(("\ufeff" + "\r\n".join(said)).encode())
        local2.conf.set("spark.sql.files.maxPartitionBytes", "7000")
        try:
            wrong = [refused(str(path), "--engine", engine) for engine in ("local", "spark")]
            assert wrong[0] == wrong[1]
            assert wrong[0].startswith(f"Line 7 of {path}: no JSON: ")
            common = [str(path), "--apart", "series", "--skip-bad", "--noise", "none"]
            wanted, told = passages(*common, "--format", "passim")
            assert (wanted, told) == passages(*common, "--format", "passim", "--engine", "spark")
            assert wanted.count("\n") > 50
            passages(*common, "--engine", "spark", "--format", "parquet", "--output", str(tmp_path / "found.parquet"))
        finally:
            local2.conf.unset("spark.sql.files.maxPartitionBytes")
        import pyarrow.parquet as pq

        wanted, _ = passages(*common)
        stored = [
            {name: value for name, value in row.items() if value is not None}
            for row in pq.read_table(tmp_path / "found.parquet").to_pylist()
        ]
        assert stored == [json.loads(line) for line in wanted.splitlines()]
        local2.createDataFrame(
            [(r["id"], r["text"], r["series"]) for r in rows], "id string, text string, series string"
        ).write.parquet(str(parquet))
        passages(str(parquet), *common[1:], "--engine", "spark", "--output", folder.as_uri())
        written = [line for part in folder.glob("part-*") for line in part.read_text("utf-8").splitlines()]
        assert sorted(written) == sorted(wanted.splitlines())

    def test_two_documents_of_one_name_are_refused(self, on_spark: Any) -> None:
        with pytest.raises(ValueError, match="Two documents are called “a”"):
            on_spark([Document("a", SENTENCE), Document("a", SENTENCE)])


def test_without_pyspark_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None if name == "pyspark" else object())
    with pytest.raises(CommandError, match=r"needs pyspark.*`make setup EXTRAS=spark`"):
        call_command("passages", str(tmp_path), "--engine", "spark")


def test_without_java_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(
        CommandError, match=r"needs Java 17 or newer, and none was found\. Install openjdk-17-jre-headless"
    ):
        call_command("passages", str(tmp_path), "--engine", "spark")
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    with pytest.raises(CommandError, match="Java 11 was found"):
        call_command("passages", str(tmp_path), "--engine", "spark")


def test_the_memory_of_spark_is_not_set_by_the_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="SPARK_DRIVER_MEMORY"):
        call_command("passages", str(tmp_path), "--engine", "spark", "--memory", "1G")


@pytest.mark.parametrize(
    "arguments", [["hdfs://there/library"], ["library.parquet"], [".", "--output", "s3a://there/x"]]
)
def test_what_only_spark_reads_and_writes_is_said_to_be_so(arguments: list[str]) -> None:
    assert refused(*arguments).endswith("is for Spark to read or write: add --engine spark.")


def test_parquet_wants_spark_and_a_file(tmp_path: Path) -> None:
    assert "add --engine spark" in refused(str(tmp_path), "--format", "parquet")
    assert "--output" in refused(str(tmp_path), "--format", "parquet", "--engine", "spark")
    assert "give --output a file here" in refused(
        str(tmp_path), "--format", "tei", "--engine", "spark", "--output", "hdfs://there/x"
    )


def test_the_answer_goes_into_a_file_where_asked_for(tmp_path: Path) -> None:
    texts, answer = tmp_path / "texts", tmp_path / "passages.csv"
    texts.mkdir()
    for name, text in TEXTS.items():
        (texts / f"{name}.txt").write_text(text, "utf-8")
    assert passages(str(texts), "--format", "csv", "--output", str(answer))[0] == ""
    assert answer.read_bytes().decode() == passages(str(texts), "--format", "csv")[0]
    assert "cannot be written: No such file" in refused(str(texts), "--output", str(tmp_path / "none" / "x"))
