"""The commands for who keeps the rules: replay a case over the years, list what is due, try the cases on mutants."""

import argparse
from collections.abc import Mapping
from datetime import date
from os import environ
from pathlib import Path
from time import monotonic
from typing import Any

from catalogue.settings import load_settings
from matcher.incentives.cases import dates_of, facts_of
from matcher.incentives.evaluator import Rules
from matcher.incentives.facts import FactWrong
from matcher.incentives.mutation import run
from matcher.incentives.packs import FOLDER, read_library
from matcher.incentives.replay import AmountChange, Difference, LeafChange, Moment, differences
from matcher.incentives.replay import replay as replayed
from matcher.incentives.stale import HASHES, fetch, pages, read_hashes, write_hashes
from matcher.incentives.stale import stale as due
from matcher.incentives.telling import Teller

DONE, PROBLEM, USAGE = 0, 1, 2


def replay(arguments: argparse.Namespace) -> int:
    """The same case on several dates: what changed, and which condition or figure did it."""
    library = read_library(Path(arguments.packs))
    try:
        days = [day_of(one) for one in arguments.on.split(",")]
        facts = facts_of(dict(pair(one) for one in arguments.facts), library.facts)
        now = day_of(arguments.now)
        dates = dates_of(now, {name: date.fromisoformat(day) for name, day in map(pair, arguments.date)})
    except FactWrong as wrong:
        print(f"{wrong.args[0]} = {wrong.args[1]}: no such fact or clock, or a value that it can not have")
        return USAGE
    except ValueError as wrong:
        print(wrong)
        return USAGE
    teller = Teller(library, arguments.language)
    before: Moment | None = None
    for moment in replayed(Rules(library), facts, dates, days):
        _print_moment(moment, arguments.instrument)
        if before is not None:
            for one in differences(before, moment):
                if not arguments.instrument or one.instrument in arguments.instrument:
                    _print_difference(one, before, moment, teller)
        before = moment
    return DONE


def day_of(text: str) -> date:
    """A date, or `today`: the day that the settings name, else the real one. Raises ValueError."""
    return load_settings(environ).day() if text.strip() == "today" else date.fromisoformat(text.strip())


def pair(text: str) -> tuple[str, Any]:
    """NAME=VALUE, with true and false as such. Raises ValueError."""
    name, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"{text}: write NAME=VALUE")
    return name, {"true": True, "false": False}.get(value, value)


def _print_moment(moment: Moment, only: list[str]) -> None:
    print(f"\n{moment.day}: the run is moved to this date; the course and the person stay as they are")
    for clock, (given, there) in moment.moved.items():
        print(f"    {clock} moved from {given} to {there}")
    words: dict[str, list[str]] = {}
    for verdict in moment.verdicts.values():
        if not only or verdict.instrument in only:
            words.setdefault(verdict.verdict.word, []).append(verdict.instrument)
    for word, several in words.items():
        print(f"    {word}: {', '.join(several)}")


def _print_difference(one: Difference, before: Moment, after: Moment, teller: Teller) -> None:
    name = teller.text(after.verdicts[one.instrument].prepared.pack.names)
    print(f"  {name} ({one.instrument}): {one.before.word} -> {one.after.word} since {before.day}")
    if one.why[0] != one.why[1]:
        exists = after.verdicts[one.instrument].prepared.pack.exists
        print(f"      {one.why[0]} -> {one.why[1]} (exists {exists.since or '...'} to {exists.until or '...'})")
    for leaf in one.leaves:
        print(f"      {_leaf_text(leaf)}")
    for amount in one.amounts:
        print(f"      {_amount_text(amount)}")


def _leaf_text(leaf: LeafChange) -> str:
    answers = " -> ".join("not asked" if one is None else one.word for one in (leaf.before, leaf.after))
    needed = f", needed {leaf.needed_before} -> {leaf.needed_after}" if leaf.needed_before != leaf.needed_after else ""
    figure = f" ({leaf.figure})" if leaf.figure else ""
    return f"{leaf.id}: {answers}{needed}{figure}  [{', '.join(leaf.src)}]"


def _amount_text(one: AmountChange) -> str:
    sides = ((one.before, one.state_before), (one.after, one.state_after))
    values = " -> ".join(str(state or "nothing") if value is None else f"{value:f}" for value, state in sides)
    figures = ", ".join(f"{name} {was} -> {now}" for name, (was, now) in one.figures.items())
    return f"{one.kind}: {values} {one.unit}" + (f"  [{figures}]" if figures else "")


def stale(arguments: argparse.Namespace) -> int:
    """Figures that should be looked up again; with --network also source pages that have changed."""
    library = read_library(Path(arguments.packs))
    found = due(library, arguments.on)
    for one in found:
        src = ", ".join(one.src)
        print(f"{one.figure}: {one.state} since {one.since}, checked {one.checked}, due {one.recheck}  [{src}]")
    print(f"{len(found)} of {len(library.figures)} figures are due on {arguments.on}")
    if not arguments.network:
        print("source pages were not compared: no --network")
        return DONE
    path = Path(arguments.hashes)
    try:
        kept = read_hashes(path)
    except ValueError as wrong:
        print(f"{path}: no list of hashes: {wrong}")
        return USAGE
    counts: dict[str, int] = {}
    for page in pages(library, kept, fetch):
        counts[page.state] = counts.get(page.state, 0) + 1
        if page.state != "same":
            print(f"{page.source}: {page.state}: {page.url} {page.reason}".rstrip())
        if page.hash and (page.state == "new" or arguments.accept):
            kept[page.url] = page.hash
    print("source pages: " + ", ".join(f"{number} {state}" for state, number in counts.items()))
    if arguments.accept or "new" in counts:
        write_hashes(path, kept)
    if set(counts) <= {"unreachable"}:
        print("no source page could be reached: is there a network?")
    return DONE


def mutants(arguments: argparse.Namespace) -> int:
    """Shifts each threshold, date and operator in turn and says which changes no case notices."""
    started = monotonic()
    path = Path(arguments.path)
    if not path.exists():
        print(f"{path}: no such file or folder")
        return USAGE
    report = run(path, Path(arguments.packs), arguments.workers)
    for case in report.broken:
        print(f"not met as it is, left out: {case}")
    for name in report.survivors:
        print(f"survives: {name}")
    for name in report.needless:
        print(f"need not be allowed any more: {name}")
    alive, allowed, seconds = len(report.survivors), len(report.allowed), monotonic() - started
    print(f"{report.made} mutants, {report.killed} killed, {allowed} allowed, {alive} survive; {seconds:.0f} s")
    return PROBLEM if report.survivors else DONE


TOOLS: Mapping[str, Any] = {"replay": replay, "stale": stale, "mutants": mutants}


def add_tools(several: Any) -> None:
    """The parsers of these commands."""
    one = several.add_parser("replay", help="the same case on several dates: what changed and why")
    one.add_argument("facts", nargs="*", metavar="FACT=VALUE", help="what is known, such as job.occupancy_pct=60")
    one.add_argument("--on", required=True, metavar="DATES", help="such as 2014-09-01,2019-09-01,2025-09-01,today")
    one.add_argument(
        "--now", default="today", metavar="DATE", help="the day on which the --date dates were given (today)"
    )
    one.add_argument("--date", action="append", default=[], metavar="CLOCK=DATE", help="another date, per clock")
    one.add_argument("--instrument", action="append", default=[], metavar="ID", help="only this one; repeatable")
    one.add_argument("--language", choices=("nl", "fr", "de", "en"), default="en", help="of the names (en)")
    two = several.add_parser("stale", help="figures past their re-check date, and changed source pages")
    two.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE", help="the day, as 2027-09-01")
    two.add_argument("--network", action="store_true", help="also fetch the source pages and compare their hashes")
    two.add_argument("--hashes", default=str(HASHES), metavar="FILE", help="where the hashes are kept")
    two.add_argument("--accept", action="store_true", help="keep the new hash of pages that have changed")
    three = several.add_parser("mutants", help="shift each threshold, date and operator; say what no case notices")
    three.add_argument("path", help="a YAML file of cases, or a folder of them")
    three.add_argument("--workers", type=int, default=None, metavar="N", help="processes (one per core)")
    for parser in (one, two, three):
        parser.add_argument("--packs", default=str(FOLDER), metavar="FOLDER", help="other packs than those that ship")
