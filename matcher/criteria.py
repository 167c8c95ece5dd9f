"""What was asked: words, place, filters, order and page, from an address and back without loss.

Nothing personal is part of it, so that an address can be shared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from catalogue.messages import Message, message
from catalogue.places import Place
from matcher.filters import BY_NAME, FILTERS, Facts, Filter
from matcher.filters.radius import DEFAULT as DEFAULT_RADIUS

SORTS = ("relevance", "start", "distance")
PER_PAGE = 20
MOST_PER_PAGE = 100
# Beyond this many an answer can not be leafed through; both engines agree on it.
DEEPEST = 10_000
LONGEST = 300
# So much of a value is said back where it can not be read.
_SHOWN = 40
PARAMETERS = ("q", "place", *(one.name for one in FILTERS), "sort", "page", "per_page", "literal")


class BadParameters(Exception):
    """Parameters that can not be read: the name of each and what is wrong with it."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        super().__init__("; ".join(f"{name}: {what}" for name, what in problems.items()))
        self.problems = problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Criteria:
    """A question as typed and ticked. `chosen`: filter name -> its values; `place` is the text as typed.

    `literal`: the words are taken as they stand: no wishes are heard in them and no typing errors mended.
    """

    q: str = ""
    place: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    per_page: int = PER_PAGE
    literal: bool = False

    @property
    def offset(self) -> int:
        """How many courses stand on the pages before."""
        return (self.page - 1) * self.per_page

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the address, defaults left out, always in the same order."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [("place", self.place)] if self.place else []
        pairs += [(one.name, value) for one in FILTERS for value in self.chosen.get(one.name, ())]
        pairs += [("sort", self.sort)] if self.sort != "relevance" else []
        pairs += [("page", str(self.page))] if self.page != 1 else []
        pairs += [("per_page", str(self.per_page))] if self.per_page != PER_PAGE else []
        pairs += [("literal", "1")] if self.literal else []
        return pairs

    def query(self) -> str:
        """The part of the address after the question mark."""
        return urlencode(self.pairs())

    def without(self, name: str, value: str | None = None) -> "Criteria":
        """The same question without a filter, or without one of its values, from the first page on."""
        left = tuple(one for one in self.chosen.get(name, ()) if value is not None and one != value)
        chosen = {key: values for key, values in self.chosen.items() if key != name}
        return replace(self, chosen={**chosen, name: left} if left else chosen, page=1)

    def without_place(self) -> "Criteria":
        """The same question anywhere."""
        kept = replace(self.without("radius"), place="")
        return replace(kept, sort="relevance") if kept.sort == "distance" else kept


def clean(text: str) -> str:
    """One line of at most LONGEST signs, without control signs and lone surrogates."""
    printable = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in printable).split())[:LONGEST].strip()


def _number(given: Mapping[str, Sequence[str]], name: str, default: int, highest: int, bad: dict[str, Message]) -> int:
    text = (given.get(name) or [""])[0].strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= highest):
        bad[name] = message("parameter.number", name=name, value=clean(text)[:_SHOWN], highest=highest)
        return default
    return int(text)


def _values(one: Filter, given: Sequence[str], facts: Facts, bad: dict[str, Message]) -> tuple[str, ...]:
    known = [choice.value for choice in one.choices(facts)]
    asked = [text.strip() for text in given if text.strip()]
    # A filter that can not be used yet, as the radius without a place, is left alone; a typing error in it is not.
    allowed = known or list(one.always)
    unknown = [value for value in asked if value not in allowed]
    if unknown and allowed:
        shown, choices = clean(unknown[0])[:_SHOWN], ", ".join(allowed)
        bad[one.name] = message("parameter.choice", name=one.name, value=shown, choices=choices)
        return ()
    found = tuple(value for value in known if value in asked)
    if one.single and len(found) > 1:
        bad[one.name] = message("parameter.single", name=one.name)
    return found


def _place(text: str, facts: Facts, bad: dict[str, Message]) -> Place | None:
    found = facts.places.find(text) if text else ()
    if text and not found:
        bad["place"] = message("parameter.place", value=text[:60])
    return found[0] if found else None


def read(pairs: Iterable[tuple[str, str]], facts: Facts) -> tuple[Criteria, Facts]:
    """Criteria from the parameters of an address, and the facts with the place that was asked for.

    Parameters that it does not know are left alone. Raises BadParameters with every problem.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    bad: dict[str, Message] = {}
    typed = clean((given.get("place") or [""])[0])
    placed = replace(facts, place=_place(typed, facts, bad))
    chosen = {
        name: values for name, one in BY_NAME.items() if (values := _values(one, given.get(name, []), placed, bad))
    }
    if placed.place is not None and "radius" not in chosen and "radius" not in bad:
        chosen = {"radius": (DEFAULT_RADIUS,), **chosen}
    sort = (given.get("sort") or [""])[0].strip() or "relevance"
    if sort not in SORTS:
        bad["sort"] = message("parameter.choice", name="sort", value=clean(sort)[:_SHOWN], choices=", ".join(SORTS))
    elif sort == "distance" and placed.place is None and "place" not in bad:
        bad["sort"] = message("parameter.distance")
    page = _number(given, "page", 1, DEEPEST, bad)
    per_page = _number(given, "per_page", PER_PAGE, MOST_PER_PAGE, bad)
    if page * per_page > DEEPEST:
        bad["page"] = message("parameter.deep", most=DEEPEST)
    if bad:
        raise BadParameters(bad)
    q = clean((given.get("q") or [""])[0])
    literal = (given.get("literal") or [""])[0].strip() == "1"
    criteria = Criteria(q=q, place=typed, chosen=chosen, sort=sort, page=page, per_page=per_page, literal=literal)
    return criteria, placed
