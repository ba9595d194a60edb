"""What a worker does of this by itself."""

from __future__ import annotations

from corpus.keeping.rounds import take_turn
from jobs.upkeep import upkeep

upkeep("fixity", every=60.0)(take_turn)
