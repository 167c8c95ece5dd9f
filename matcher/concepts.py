"""From words to occupations and competences, and how alike competences are; by letters, and by meaning where there is a
model. Knows no profile and no goal.

Vectors of competences are made when they are first needed and then kept: some hundred of them serve every question.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from catalogue.competences import Competence, Concept, Occupation, Vocabulary, label_key
from catalogue.course import Link
from indexer.enrich import Mentions
from indexer.labels import Grams
from matcher.understand import Mind

Vectors = NDArray[np.float32]
# By letters alone, so alike a label must be to be proposed, and from here on it surely is meant.
LIKE, SAME = 0.35, 0.95
SOFTNESS = 0.08
MOST = 5


@dataclass(frozen=True, slots=True)
class Chip:
    """A concept that words may mean, to tick. `share` sums to at most 1 over those given together."""

    concept: Concept
    share: float


class Kept:
    """The vectors of concepts, made by a model when they are first asked for. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._model = ""
        self._known: dict[str, Vectors] = {}
        self._common: Vectors | None = None

    def common(self, vocabulary: Vocabulary, mind: Mind) -> Vectors:
        """The mean vector of all occupations."""
        with self._lock:
            self._follow(mind)
            if self._common is None:
                several = [mind.labels.vector(one.id) for one in vocabulary.occupations]
                known = [one for one in several if one is not None]
                self._common = np.asarray(np.mean(known, axis=0), dtype=np.float32)
            return self._common

    def _follow(self, mind: Mind) -> None:
        if self._model != mind.embedder.fingerprint:
            self._model, self._known, self._common = mind.embedder.fingerprint, {}, None

    def of(self, concepts: Sequence[Concept], mind: Mind) -> Mapping[str, Vectors]:
        """The vector of each concept: of its Dutch name as a question, of length 1."""
        with self._lock:
            self._follow(mind)
            missing = [one for one in concepts if one.id not in self._known]
            if missing:
                made = mind.embedder.queries([one.spoken("nl")[1].preferred for one in missing])
                self._known.update(zip((one.id for one in missing), made, strict=True))
            return {one.id: self._known[one.id] for one in concepts}


@dataclass(frozen=True)
class Concepts:
    """What the vocabulary knows, ready to be looked up."""

    vocabulary: Vocabulary
    _vectors: Kept = field(default_factory=Kept)

    @cached_property
    def by_uri(self) -> Mapping[str, Concept]:
        """Every concept that has one under its ESCO URI."""
        return {one.uri: one for one in self.vocabulary.by_id.values() if one.uri}

    @cached_property
    def mentions(self) -> Mentions:
        """Labels of both kinds as they stand in a text; those that two concepts share find neither."""
        return Mentions([*self.vocabulary.occupations, *self.vocabulary.competences], sole=True)

    def find(self, name: str) -> Concept | None:
        """The concept with this id or ESCO URI."""
        return self.vocabulary.by_id.get(name) or self.by_uri.get(name)

    def of_link(self, link: Link) -> Concept | None:
        """What a link of a course names: by its id, else the one concept that is called just so."""
        if link.target is not None:
            return self.vocabulary.by_id.get(link.target)
        several = self.called(link.label)
        return several[0] if len(several) == 1 else None

    def called(self, text: str) -> tuple[Concept, ...]:
        """The concepts of which the text is a whole label; occupations before competences."""
        key = label_key(text)
        return (*self.vocabulary.occupations_called(text), *self._competences_by_label.get(key, ()))

    def alike(self, text: str, limit: int = MOST, *, kind: type[Concept] = Concept) -> tuple[Chip, ...]:
        """Concepts with a label like the text, in letters, the likest first; none where nothing is alike."""
        rows = self._grams.likeness(text)
        best: dict[int, float] = {}
        for row in np.flatnonzero(rows >= LIKE).tolist():
            owner = self._owners[row]
            best[owner] = max(best.get(owner, 0.0), float(rows[row]))
        found = [(self._all[owner], likeness) for owner, likeness in best.items()]
        kept = [(one, likeness) for one, likeness in found if isinstance(one, kind)]
        return shares(sorted(kept, key=lambda pair: (-pair[1], pair[0].id))[:limit])

    def vectors(self, ids: Iterable[str], mind: Mind) -> Mapping[str, Vectors]:
        """The vectors of competences by id; ids that are unknown are left out."""
        known = (self.vocabulary.by_id.get(one) for one in dict.fromkeys(ids))
        return self._vectors.of([one for one in known if one is not None], mind)

    def centred(self, vectors: Vectors, mind: Mind) -> Vectors:
        """Vectors without what all occupations share, of length 1: only so their cosines tell near from far."""
        bare = vectors - self._vectors.common(self.vocabulary, mind)
        return np.asarray(bare / np.maximum(np.linalg.norm(bare, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def specificity(self, name: str) -> float:
        """1 for what one occupation needs, towards 0 for what all do."""
        every = len(self.vocabulary.occupations)
        return math.log(every / self.needed_by.get(name, 1)) / math.log(every) if every > 1 else 1.0

    @cached_property
    def needed_by(self) -> Mapping[str, int]:
        """How many occupations need a competence, essential or optional."""
        found: dict[str, int] = {}
        for one in self.vocabulary.occupations:
            for name in {*one.essential, *one.optional}:
                found[name] = found.get(name, 0) + 1
        return found

    @cached_property
    def sharing(self) -> Mapping[str, frozenset[str]]:
        """Competence -> others that share a label with it."""
        found: dict[str, set[str]] = {}
        for several in self._competences_by_label.values():
            for one in several:
                found.setdefault(one.id, set()).update(other.id for other in several if other.id != one.id)
        return {name: frozenset(others) for name, others in found.items() if others}

    @cached_property
    def _competences_by_label(self) -> Mapping[str, tuple[Competence, ...]]:
        found: dict[str, dict[str, Competence]] = {}
        for one in self.vocabulary.competences:
            for _, label in one.every_label():
                found.setdefault(label_key(label), {})[one.id] = one
        return {key: tuple(several.values()) for key, several in found.items()}

    @cached_property
    def _all(self) -> tuple[Concept, ...]:
        return (*self.vocabulary.occupations, *self.vocabulary.competences)

    @cached_property
    def _rows(self) -> tuple[list[str], list[int]]:
        pairs = [
            (label, number)
            for number, one in enumerate(self._all)
            for label in dict.fromkeys(label for _, label in one.every_label())
        ]
        return [label for label, _ in pairs], [number for _, number in pairs]

    @cached_property
    def _grams(self) -> Grams:
        return Grams.of(self._rows[0])

    @property
    def _owners(self) -> list[int]:
        return self._rows[1]


def shares(found: Sequence[tuple[Concept, float]]) -> tuple[Chip, ...]:
    """Likenesses as shares: by their distance to the best, and together no more than the best likeness itself."""
    if not found:
        return ()
    best = found[0][1]
    weights = [float(np.exp((likeness - best) / SOFTNESS)) for _, likeness in found]
    return tuple(Chip(one, best * weight / sum(weights)) for (one, _), weight in zip(found, weights, strict=True))


def is_occupation(concept: Concept | None) -> bool:
    """Whether it is a kind of work rather than something one can do."""
    return isinstance(concept, Occupation)
