"""Whether a document keeps to the rules of TEI P5, as far as our documents go: a grammar of our own for each of them.

The grammars say what the guidelines allow and what we use of it, so a document that keeps to them is valid TEI P5 in the
releases since 4.2 (which has `annotation`), the apparatus but for `localProp` since 3.0.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from lxml import etree

ID = "{http://www.w3.org/XML/1998/namespace}id"
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")  # what we make of the names that XML allows
POINTING = ("wit", "edRef", "corresp", "ana", "ref", "target")


@cache
def _grammar(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / f"{name}.rng"))


def faults(document: str, grammar: str) -> list[str]:
    """What is wrong with it: against the grammar, names that are none or twice, and pointers that lead nowhere."""
    root = etree.fromstring(document.encode())
    rules = _grammar(grammar)
    rules.validate(root)
    found = [f"{entry.line}: {entry.message}" for entry in rules.error_log]
    names = Counter(element.get(ID) for element in root.iter() if element.get(ID) is not None)
    found += [f"{name} is no name" for name in names if not NAME.fullmatch(name)]
    found += [f"{name} is given {count} times" for name, count in names.items() if count > 1]
    for element in root.iter(etree.Element):
        for attribute in POINTING:
            for pointer in (element.get(attribute) or "").split():
                if pointer.startswith("#") and pointer[1:] not in names:
                    found.append(f"{attribute}={pointer} leads nowhere")
    return found
