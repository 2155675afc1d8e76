"""Byte-pair vocabulary of fashion words, in the file format of open_clip's SimpleTokenizer.

Method: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword
Units", ACL 2016. Open_clip's own vocabulary would cost a small text tower millions of
parameters; catalogue language needs a few thousand entries.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

Pair = tuple[str, str]
BYTES = 256
SPECIAL_TOKENS = 2


class Tokenizer(Protocol):
    """The parts of open_clip's SimpleTokenizer that say what a word is."""

    byte_encoder: dict[int, str]
    clean_fn: Callable[[str], str]
    pat: Any


def vocabulary_size(merges: list[Pair]) -> int:
    """Token ids a SimpleTokenizer with these merges uses: every byte twice, merges, 2 specials."""
    return 2 * BYTES + len(merges) + SPECIAL_TOKENS


def learn_merges(words: Counter[tuple[str, ...]], limit: int) -> list[Pair]:
    """The up to `limit` merges that join the most frequent pair of symbols each time.

    words: how often each word occurs, a word being its symbols, the last one ending in "</w>".
    Pairs seen once are not merged. Ties go to the alphabetically first pair.
    """
    spelled = [list(word) for word in words]
    counts = list(words.values())
    pairs, where = _count_pairs(spelled, counts)
    merges: list[Pair] = []
    while len(merges) < limit and pairs:
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        if pairs[best] < 2:
            break
        merges.append(best)
        for word in sorted(where.pop(best)):
            _merge_word(spelled, counts[word], word, best, pairs, where)
        pairs.pop(best, None)
    return merges


def _count_pairs(
    spelled: list[list[str]], counts: list[int]
) -> tuple[Counter[Pair], defaultdict[Pair, set[int]]]:
    pairs: Counter[Pair] = Counter()
    where: defaultdict[Pair, set[int]] = defaultdict(set)
    for word, symbols in enumerate(spelled):
        for pair in pairwise(symbols):
            pairs[pair] += counts[word]
            where[pair].add(word)
    return pairs, where


def _merge_word(
    spelled: list[list[str]],
    count: int,
    word: int,
    best: Pair,
    pairs: Counter[Pair],
    where: defaultdict[Pair, set[int]],
) -> None:
    old = spelled[word]
    new = merged(old, best)
    for pair in pairwise(old):
        pairs[pair] -= count
    for pair in pairwise(new):
        pairs[pair] += count
        where[pair].add(word)
    spelled[word] = new


def merged(symbols: list[str], pair: Pair) -> list[str]:
    """The symbols with each occurrence of the pair joined, left to right."""
    out: list[str] = []
    at = 0
    while at < len(symbols):
        if tuple(symbols[at : at + 2]) == pair:
            out.append(pair[0] + pair[1])
            at += 2
        else:
            out.append(symbols[at])
            at += 1
    return out


def count_words(texts: Iterable[str], tokenizer: Tokenizer) -> Counter[tuple[str, ...]]:
    """How often each word occurs in the texts, as byte symbols, the last ending in "</w>"."""
    whole = Counter(
        word for text in texts for word in tokenizer.pat.findall(tokenizer.clean_fn(text))
    )
    return Counter({_symbols(word, tokenizer.byte_encoder): n for word, n in whole.items()})


def _symbols(word: str, byte_encoder: dict[int, str]) -> tuple[str, ...]:
    letters = [byte_encoder[byte] for byte in word.encode()]
    return (*letters[:-1], letters[-1] + "</w>")


def write_merges(merges: list[Pair], path: Path) -> None:
    """The gzip file SimpleTokenizer reads: a line of comment, then a merge a line."""
    lines = ["#version: understudy 1", *(" ".join(pair) for pair in merges)]
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
