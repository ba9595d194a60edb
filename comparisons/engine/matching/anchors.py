"""Anchors: runs of k words that occur once in a and once in b, after Bram Cohen's patience diff (2003), with runs
of words in the place of single lines (as the histogram diff of JGit seeks the rarest).

"Once" is meant within a gap: the key of a run is mixed with the number of its gap, so that all gaps of a text are
served by one sort.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.spans import I32, NOTHING, U64, Gaps, Hash, Int, spans

BASE = 0xD6E8FEB86659FD93  # odd, so that its powers never vanish modulo 2**64
SALT = U64(0x9E3779B97F4A7C15)

# On the whole of a long text one run in eight is enough: content decides which (the same on both sides), and what
# lies between two anchors is eaten back word by word.
SAMPLE = 8
SAMPLE_FROM = 1 << 14
LEAST = U64((1 << 64) // SAMPLE)


def grams(words: Hash, k: int) -> Hash:
    """uint64[n]: a polynomial hash of the k words from each position; the last k - 1 mean nothing.

    Built by doubling, O(n log k). A step of width w is multiplied by BASE**w: with a plain factor, "a b c d" and
    "a c b d" would be the same run.
    """
    out: Hash | None = None
    width, power, done = 1, words, 0
    while k:
        if k & 1:
            if out is None:
                out = power
            else:
                head = out * U64(pow(BASE, width, 1 << 64))
                head[: -done or None] += power[done:]
                out = head
            done += width
        k >>= 1
        if k:
            wider = power * U64(pow(BASE, width, 1 << 64))
            wider[:-width] += power[width:]
            power, width = wider, width * 2
    return words if out is None else out


def once_in_both(keys_a: Hash, keys_b: Hash) -> tuple[Int, Int]:
    """Pairs (x, y), x ascending, where `keys_a[x] == keys_b[y]` occurs exactly once in each list.

    A table of bits first drops most of what has no partner. Key and index then share one word, so that one plain
    sort joins both lists: O(n log n), and several times faster than an index sort. The low bits that the index takes
    are checked afterwards against the full key.
    """
    if not len(keys_a) or not len(keys_b):
        return NOTHING, NOTHING
    at_a, at_b = _perhaps_shared(keys_a, keys_b)
    keys_a, keys_b = keys_a[at_a], keys_b[at_b]
    count_a, count = len(keys_a), len(keys_a) + len(keys_b)
    if not count_a or count_a == count:
        return NOTHING, NOTHING
    bits = U64(count.bit_length())
    low = (U64(1) << bits) - U64(1)
    packed = np.concatenate((keys_a, keys_b))
    packed &= ~low
    packed |= np.arange(count, dtype=U64)
    packed.sort()
    top = packed >> bits
    same = np.zeros(count + 1, bool)
    np.equal(top[1:], top[:-1], out=same[1:-1])
    pair = np.flatnonzero(same[1:-1] & ~same[:-2] & ~same[2:])
    x = (packed[pair] & low).astype(I32)
    y = (packed[pair + 1] & low).astype(I32) - I32(count_a)
    kept = (x < count_a) & (y >= 0)
    x, y = x[kept], y[kept]
    kept = keys_a[x] == keys_b[y]
    partner = np.full(count_a, -1, I32)
    partner[x[kept]] = y[kept]
    x = np.flatnonzero(partner >= 0).astype(I32)
    return at_a[x], at_b[partner[x]]


def _perhaps_shared(keys_a: Hash, keys_b: Hash) -> tuple[Int, Int]:
    """Indices of the keys whose bucket is used on the other side too; every shared key is among them."""
    bits = min(max((len(keys_a) + len(keys_b)).bit_length() + 1, 8), 20)
    bucket_a, bucket_b = ((keys >> U64(64 - bits)).astype(I32) for keys in (keys_a, keys_b))
    used = np.zeros(1 << bits, bool)
    used[bucket_b] = True
    at_a = np.flatnonzero(used[bucket_a]).astype(I32)
    used[:] = False
    used[bucket_a[at_a]] = True
    return at_a, np.flatnonzero(used[bucket_b]).astype(I32)


def _sampled(words: Hash, begin: int, end: int, k: int) -> tuple[Int, Hash]:
    """Positions in [begin, end) of the runs of k words that are kept, and their hashes.

    The first two words decide, so that only the runs that are kept need be hashed.
    """
    pair = words[begin : end - k + 1] + words[begin + 1 : end - k + 2]
    at = np.flatnonzero(pair < LEAST).astype(I32) + I32(begin)
    run = words[at]
    for ahead in range(1, k):
        run *= U64(BASE)
        run += words[at + I32(ahead)]
    return at, run


def anchors(words_a: Hash, words_b: Hash, gaps: Gaps, k: int) -> tuple[Int, Int, Int]:
    """Blocks (a, b, length) made of k-word runs that are unique on both sides of their gap, in the order of a.

    Neighbouring runs on one diagonal become one block. O(w log w), w the words inside the gaps.
    """
    a0, a1, b0, b1 = gaps
    wide = (a1 - a0 >= k) & (b1 - b0 >= k)
    a0, a1, b0, b1 = a0[wide], a1[wide], b0[wide], b1[wide]
    if not len(a0):
        return NOTHING, NOTHING, NOTHING
    if len(a0) == 1 and k >= SAMPLE and min(a1[0] - a0[0], b1[0] - b0[0]) >= SAMPLE_FROM:
        at_a, keys_a = _sampled(words_a, int(a0[0]), int(a1[0]), k)
        at_b, keys_b = _sampled(words_b, int(b0[0]), int(b1[0]), k)
    else:
        runs_a, runs_b = grams(words_a, k), grams(words_b, k)
        at_a, gap_a = spans(a0, a1 - a0 - I32(k - 1))
        at_b, gap_b = spans(b0, b1 - b0 - I32(k - 1))
        salt = np.arange(1, len(a0) + 1, dtype=U64) * SALT
        keys_a, keys_b = runs_a[at_a] ^ salt[gap_a], runs_b[at_b] ^ salt[gap_b]
    x, y = once_in_both(keys_a, keys_b)
    if not len(x):
        return NOTHING, NOTHING, NOTHING
    i, j = at_a[x], at_b[y]
    step = np.diff(i)
    first = np.flatnonzero(np.concatenate(([True], (step != np.diff(j)) | (step > k))))
    last = np.append(first[1:], len(i)) - 1
    return i[first], j[first], i[last] - i[first] + I32(k)
