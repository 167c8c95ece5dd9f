"""The port: what can be asked of an index, in neutral words. Its docstrings are the specification.

Every engine gives the same Answer to the same Question, up to ties of 1e-3 in a score. One suite holds them to it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from catalogue.messages import Message


@dataclass(frozen=True, slots=True)
class Has:
    """At least `at_least` of the tokens stand in a token or keyword field. No tokens: nothing has them."""

    field: str
    tokens: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Between:
    """A number from `low` to `high`, both included; None is open. A missing number lies between nothing."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every clause holds. Of no clauses: always."""

    clauses: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one clause holds. Of no clauses: never."""

    clauses: tuple["Clause", ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The clause does not hold."""

    clause: "Clause"


@dataclass(frozen=True, slots=True)
class InRun:
    """One and the same run satisfies the whole clause, which names only fields of runs."""

    clause: "Clause"


Clause = Has | Between | AllOf | AnyOf | Not | InRun
EVERYTHING = AllOf()


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowing:
    """One filter as it was set: its clause, and whether that clause speaks of one run or of the course."""

    name: str
    clause: Clause
    in_run: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many courses a choice would bring: the answer with that filter's own choices replaced by this one."""

    name: str
    choice: str
    clause: Clause
    in_run: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class TextList:
    """Documents ranked by BM25 (k1 1.2, b .75, Lucene's rounded lengths) over tokens, each counted once."""

    field: str
    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, kw_only=True, slots=True)
class VectorList:
    """Documents ranked by the dot product with a vector of the same length as the field's."""

    field: str
    vector: tuple[float, ...]
    weight: float


RankedList = TextList | VectorList


@dataclass(frozen=True, kw_only=True, slots=True)
class Likelihood:
    """p = 1 / (1 + exp(-(intercept + sum of slope_i x_i))), one x per list; at least `floor` makes an answer.

    x of a text list is its BM25 divided by the highest it could be: tokens x ln(1 + documents) x 2.2;
    x of a vector list is its dot product.
    """

    intercept: float
    slopes: tuple[float, ...]
    floor: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked.

    The answer is (`held` or likely enough among the first `depth` of the fused lists) within all narrowings.
    Lists are scaled to 0..1 by their first `top` documents (one of fewer starts from 0 for text, from its lowest for
    vectors) and added with their weights, before any narrowing, so that a score never depends on the filters. No lists
    and `held` EVERYTHING: all courses.
    A list of vectors finds nothing in an index that was built with another model than `model`.
    `sort` is "relevance", "start" (next start on or after `today`, within one run that passes) or "distance" (from
    `origin`, of the nearest run that passes); what has neither comes last; equals by id.
    By relevance, courses that can no longer be started (`until` before `today`) follow the others, unless fewer than
    half of the answer can be started.
    `marks` are clauses that narrow nothing: of each hit the answer says which of them hold.
    """

    today: int
    lists: tuple[RankedList, ...] = ()
    held: Clause = EVERYTHING
    likelihood: Likelihood | None = None
    narrowings: tuple[Narrowing, ...] = ()
    counts: tuple[Count, ...] = ()
    marks: tuple[Clause, ...] = ()
    sort: str = "relevance"
    origin: tuple[float, float] | None = None
    offset: int = 0
    limit: int = 20
    model: str = ""
    top: int = 200
    depth: int = 2000
    nearest: int = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One course of the answer. `parts` are the weighted shares of each list, in the order of the lists."""

    id: str
    total: float = 0.0
    parts: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """`hits` is the page asked for. `nearest`: fewer than `Question.nearest` found, so the next best within the
    narrowings, as many as are lacking, never counted. `startable` is how many of `count` can still be started.
    Of every hit and every one of the nearest, from the index that answered: `stored` has the stored JSON, `marks`
    whether each of `Question.marks` holds."""

    count: int
    startable: int
    hits: tuple[Hit, ...]
    nearest: tuple[Hit, ...] = ()
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, tuple[bool, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A course as the index holds it. `tokens`, `values` and each of `runs` follow the field table; `stored` is the
    whole record as JSON, handed back as it came."""

    id: str
    tokens: Mapping[str, tuple[str, ...]]
    values: Mapping[str, "Value"]
    runs: tuple[Mapping[str, "Value"], ...]
    stored: str
    vectors: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


Value = tuple[str, ...] | int | tuple[float, float] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """What an index is: its shape, its content, the day it was built for, and with which model.

    `model` is the fingerprint of the embedder and `size` the length of its vectors; "" and 0 without one. `adapter` is
    that of a matrix through which goals go, once there is one.
    """

    shape: str
    digest: str
    built_for: date
    count: int
    sources: tuple[str, ...]
    providers: int = 0
    note: str = ""
    model: str = ""
    size: int = 0
    adapter: str = ""


class IndexUnusable(Exception):
    """The index can not answer. `reason` says why in a message; the page that says so is a 503."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class IndexMissing(IndexUnusable):
    """There is no index yet."""


class IndexMismatch(IndexUnusable):
    """There is an index, but this version of the code can not read its shape."""


class EngineAway(IndexUnusable):
    """The server does not answer, or answers that it can not."""


class Engine(Protocol):
    """Answers questions from the index that serves now. Safe to use from several threads."""

    name: str

    def stamp(self) -> Stamp:
        """The stamp of the index that serves now. Raises IndexUnusable."""

    def seen(self) -> Stamp:
        """The stamp of the index that answered last: where another took over since, old by one question. At no cost.

        Before the first question that of the index that serves. Raises IndexUnusable.
        """

    def ask(self, question: Question) -> Answer:
        """The answer to a question. Raises IndexUnusable, never gives an empty answer for a fault."""

    def stored(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The stored JSON of each id that exists. Raises IndexUnusable."""

    def close(self) -> None:
        """Lets go of files and connections."""


class Store(Protocol):
    """Holds indexes under names and says which one serves. One builder at a time."""

    name: str

    def serving(self) -> str | None:
        """The name of the index that serves, or None."""

    def names(self) -> tuple[str, ...]:
        """All indexes that exist, finished or not, oldest first."""

    def write(self, name: str, stamp: Stamp, documents: Iterable[Document], advance: Callable[[int], None]) -> int:
        """Writes a new index beside the others and returns how many documents it holds. It does not serve yet."""

    def stamp_of(self, name: str) -> Stamp | None:
        """The stamp of a finished index, None of one that was never finished."""

    def count_of(self, name: str) -> int:
        """How many documents it holds, counted in the index itself."""

    def sample_of(self, name: str, ids: Sequence[str]) -> Mapping[str, str]:
        """Stored JSON of these ids, from an index that need not serve."""

    def swap(self, name: str) -> None:
        """Lets this index serve, in one step: a question meets the old one or the new one."""

    def drop(self, name: str) -> None:
        """Removes an index that does not serve."""
