"""The commands of `python -m matcher.incentives`: each prints for a person at a terminal and returns its exit code."""

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from indexer.words import say
from matcher.incentives.cases import Broken, dates_of, facts_of, read_cases, run_case
from matcher.incentives.cumulation import read_cumulation
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import FactWrong
from matcher.incentives.models import Step, Warning_
from matcher.incentives.packs import FOLDER, PacksWrong, read_library, schema
from matcher.incentives.parts import Verdict
from matcher.incentives.stacking_cases import run_stacking
from matcher.incentives.telling import Teller
from matcher.incentives.trace import Trace

DONE, PROBLEM, USAGE = 0, 1, 2
_MARKS = {"yes": "+", "no": "-", "ask": "?", "unverified": "~"}


def check(arguments: argparse.Namespace) -> int:
    """Reads every pack and says everything that is wrong with it, or that all is well."""
    if arguments.schema:
        print(schema())
        return DONE
    try:
        library = read_library(Path(arguments.packs))
    except PacksWrong as wrong:
        for one in wrong.problems:
            print(f"{one.file}: {one.place}: {say(one.what)} {say(one.mend)}")
        print(f"{len(wrong.problems)} problems")
        return PROBLEM
    leaves = sum(1 for pack in library.packs.values() for _ in pack.leaves())
    packs, figures, facts = len(library.packs), len(library.figures), len(library.facts.facts)
    print(f"{packs} packs, {leaves} conditions, {figures} figures, {facts} facts")
    return DONE


def cases(arguments: argparse.Namespace) -> int:
    """Runs a file or a folder of cases; names each expectation that is not met, and the condition that broke it."""
    path = Path(arguments.path)
    if not path.exists():
        print(f"{path}: no such file or folder")
        return USAGE
    rules, cumulation = Rules(read_library(Path(arguments.packs))), read_cumulation(Path(arguments.packs))
    total = stacking = 0
    broken: list[Broken] = []
    for file in read_cases(path):
        total += len(file.cases)
        stacking += len(file.stacking)
        broken.extend(file.broken)
        for ignored in file.ignored:
            print(f"{file.name}: {ignored}: no case has such a field; it is ignored")
        for case in file.cases:
            broken.extend(run_case(case, file.name, rules))
        for pair in file.stacking:
            broken.extend(run_stacking(pair, file.name, cumulation, rules.library.packs))
    for one in broken:
        _print_broken(one)
    failed = len({(one.file, one.case) for one in broken})
    both = total + stacking
    print(f"{both} cases ({stacking} of them stacking), {both - failed if both else 0} as expected, {failed} not")
    if not total and not stacking and not broken:
        print(f"{path}: no cases found")
        return USAGE
    return PROBLEM if broken else DONE


def _print_broken(one: Broken) -> None:
    print(f"{one.file}: {one.case}: {one.instrument} {one.what}: expected {one.expected}, found {one.found}")
    for leaf in one.leaves:
        print(f"    {_leaf_text(leaf)}")


def _leaf_text(leaf: Trace) -> str:
    figure = f" ({leaf.figure} since {leaf.since})" if leaf.figure else ""
    return (
        f"{leaf.id} is {leaf.answer.word}: {leaf.fact or leaf.op} {leaf.yours}, needed {leaf.op} {leaf.needed}{figure}"
    )


def explain(arguments: argparse.Namespace) -> int:
    """Says for given facts what is yes, no, to be asked or not verified, and why."""
    library = read_library(Path(arguments.packs))
    try:
        facts = facts_of(dict(_pair(one) for one in arguments.facts), library.facts)
        dates = dates_of(arguments.on, {name: date.fromisoformat(day) for name, day in map(_pair, arguments.date)})
    except FactWrong as wrong:
        print(f"{wrong.args[0]} = {wrong.args[1]}: no such fact or clock, or a value that it can not have")
        return USAGE
    except ValueError as wrong:
        print(wrong)
        return USAGE
    teller = Teller(library, arguments.language)
    for verdict in Rules(library).evaluate(dates, facts).values():
        if not arguments.instrument or verdict.instrument in arguments.instrument:
            _explain(verdict, teller)
    return DONE


def _pair(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"{text}: write NAME=VALUE")
    return name, {"true": True, "false": False}.get(value, value)


def _explain(verdict: Verdict, teller: Teller) -> None:
    pack = verdict.prepared.pack
    print(f"\n{_MARKS[verdict.verdict.word]} {teller.text(pack.names)}: {verdict.verdict.word} ({verdict.instrument})")
    if verdict.why != "rules":
        print(f"    {verdict.why}: {pack.exists.since or '...'} to {pack.exists.until or '...'}")
    for condition in verdict.trace.conditions():
        bound = next((one for one in verdict.prepared.bounds if one.leaf.id == condition.id), None)
        if bound is not None:
            said = teller.sentences(bound, condition.yours, condition.answer)
            print(f"    {_MARKS[condition.answer.word]} {said}  [{condition.id}; {', '.join(condition.src)}]")
    if verdict.asks:
        question = teller.library.facts.facts[verdict.asks[0]].question
        print(f"    ask first: {teller.text(question)}  [{', '.join(verdict.asks)}]")
    for amount in verdict.amounts.values():
        print(f"    {teller.amount(amount)}")
    if verdict.last_known:
        print(f"    by the last known figures ({verdict.last_known.year}): {verdict.last_known.verdict.word}")
    if verdict.verdict.word != "no":
        _print_texts(verdict, teller)


def _print_texts(verdict: Verdict, teller: Teller) -> None:
    for step in verdict.steps:
        if isinstance(step.item, Step):
            print(f"    > {step.item.who}: {teller.said(step.item.what, step)} {teller.said(step.item.deadline, step)}")
    for warning in verdict.warnings:
        if isinstance(warning.item, Warning_):
            print(f"    ! {teller.said(warning.item.text, warning)}")


COMMANDS: Mapping[str, Any] = {"check": check, "cases": cases, "explain": explain}


def add_arguments(several: Any) -> None:
    """The parsers of all commands."""
    one = several.add_parser("check", help="read every pack and say everything that is wrong")
    one.add_argument("--schema", action="store_true", help="print the format of a pack as JSON Schema instead")
    two = several.add_parser("cases", help="run a file or folder of cases against the packs")
    two.add_argument("path", help="a YAML file, or a folder of them")
    three = several.add_parser("explain", help="what somebody gets, and why")
    three.add_argument("facts", nargs="*", metavar="FACT=VALUE", help="what is known, such as job.occupancy_pct=60")
    three.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE", help="the day, as 2025-09-01")
    three.add_argument("--date", action="append", default=[], metavar="CLOCK=DATE", help="another date, per clock")
    three.add_argument("--instrument", action="append", default=[], metavar="ID", help="only this one; repeatable")
    three.add_argument("--language", choices=("nl", "fr", "de", "en"), default="en", help="of the sentences (en)")
    for parser in (one, two, three):
        parser.add_argument("--packs", default=str(FOLDER), metavar="FOLDER", help="other packs than those that ship")
