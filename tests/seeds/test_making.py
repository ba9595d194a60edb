"""What stands in the folder is what the scripts make, on every machine."""

from pathlib import Path

from seeds.making.__main__ import ROOT, files
from seeds.making.capture import SEEDS


def test_the_texts_and_truth_files_are_what_the_scripts_make():
    different = [name for name, content in files() if (ROOT / name).read_bytes() != content.encode("utf-8")]
    assert different == []


def test_no_script_draws_random_numbers_from_a_library():
    for module in Path(SEEDS / "making").glob("*.py"):
        assert "random" not in {word for line in _imports(module) for word in line.replace(".", " ").split()}


def _imports(module: Path) -> list[str]:
    return [line for line in module.read_text().splitlines() if line.startswith(("import ", "from "))]
