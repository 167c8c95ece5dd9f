"""The conditions of a pack: named leaves over facts and figures, in groups of which all or one is needed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Discriminator, Field, StrictBool, StringConstraints, Tag, model_validator

from matcher.incentives.facts import Line, Strict, Words
from matcher.incentives.logic import ALWAYS, Period

Dotted = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")]
Number = Annotated[Decimal, Field(strict=False)]


class Threshold(Strict):
    """What a number is compared with: a figure, or a number that the rule itself names."""

    param: Dotted | None = None
    const: Number | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "Threshold":
        if (self.param is None) == (self.const is None):
            raise ValueError("either `param` or `const`")
        return self


class Leaf(Strict):
    """One condition: a fact or a figure, one comparison, and its words.

    `label` says the condition, `no` why it fails (with %(yours)s and %(needed)s), `next` what would make it yes.
    """

    id: Dotted
    fact: Dotted | None = None
    param: Dotted | None = None
    eq: StrictBool | str | None = None
    among: tuple[str, ...] | None = Field(default=None, alias="in")
    gte: Threshold | None = None
    lte: Threshold | None = None
    unsure: tuple[str, ...] = ()
    only: Period = ALWAYS
    src: tuple[Line, ...] = Field(min_length=1)
    note: str = ""
    label: Words
    no: Words
    next: Words

    @model_validator(mode="after")
    def _compares_once(self) -> "Leaf":
        if (self.fact is None) == (self.param is None):
            raise ValueError("either `fact` or `param`")
        if sum(one is not None for one in (self.eq, self.among, self.gte, self.lte)) != 1:
            raise ValueError("exactly one of `eq`, `in`, `gte`, `lte`")
        return self

    @property
    def threshold(self) -> Threshold | None:
        """The number it compares with, if it compares a number."""
        return self.gte or self.lte

    @property
    def figure(self) -> str | None:
        """The figure it rests on, if any."""
        return self.param or (self.threshold.param if self.threshold else None)


class All(Strict):
    """Every leg is needed."""

    all: tuple["Node", ...] = Field(min_length=1)
    only: Period = ALWAYS


class Any_(Strict):  # noqa: N801 -- the word of the format; `Any` is taken
    """One leg is enough."""

    any: tuple["Node", ...] = Field(min_length=1)
    only: Period = ALWAYS


def _which(node: object) -> str:
    if isinstance(node, dict):
        return "all" if "all" in node else "any" if "any" in node else "leaf"
    return "all" if isinstance(node, All) else "any" if isinstance(node, Any_) else "leaf"


Node = Annotated[
    Annotated[All, Tag("all")] | Annotated[Any_, Tag("any")] | Annotated[Leaf, Tag("leaf")], Discriminator(_which)
]


def leaves(node: "All | Any_ | Leaf") -> Iterator[Leaf]:
    """Every leaf of a tree, in its order."""
    if isinstance(node, Leaf):
        yield node
        return
    for leg in node.all if isinstance(node, All) else node.any:
        yield from leaves(leg)
