"""Whether one run, by its values, satisfies a clause: to say which run it was that an engine found."""

from collections.abc import Mapping

from indexer.engine.port import AllOf, AnyOf, Between, Clause, Has, InRun, Not, Value


def run_holds(clause: Clause, values: Mapping[str, Value]) -> bool:
    """The same answer as every engine gives for a clause on runs."""
    match clause:
        case Has(name, tokens, at_least):
            held = values.get(name)
            return bool(tokens) and isinstance(held, tuple) and len(set(tokens) & set(held)) >= at_least
        case Between(name, low, high):
            number = values.get(name)
            return isinstance(number, int) and (low is None or low <= number) and (high is None or number <= high)
        case AllOf(clauses):
            return all(run_holds(one, values) for one in clauses)
        case AnyOf(clauses):
            return any(run_holds(one, values) for one in clauses)
        case Not(inner):
            return not run_holds(inner, values)
        case InRun():
            raise TypeError("a run has no runs")
