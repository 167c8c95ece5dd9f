"""Cuts a text into the pieces that the bundled model knows: the most likely ones (unigram, Viterbi), word by word.

The same ids as the library `tokenizers` gives; that library keeps the 250,002 pieces in 280 MB per process, this one
in 50, and a page with two workers has both twice. Specials such as `</s>` are text like any other here.
"""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

PIECES, SCORES, MARKS = "pieces.txt", "scores-of-pieces.npy", "marks.json"
SPACE = "▁"
# Words that are kept with their pieces; longer ones are no words.
_KEPT, _LONGEST = 20_000, 40
# What a character that no piece holds costs beyond the rarest piece.
_UNKNOWN_COST = 10.0


def write_pieces(folder: Path, pieces: Sequence[tuple[str, float]], special: Mapping[str, int], blanks: str) -> None:
    """Writes what `Pieces` reads. `special` has the ids of `begin`, `end`, `unknown`, and of all others under any name.

    `blanks` are characters that become a space beside those that Python calls one. Raises OSError, and ValueError for
    a piece with a line break.
    """
    words = [piece for piece, _ in pieces]
    if any("\n" in piece for piece in words):
        raise ValueError("a piece holds a line break")
    (folder / PIECES).write_text("\n".join(words), encoding="utf-8", newline="\n")
    np.save(folder / SCORES, np.asarray([score for _, score in pieces], dtype=np.float64))
    (folder / MARKS).write_text(json.dumps({"special": special, "blanks": blanks}), encoding="utf-8")


class Pieces:
    """The pieces of one model. Safe to use from several threads."""

    def __init__(self, folder: Path, *, most: int) -> None:
        """`most`: the number of ids that the network takes. Raises OSError, ValueError, KeyError."""
        marks = json.loads((folder / MARKS).read_text(encoding="utf-8"))
        special: dict[str, int] = marks["special"]
        self._begin, self._end, self._unknown = special["begin"], special["end"], special["unknown"]
        self._room = most - 2
        words = (folder / PIECES).read_text(encoding="utf-8").split("\n")
        self._scores: list[float] = np.load(folder / SCORES).tolist()
        if len(words) != len(self._scores):
            raise ValueError("pieces and scores are not of one model")
        hidden = set(special.values())
        self._ids = {word: number for number, word in enumerate(words) if number not in hidden}
        self._longest = max(map(len, self._ids))
        self._unknown_score = min(self._scores) - _UNKNOWN_COST
        self._blanks = str.maketrans(dict.fromkeys(marks["blanks"], " "))
        self._of_word = lru_cache(maxsize=_KEPT)(self._cut)

    def ids(self, text: str) -> list[int]:
        """The ids of a text that is NFKC and has no control characters: begin, pieces as far as they fit, end."""
        found: list[int] = []
        text = text.translate(self._blanks)
        # A space at the end is a piece of its own.
        for word in (*text.split(), *([""] if text[-1:].isspace() else [])):
            if len(found) >= self._room:
                break
            found += self._of_word(word) if len(word) <= _LONGEST else self._cut(word)
        return [self._begin, *found[: self._room], self._end]

    def _cut(self, word: str) -> tuple[int, ...]:
        """The pieces whose scores have the highest sum; what lies between known pieces is one unknown."""
        word = SPACE + word
        length = len(word)
        best: list[float | None] = [0.0, *[None] * length]
        came: list[tuple[int, int]] = [(0, 0)] * (length + 1)
        for start in range(length):
            reached = best[start]
            if reached is None:
                continue
            for end in range(start + 1, min(start + self._longest, length) + 1):
                number = self._ids.get(word[start:end])
                if number is None:
                    if end > start + 1:
                        continue
                    number, score = self._unknown, reached + self._unknown_score
                else:
                    score = reached + self._scores[number]
                before = best[end]
                if before is None or score > before:
                    best[end], came[end] = score, (start, number)
        return self._walk(came)

    def _walk(self, came: list[tuple[int, int]]) -> tuple[int, ...]:
        found: list[int] = []
        end = len(came) - 1
        while end:
            end, number = came[end]
            if not (number == self._unknown and found and found[-1] == self._unknown):
                found.append(number)
        return tuple(reversed(found))
