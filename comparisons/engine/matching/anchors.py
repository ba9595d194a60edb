"""Anchors: runs of k words that occur once in a and once in b, after Bram Cohen's patience diff (2003), with runs
of words in the place of single lines (as the histogram diff of JGit seeks the rarest).

"Once" is meant within a gap: the key of a run is mixed with the number of its gap, so that all gaps of a text are
served by one sort.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.matching.runs import NOWHERE, Gaps, Place
from comparisons.engine.spans import U64, Hash, where

BASE = 0xD6E8FEB86659FD93  # odd, so that its powers never vanish modulo 2**64
SALT = U64(0x9E3779B97F4A7C15)

# On the whole of a long text one run in eight is enough: content decides which (the same on both sides), and what
# lies between two anchors is eaten back word by word.
SAMPLE = 8
SAMPLE_FROM = 1 << 14
LEAST = U64((1 << 64) // SAMPLE)
POWERS = [U64(pow(BASE, power, 1 << 64)) for power in range(5)]
CHUNK = 1 << 14  # words that are hashed in one go: they stay in the processor's cache

Anchors = tuple[Place, Place, Place, Place]  # blocks: word of a, word of b, length; and the gap of each


def once_in_both(keys_a: Hash, keys_b: Hash) -> tuple[Place, Place]:
    """Pairs (x, y), x ascending, where `keys_a[x] == keys_b[y]` occurs exactly once in each list.

    A table of bits first drops most of what has no partner. Key and index then share one word, so that one plain
    sort joins both lists: O(n log n), and several times faster than an index sort. The low bits that the index takes
    are checked afterwards against the full key.
    """
    if not len(keys_a) or not len(keys_b):
        return NOWHERE, NOWHERE
    at_a, at_b = _perhaps_shared(keys_a, keys_b)
    count_a, count = len(at_a), len(at_a) + len(at_b)
    if not count_a or count_a == count:
        return NOWHERE, NOWHERE
    bits = U64(count.bit_length())
    low = (U64(1) << bits) - U64(1)
    keys = np.empty(count, np.uint64)
    keys_a.take(at_a, out=keys[:count_a], mode="clip")
    keys_b.take(at_b, out=keys[count_a:], mode="clip")
    packed = keys & ~low
    packed |= np.arange(count, dtype=np.uint64)
    packed.sort()
    top = packed >> bits
    same = np.zeros(count + 1, bool)
    np.equal(top[1:], top[:-1], out=same[1:-1])
    alone = same[1:-1] > same[:-2]
    alone &= ~same[2:]
    pair = where(alone)
    x = (packed.take(pair) & low).view(np.int64)
    y = (packed.take(pair + 1) & low).view(np.int64)
    kept = where((x < count_a) & (y >= count_a) & (keys.take(x) == keys.take(y)))
    partner = np.full(count_a, -1)
    partner[x.take(kept)] = y.take(kept) - count_a
    x = where(partner >= 0)
    return at_a.take(x), at_b.take(partner.take(x))


def _perhaps_shared(keys_a: Hash, keys_b: Hash) -> tuple[Place, Place]:
    """Indices of the keys whose bucket is used on the other side too; every shared key is among them."""
    bits = min(max((len(keys_a) + len(keys_b)).bit_length() + 1, 8), 20)
    bucket_a, bucket_b = ((keys >> U64(64 - bits)).view(np.int64) for keys in (keys_a, keys_b))
    used = np.zeros(1 << bits, bool)
    used[bucket_b] = True
    at_a = where(used.take(bucket_a))
    used[:] = False
    used[bucket_a.take(at_a)] = True
    return at_a, where(used.take(bucket_b))


def grams(words: Hash, at: Place, k: int) -> Hash:
    """uint64[n]: a polynomial hash of the k words from each place on, which are all there."""
    key = words.take(at)
    for ahead in range(1, k):
        key *= U64(BASE)
        key += words[ahead:].take(at)
    return key


def _sampled(words: Hash, begin: int, end: int, k: int) -> tuple[Place, Hash]:
    """Places in [begin, end) of the runs of k words that are kept, and their hashes.

    The first two words decide, so that only the runs that are kept need be hashed.
    """
    places, keys = [], []
    for low in range(begin, end - k + 1, CHUNK):
        here = words[low : min(low + CHUNK + k - 1, end)]
        at = where(here[: len(here) - k + 1] + here[1 : len(here) - k + 2] < LEAST)
        keys.append(_long_grams(here, at, k))
        at += low
        places.append(at)
    return np.concatenate(places), np.concatenate(keys)


def _long_grams(words: Hash, at: Place, k: int) -> Hash:
    """As `grams`, for k a multiple of four, where most of the words are asked for: made of the hashes of each four."""
    two = words[:-1] * POWERS[1]
    two += words[1:]
    four = two[:-2] * POWERS[2]
    four += two[2:]
    key = four.take(at)
    for ahead in range(4, k, 4):
        key *= POWERS[4]
        key += four[ahead:].take(at)
    return key


def _salted(words: Hash, start: Place, count: Place, k: int) -> tuple[Place, Hash]:
    """The first `count[g]` runs of k words of each gap g, laid end to end: their places, and hashes that tell gaps apart."""
    stop = count.cumsum()
    total = int(stop[-1])
    at, keys = np.empty(total, np.int64), np.empty(total, np.uint64)
    shift: Place = start + count - stop
    salt = np.arange(1, len(start) + 1, dtype=np.uint64)
    salt *= SALT
    lots = np.unique(stop.searchsorted(np.arange(CHUNK, total, CHUNK))) + 1 if total > CHUNK else NOWHERE
    first = low = 0
    for last in [*lots.tolist(), len(start)]:
        if last == first:
            continue
        high = int(stop[last - 1])
        size = count[first:last]
        here = np.arange(low, high)
        here += shift[first:last].repeat(size)
        at[low:high] = here
        np.bitwise_xor(grams(words, here, k), salt[first:last].repeat(size), out=keys[low:high])
        first, low = last, high
    return at, keys


def anchors(words_a: Hash, words_b: Hash, gaps: Gaps, k: int) -> Anchors:
    """Blocks (a, b, length, gap) made of k-word runs that are unique on both sides of their gap, in the order of gaps.

    Neighbouring runs on one diagonal become one block. O(w log w), w the words inside the gaps.
    """
    count_a, count_b = gaps[1] - gaps[0] - (k - 1), gaps[3] - gaps[2] - (k - 1)
    wide = where(np.minimum(count_a, count_b) > 0)
    if not len(wide):
        return NOWHERE, NOWHERE, NOWHERE, NOWHERE
    if len(wide) == 1 and k >= SAMPLE and k % 4 == 0 and min(count_a[wide[0]], count_b[wide[0]]) >= SAMPLE_FROM:
        a0, a1, b0, b1, _ = gaps[:, wide[0]].tolist()
        at_a, keys_a = _sampled(words_a, a0, a1, k)
        at_b, keys_b = _sampled(words_b, b0, b1, k)
        x, y = once_in_both(keys_a, keys_b)
        gap = np.zeros(len(x), np.int64)
    else:
        if len(wide) < gaps.shape[1]:
            count_a, count_b, gaps = count_a[wide], count_b[wide], gaps.take(wide, axis=1)
        at_a, keys_a = _salted(words_a, gaps[0], count_a, k)
        at_b, keys_b = _salted(words_b, gaps[2], count_b, k)
        x, y = once_in_both(keys_a, keys_b)
        gap = np.arange(len(count_a)).repeat(count_a).take(x)
    if not len(x):
        return NOWHERE, NOWHERE, NOWHERE, NOWHERE
    i, j = at_a.take(x), at_b.take(y)
    step = i[1:] - i[:-1]
    new = np.ones(len(i), bool)
    new[1:] = (step != j[1:] - j[:-1]) | (step > k) | (gap[1:] != gap[:-1])
    first = where(new)
    last = np.append(first[1:], len(i)) - 1
    start = i.take(first)
    return start, j.take(first), i.take(last) - start + k, wide.take(gap.take(first))
