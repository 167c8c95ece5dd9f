"""How long the incentives take: one person and course, and 200 courses, by all packs that ship.

    python benchmarks/bench_incentives.py [--courses 200] [--rounds 20]

The courses are those of the bundled catalogue, each with its own start; the person is known well, hardly, or not at
all. "verdicts" is every instrument's verdict with its questions; "everything" also looks at failing conditions, amounts
(their values) and the second evaluation with the last known figures. Prints the fastest and the median round in
milliseconds, in time of this process, beside a fixed piece of work that tells how fast the machine is at that moment.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from catalogue.sources import by_name
from matcher.incentives.clocks import Dates
from matcher.incentives.course_facts import course_facts
from matcher.incentives.evaluator import Rules, Situation
from matcher.incentives.facts import Facts
from matcher.incentives.packs import library

DAYS = (date(2024, 9, 1), date(2025, 9, 1), date(2026, 11, 24))
HARDLY = {"person.status": "employee", "person.education": "middle", "job.work_region": "flanders"}
WELL = {
    **HARDLY,
    "person.residence_region": "flanders",
    "person.career_years": 9,
    "job.private_cao": True,
    "job.occupancy_pct": 90,
    "job.weekly_hours": 34,
    "job.gross_month": 3400,
    "history.vov_hours_used": 0,
    "history.cheque_used_year": 0,
    "employer.proposes_course": False,
    "employer.pays_course": False,
    "employer.size": "small",
    "employer.site_flanders": True,
    "employer.nonprofit": False,
}
PEOPLE = {"known well": WELL, "hardly known": HARDLY, "not known": {}}

Offer = tuple[Facts, date | None]


def offers(rules: Rules, count: int, day: date) -> list[Offer]:
    """Courses of the bundled catalogue as facts, with the start of their first run."""
    source = by_name("bundled")
    assert source is not None
    courses = [row.course for row in source.read(Path(), day) if row.course is not None][:count]
    runs = [(course, course.runs[0] if course.runs else None) for course in courses]
    return [(course_facts(rules.library.facts, course, run, day), run.start if run else None) for course, run in runs]


def verdicts(situation: Situation, several: Sequence[Offer]) -> None:
    for facts, start in several:
        situation.verdicts(facts, start)


def everything(situation: Situation, several: Sequence[Offer]) -> None:
    for facts, start in several:
        for verdict in situation.verdicts(facts, start).values():
            _ = verdict.last_known, verdict.failing, [one.value for one in verdict.amounts.values()]


def fixed_work() -> None:
    sum(range(1_000_000))


def rounds(work: Callable[[], None], count: int) -> tuple[float, float]:
    """The fastest and the median round, in milliseconds."""
    times = []
    for _ in range(count):
        before = time.process_time()
        work()
        times.append((time.process_time() - before) * 1000)
    return min(times), statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--courses", type=int, default=200, help="how many courses of the bundled catalogue (200)")
    parser.add_argument("--rounds", type=int, default=20, help="how often each is measured (20)")
    arguments = parser.parse_args()
    rules = Rules(library())
    found = {day: offers(rules, arguments.courses, day) for day in DAYS}
    gc.collect()
    gc.freeze()
    print(f"{len(rules.library.packs)} packs, {arguments.courses} courses, {arguments.rounds} rounds")
    print(f"fixed work, the sum of a million numbers: {rounds(fixed_work, 5)[0]:.1f} ms")
    for name, person in PEOPLE.items():
        for day, several in found.items():
            for label, work in (("verdicts", verdicts), ("everything", everything)):
                specialised = partial(rules.specialise, Dates(day), rules.library.facts.situation(person))
                work(specialised(), several)
                single = rounds(
                    lambda make=specialised, do=work, one=several[:1]: do(make(), one), 5 * arguments.rounds
                )
                many = rounds(lambda make=specialised, do=work, all_=several: do(make(), all_), arguments.rounds)
                print(
                    f"{name}, {day}, {label}: one course {single[0]:.2f} (median {single[1]:.2f}), "
                    f"{len(several)} courses {many[0]:.1f} (median {many[1]:.1f})"
                )


if __name__ == "__main__":
    main()
