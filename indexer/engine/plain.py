"""Whether one run, by its values, satisfies a clause: to say which run it was that an engine found."""

from collections.abc import Callable, Mapping

from indexer.engine.port import AllOf, AnyOf, Between, Clause, Has, InRun, Not, Value

Holds = Callable[[Mapping[str, Value]], bool]


def run_test(clause: Clause) -> Holds:
    """A test for the values of a run, with the same answer as every engine gives for a clause on runs."""
    match clause:
        case Has():
            return _has(clause)
        case Between(name, low, high):
            return lambda values: _between(values.get(name), low, high)
        case AllOf(clauses):
            every = tuple(run_test(one) for one in clauses)
            return lambda values: all(one(values) for one in every)
        case AnyOf(clauses):
            some = tuple(run_test(one) for one in clauses)
            return lambda values: any(one(values) for one in some)
        case Not(inner):
            test = run_test(inner)
            return lambda values: not test(values)
        case InRun():
            raise TypeError("a run has no runs")


def _has(clause: Has) -> Holds:
    # Once for all runs: a radius has hundreds of postcodes.
    tokens = frozenset(clause.tokens)

    def holds(values: Mapping[str, Value]) -> bool:
        held = values.get(clause.field)
        return bool(tokens) and isinstance(held, tuple) and len(tokens.intersection(held)) >= clause.at_least

    return holds


def _between(number: Value, low: int | None, high: int | None) -> bool:
    return isinstance(number, int) and (low is None or low <= number) and (high is None or number <= high)
