"""The engine says how far it is, and stops where it is told to."""

import random

import pytest

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options, Point
from comparisons.engine.paragraphs import bilingual


def texts() -> tuple[str, str]:
    some = random.Random(5)
    words = ["".join(some.choices("abcdefgh", k=5)) for _ in range(300)]
    left = [some.choice(words) for _ in range(3000)]
    right = [some.choice(words) if some.random() < 0.1 else word for word in left]
    return tuple("\n\n".join(" ".join(side[k : k + 60]) for k in range(0, 3000, 60)) for side in (left, right))


A, B = texts()


@pytest.mark.parametrize("options", [Options(), Options(points=(Point("together", (900, 950), (905, 950)),))])
@pytest.mark.parametrize("engine", [compare, bilingual.compare])
def test_what_is_done_grows_from_nothing_to_all_in_ten_steps_or_more(engine, options):
    told: list[tuple[float, str]] = []
    found = engine(A, B, options, lambda share, doing: told.append((share, doing)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.01
    assert shares[-1] <= 1
    if engine is compare:
        assert len(set(shares)) >= 10
        assert all(doing for _, doing in told)
    assert as_json(found) == as_json(engine(A, B, options))


def test_a_comparison_ends_at_whatever_step_it_is_told_to():
    class Enough(BaseException):
        pass

    steps = []
    compare(A, B, tell=lambda share, doing: steps.append(share))
    for last in range(len(steps)):
        heard = []

        def stop(share: float, doing: str, heard=heard, last=last) -> None:
            heard.append(share)
            if len(heard) > last:
                raise Enough

        with pytest.raises(Enough):
            compare(A, B, tell=stop)
        assert heard == steps[: last + 1]
