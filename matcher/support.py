"""Whether a course is recognised for support in time and in money: by the register, or only by the provider's word.

What a person gets from it is computed by the incentives; this says only what is known of the course.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalogue.course import Course, Recognition
from catalogue.schemes import Scheme

PILLARS = ("time", "money")


class State(StrEnum):
    """What is known of a course and a scheme on a day."""

    REGISTER = "register"  # the register says yes
    CLAIM = "claim"  # the provider says yes, the register is silent
    REFUSED = "refused"  # the register says no, whatever the provider says
    LAPSED = "lapsed"  # the register's yes does not hold on that day
    UNKNOWN = "unknown"  # nobody says anything


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemeState:
    """One scheme: the state, the decision it rests on, and whether the provider claims it."""

    scheme: Scheme
    state: State
    decision: Recognition | None
    claimed: bool

    @property
    def contradicted(self) -> bool:
        """The provider says yes where the register says no."""
        return self.claimed and self.state in (State.REFUSED, State.LAPSED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pillar:
    """Time or money: its schemes, the best known first."""

    name: str
    schemes: tuple[SchemeState, ...]

    @property
    def state(self) -> State:
        """The best of its schemes."""
        return self.schemes[0].state if self.schemes else State.UNKNOWN


_BEST_FIRST = {state: place for place, state in enumerate(State)}


def _state(scheme: Scheme, course: Course, day: date) -> SchemeState:
    decisions = [one for one in (*course.recognitions, *course.provider.recognitions) if one.scheme == scheme.code]
    claimed = any(claim.claimed for claim in course.claims if claim.scheme == scheme.code)
    holding = [one for one in decisions if one.holds_on(day)]
    if holding:
        return SchemeState(scheme=scheme, state=State.REGISTER, decision=holding[0], claimed=claimed)
    if decisions:
        state = State.LAPSED if any(one.recognised for one in decisions) else State.REFUSED
        return SchemeState(scheme=scheme, state=state, decision=decisions[0], claimed=claimed)
    state = State.CLAIM if claimed else State.UNKNOWN
    return SchemeState(scheme=scheme, state=state, decision=None, claimed=claimed)


def support(course: Course, day: date, schemes: Sequence[Scheme]) -> tuple[Pillar, ...]:
    """Time, then money, for a course that starts on this day."""
    states = [_state(scheme, course, day) for scheme in schemes]
    states.sort(key=lambda one: _BEST_FIRST[one.state])
    return tuple(
        Pillar(name=name, schemes=tuple(one for one in states if one.scheme.pillar == name)) for name in PILLARS
    )
