"""What a bar is, and what a scorer may look at. Nothing about a name, sex, origin or age is among it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from catalogue.competences import Occupation
from catalogue.course import Course, Run
from catalogue.messages import Message
from catalogue.week import WeekFit
from matcher.gap import Closes
from matcher.goal import Goal
from matcher.incentives.parts import Verdict
from matcher.profile import Profile
from matcher.weights import Numbers

# What is not known counts as the middle of its bar, and lowers the confidence that is shown.
MIDDLE = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One sub-score of a bar: its value 0 to 1, None where it is not known, and why in a line where there is one."""

    name: str
    value: float | None
    why: Message | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """What a scorer finds: `value` and how much of it is `known`, both 0 to 1, and why; `parts` of which it is made."""

    value: float
    known: float
    why: tuple[Message, ...] = ()
    parts: tuple[Part, ...] = ()


def unknown(*why: Message) -> Value:
    """The middle of the bar."""
    return Value(value=MIDDLE, known=0.0, why=why)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One course and one run of it before one person: all that a scorer looks at.

    `leads_to` are the occupations that it surely leads to, `about` how much it is about the target (0 to 1), `closes`
    what it closes of the gap, `distance_km` None where there is no place or nothing to travel to. `price` is the most
    that anybody pays, in euro; `teaches_in` its language and `language_level` the level of it that is needed, 1 to 6.
    `bottlenecks` are those among `leads_to`, None where no list holds today.
    """

    goal: Goal
    profile: Profile
    numbers: Numbers
    today: date
    language: str
    course: Course
    leads_to: tuple[Occupation, ...]
    declared: Mapping[str, float]
    near: frozenset[str]
    about: float
    closes: Closes
    taught: Mapping[str, float]
    run: Run | None
    week: WeekFit | None
    distance_km: float | None
    online: bool | None
    price: float | None
    teaches_in: str | None
    language_level: int | None
    verdicts: Mapping[str, Verdict] | None
    bottlenecks: frozenset[str] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Scorer:
    """One bar: its name as in data/weights.yaml, its words, and how its value is found."""

    name: str
    label: Message
    help: Message
    find: Callable[[Standing], Value]
