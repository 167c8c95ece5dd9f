"""The oracle: the port's docstrings as plain, slow code over a list of documents.

It shares no code with the engines, not even the fusion, so that a mistake there is seen.
"""

import math
from dataclasses import dataclass

from indexer.engine.port import (
    AllOf,
    Answer,
    AnyOf,
    Between,
    Has,
    Hit,
    InRun,
    Not,
    TextList,
)

TIE = 1e-3


def rounded_length(length):
    """Lucene keeps a length in one byte: exact below 40, then with four significant bits of what exceeds 24."""
    above = length - 24
    if above < 0:
        return length
    dropped = max(0, above.bit_length() - 4)
    return 24 + (above >> dropped << dropped)


def bm25(documents, field, tokens):
    """id -> score of every document that has one of the tokens."""
    total = len(documents)
    average = sum(len(one.tokens[field]) for one in documents) / total if total else 0
    scores = {}
    for token in set(tokens):
        having = [one for one in documents if token in one.tokens[field]]
        rarity = math.log(1 + (total - len(having) + 0.5) / (len(having) + 0.5))
        for one in having:
            times = one.tokens[field].count(token)
            length = rounded_length(len(one.tokens[field])) / average
            share = 2.2 * times / (times + 1.2 * (0.25 + 0.75 * length))
            scores[one.id] = scores.get(one.id, 0.0) + rarity * share
    return scores


def holds(clause, document, values):
    """Whether a clause holds for a course, or for one run of it when `values` are those of the run."""
    if isinstance(clause, Has):
        held = document.tokens[clause.field] if clause.field in document.tokens else values.get(clause.field) or ()
        return bool(clause.tokens) and len(set(clause.tokens) & set(held)) >= clause.at_least
    if isinstance(clause, Between):
        number = values.get(clause.field)
        if number is None:
            return False
        return (clause.low is None or clause.low <= number) and (clause.high is None or number <= clause.high)
    if isinstance(clause, Not):
        return not holds(clause.clause, document, values)
    if isinstance(clause, InRun):
        return any(holds(clause.clause, document, run) for run in document.runs)
    if isinstance(clause, AllOf):
        return all(holds(one, document, values) for one in clause.clauses)
    assert isinstance(clause, AnyOf)
    return any(holds(one, document, values) for one in clause.clauses)


def kilometres(one, other):
    """By the haversine formula, on a ball."""
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


@dataclass
class Ranked:
    """A document of the fused lists."""

    id: str
    total: float
    parts: tuple
    first: float
    likely: float


class Oracle:
    """Answers from memory."""

    name = "oracle"

    def __init__(self, documents, stamp):
        self.documents = list(documents)
        self.of = {one.id: one for one in self.documents}
        self._stamp = stamp

    def stamp(self):
        return self._stamp

    def seen(self):
        return self._stamp

    def stored(self, ids):
        return {name: self.of[name].stored for name in ids if name in self.of}

    def close(self):
        pass

    def raw(self, ranked):
        """id -> score of one list, uncut."""
        if isinstance(ranked, TextList):
            return bm25(self.documents, ranked.field, ranked.tokens)
        return {
            one.id: sum(a * b for a, b in zip(one.vectors[ranked.field], ranked.vector, strict=True))
            for one in self.documents
        }

    def lists(self, question):
        """Per list, its first `depth` as [(id, score)], best first."""
        found = []
        for ranked in question.lists:
            scores = self.raw(ranked)
            found.append(sorted(scores.items(), key=lambda item: (-item[1], item[0]))[: question.depth])
        return found

    def _scale(self, ranked, top, is_text):
        if not ranked:
            return {}
        best, last = ranked[0][1], ranked[min(top, len(ranked)) - 1][1]
        low = min(0.0, last) if is_text and len(ranked) < top else last
        if best == low:
            return {name: 1.0 for name, _ in ranked}
        return {name: max(0.0, (score - low) / (best - low)) for name, score in ranked}

    def _probability(self, question, raw):
        if question.likelihood is None:
            return 0.0
        sum_ = question.likelihood.intercept
        for ranked, slope, score in zip(question.lists, question.likelihood.slopes, raw, strict=True):
            x = score
            if isinstance(ranked, TextList):
                x = score / (max(1, len(set(ranked.tokens))) * math.log(1 + max(1, len(self.documents))) * 2.2)
            sum_ += slope * x
        return 1 / (1 + math.exp(-sum_))

    def fused(self, question):
        """All documents of all lists, best first, uncut."""
        lists = self.lists(question)
        scales = [
            self._scale(ranked, question.top, isinstance(one, TextList))
            for one, ranked in zip(question.lists, lists, strict=True)
        ]
        raws = [dict(ranked) for ranked in lists]
        found = []
        for name in {name for ranked in lists for name, _ in ranked}:
            raw = [scores.get(name, 0.0) for scores in raws]
            parts = tuple(
                ranked.weight * scale.get(name, 0.0) for ranked, scale in zip(question.lists, scales, strict=True)
            )
            found.append(Ranked(name, sum(parts), parts, raw[0], self._probability(question, raw)))
        return sorted(found, key=lambda one: (-one.total, -one.first, one.id))

    def settled(self, question):
        """Whether no cut of this question falls within a tie: a floor, the end of a list, a list without width."""
        for ranked in question.lists:
            scores = sorted(self.raw(ranked).values(), reverse=True)
            if len(scores) > question.depth and scores[question.depth - 1] - scores[question.depth] < TIE:
                return False
            if scores and 0 < scores[0] - scores[min(len(scores), question.top, question.depth) - 1] < TIE:
                return False
        fused = self.fused(question)
        at = question.depth
        if len(fused) > at and fused[at - 1].total - fused[at].total < TIE:
            return False
        floor = question.likelihood.floor if question.likelihood else -1.0
        return all(abs(one.likely - floor) > TIE for one in fused)

    def _passes(self, narrowings, document):
        course = [one.clause for one in narrowings if not one.in_run]
        run = [one.clause for one in narrowings if one.in_run]
        if not all(holds(clause, document, document.values) for clause in course):
            return False
        return not run or any(all(holds(clause, document, one) for clause in run) for one in document.runs)

    def _startable(self, question, name):
        until = self.of[name].values["until"]
        return until is not None and until >= question.today

    def keys(self, question):
        """[(id, key)] of the whole answer in order. Where keys differ by less than a tie the order is free."""
        fused = {one.id: one for one in self.fused(question)[: question.depth]}
        names = [one.id for one in self._answers(question, fused) if self._passes(question.narrowings, one)]
        if question.sort != "relevance":
            return sorted(
                ((name, (self._next(question, self.of[name]),)) for name in names), key=lambda i: (i[1], i[0])
            )
        startable = sum(self._startable(question, name) for name in names)
        splits = 2 * startable >= len(names)
        first = {}
        if question.lists and isinstance(question.lists[0], TextList):
            first = self.raw(question.lists[0])
        found = []
        for name in names:
            group = int(splits and not self._startable(question, name))
            key = (group, 1, 0.0, -first.get(name, 0.0))
            if one := fused.get(name):
                key = (group, 0, -one.total, -one.first)
            found.append((name, key))
        return sorted(found, key=lambda item: (item[1], item[0]))

    def _answers(self, question, fused):
        floor = question.likelihood.floor if question.likelihood else math.inf
        for one in self.documents:
            likely = one.id in fused and fused[one.id].likely >= floor
            if likely or holds(question.held, one, one.values):
                yield one

    def _next(self, question, document):
        run_clauses = AllOf(tuple(one.clause for one in question.narrowings if one.in_run))
        found = []
        for run in document.runs:
            if not holds(run_clauses, document, run):
                continue
            if question.sort == "start" and run.get("starts") is not None and run["starts"] >= question.today:
                found.append(run["starts"])
            if question.sort == "distance" and run.get("point"):
                found.append(kilometres(question.origin, run["point"]))
        return min(found, default=math.inf)

    def ask(self, question):
        fused = self.fused(question)[: question.depth]
        of = {one.id: one for one in fused}
        keys = self.keys(question)
        names = [name for name, _ in keys]
        counts = {}
        for one in question.counts:
            others = [other for other in question.narrowings if other.name != one.name]
            counts[one.name, one.choice] = sum(
                self._passes([*others, one], document) for document in self._answers(question, of)
            )
        near = [
            one
            for one in fused
            if one.total > 0 and one.id not in names and self._passes(question.narrowings, self.of[one.id])
        ]
        page = names[question.offset : question.offset + question.limit]
        near = near[: max(0, question.nearest - len(names))]
        return Answer(
            count=len(names),
            startable=sum(self._startable(question, name) for name in names),
            hits=tuple(_hit(of.get(name), name) for name in page),
            nearest=tuple(_hit(one, one.id) for one in near),
            counts=counts,
            stored=self.stored([*page, *(one.id for one in near)]),
            marks={
                name: tuple(holds(one, self.of[name], self.of[name].values) for one in question.marks)
                for name in [*page, *(one.id for one in near)]
            },
        )


def _hit(one, name):
    return Hit(id=name, total=one.total, parts=one.parts) if one else Hit(id=name)
