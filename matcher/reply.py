"""From an address to an answer as pages and API give it: wishes heard in the words, slips mended, the radius widened.

What was done beside the plain search is told, so that a page can say it and undo it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from catalogue.messages import Message
from matcher.criteria import Criteria, read
from matcher.filters import Facts
from matcher.mending import Mended, Mender
from matcher.search import Finder, Results
from matcher.spoken import Heard, hear
from matcher.understand import Asked, Meant, Mind


@dataclass(frozen=True, kw_only=True, slots=True)
class Widened:
    """The radius that brought nothing, and the nearest one that brings something; as its labels."""

    asked: Message
    now: Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """`typed` is the question as it came, `results` answers what was made of it."""

    typed: Criteria
    results: Results
    heard: tuple[Heard, ...]
    mended: tuple[Mended, ...]
    widened: Widened | None

    @property
    def literally(self) -> Criteria:
        """The same words, taken as they stand."""
        return replace(self.typed, literal=True, page=1)


@dataclass(frozen=True)
class _Remembers(Mind):
    """A mind that finds the meaning of a question once. For one request: nothing that is asked stays longer."""

    kept: dict[Asked, Meant] = field(default_factory=dict)

    def meant(self, asked: Asked) -> Meant:
        if asked not in self.kept:
            self.kept[asked] = super().meant(asked)
        return self.kept[asked]


def for_request(finder: Finder) -> Finder:
    """The same search for one request: a question that is answered and then counted in variants is understood once."""
    mind = finder.mind()
    if mind is None:
        return finder
    remembers = _Remembers(mind.embedder, mind.vocabulary, mind.labels)
    return replace(finder, mind=lambda: remembers)


def understand(
    mender: Mender, criteria: Criteria, facts: Facts
) -> tuple[Criteria, Facts, tuple[Heard, ...], tuple[Mended, ...]]:
    """The question without slips and with its wishes as choices. Raises IndexUnusable."""
    if criteria.literal or not criteria.q:
        return criteria, facts, (), ()
    heard_criteria, placed, heard = hear(criteria, facts)
    text, mended = mender.mend(heard_criteria.q)
    return replace(heard_criteria, q=text), placed, heard, mended


def reply(finder: Finder, mender: Mender, pairs: Iterable[tuple[str, str]], language: str) -> Reply:
    """The answer to the parameters of an address. Raises BadParameters, IndexUnusable."""
    typed, facts = read(pairs, finder.facts())
    criteria, placed, heard, mended = understand(mender, typed, facts)
    results = finder.find(criteria, placed, language)
    wider, widened = _wider(results)
    if wider:
        results = finder.find(wider, placed, language)
    return Reply(typed=typed, results=results, heard=heard, mended=mended, widened=widened)


def count(finder: Finder, mender: Mender, criteria: Criteria) -> int:
    """How many courses the address of these criteria brings, without widening. Raises IndexUnusable."""
    read_criteria, facts = read(criteria.pairs(), finder.facts())
    understood, placed, _, _ = understand(mender, read_criteria, facts)
    return finder.count(understood, placed)


def _wider(results: Results) -> tuple[Criteria | None, Widened | None]:
    """Where nothing is found within a radius, the nearest larger radius that brings something."""
    radius = next((facet for facet in results.facets if facet.filter.name == "radius"), None)
    if results.count or radius is None:
        return None, None
    chosen = next((at for at, one in enumerate(radius.choices) if one.chosen), None)
    if chosen is None:
        return None, None
    for one in radius.choices[chosen + 1 :]:
        if one.count:
            criteria = replace(
                results.criteria, chosen={**results.criteria.chosen, "radius": (one.choice.value,)}, page=1
            )
            return criteria, Widened(asked=radius.choices[chosen].choice.label, now=one.choice.label)
    return None, None
