"""`draw`: whole courses, or occupations of the vocabulary, drawn by seed, for a person to read.

`sample` shows how rows of a feed became records; here only what a reader would meet, in the words of the data.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

from catalogue.competences import LANGUAGES, Labels, Occupation, Vocabulary
from catalogue.course import Course, Link, PriceLine, Run
from catalogue.settings import Settings
from catalogue.vocabulary import load_vocabulary
from indexer.commands.base import DONE, Command, UsageWrong, add_sources, feeds

_COUNT = 10
_TEXTS = (
    *("summary", "content", "for_whom", "entry_requirements", "bring"),
    *("assessment", "where_next", "practical", "price_text"),
)
_DAYS = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SHARES = ("on_site", "live_online", "self_paced", "workplace")
_Drawn = TypeVar("_Drawn", Course, Occupation)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument("--occupations", action="store_true", help="draw occupations of the shipped vocabulary instead")
    parser.add_argument("--count", type=int, default=_COUNT, metavar="N", help=f"how many (default: {_COUNT})")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed draws the same (default: 1)")


def drawn(items: Sequence[_Drawn], count: int, seed: int) -> list[_Drawn]:
    """`count` of the items, or all where there are fewer, whatever order they came in. Same seed, same draw."""
    ordered = sorted(items, key=lambda item: item.id)
    return random.Random(seed).sample(ordered, min(count, len(ordered)))


def told_course(course: Course) -> Iterator[str]:
    """Lines with everything that the course says, its runs last."""
    yield f"=== {course.title}"
    yield f"{course.id} · {course.provider.name} ({course.provider.kind}) · {_language(course)}"
    yield f"size: {_size(course)} · entry level: {_known(course.entry_level)} · {_certificate(course)}"
    yield f"prices: {'; '.join(map(_price, course.prices)) or '?'}"
    for field in _TEXTS:
        if text := getattr(course, field):
            yield f"{field}: {text.strip()}"
    yield f"occupations: {_links(course.occupations)}"
    yield f"competences: {_links(course.competences)}"
    yield from _register(course)
    for name, ids in (("part of", course.module_of), ("after", course.prerequisites)):
        if ids:
            yield f"{name}: {', '.join(ids)}"
    for run in course.runs:
        yield f"  {_run_line(run)}"


def told_occupation(occupation: Occupation, vocabulary: Vocabulary) -> Iterator[str]:
    """Lines with every word of the occupation; competences and near occupations by their Dutch label."""
    yield f"=== {occupation.labels['nl'].preferred}"
    yield f"{occupation.id} · ISCO {occupation.isco} · level {_known(occupation.level)} · {occupation.uri}"
    for language in LANGUAGES:
        yield f"{language}: {_words(occupation.labels[language])}"
    yield f"tasks: {' '.join(occupation.tasks)}"
    for name in ("essential", "optional", "near"):
        ids = getattr(occupation, name)
        yield f"{name}: {', '.join(vocabulary.by_id[id_].labels['nl'].preferred for id_ in ids) or '-'}"


def _language(course: Course) -> str:
    level = f" {course.language_level}" if course.language_level else ""
    return f"taught in {course.teaching_language or '?'}{level}, text in {course.text_language}"


def _size(course: Course) -> str:
    sizes = ((course.contact_hours, "h with a teacher"), (course.total_hours, "h in all"), (course.credits, "credits"))
    return ", ".join(f"{value} {unit}" for value, unit in sizes if value is not None) or "?"


def _certificate(course: Course) -> str:
    found = course.certificate
    return f"{found.kind}: {found.name or '?'} (level {_known(found.level)})" if found else "certificate: ?"


def _known(value: object) -> str:
    return "?" if value is None else str(value)


def _price(line: PriceLine) -> str:
    extra = " ".join(part for part in (line.for_whom and f"for {line.for_whom}", line.text) if part)
    return f"{line.kind} € {line.amount}{f' ({extra})' if extra else ''}"


def _links(links: Sequence[Link]) -> str:
    return ", ".join(f"{link.label} [{link.target or '-'}]" for link in links) or "-"


def _register(course: Course) -> Iterator[str]:
    for claim in course.claims:
        yield f"claims {'' if claim.claimed else 'not '}{claim.scheme}: {claim.text or '-'}"
    for one in (*course.recognitions, *course.provider.recognitions):
        limit = f", {one.level_limit}" if one.level_limit else ""
        answer = "yes" if one.recognised else "no"
        yield f"register {one.scheme}: {answer}, {_known(one.valid_from)} to {_known(one.valid_until)}{limit}"


def _run_line(run: Run) -> str:
    slots = ", ".join(f"{_DAYS[slot.weekday or 0]} {slot.start:%H:%M}-{slot.end:%H:%M}" for slot in run.slots)
    shares = ", ".join(f"{name} {getattr(run.delivery, name)}%" for name in _SHARES if getattr(run.delivery, name, 0))
    place = run.venue.municipality if run.venue else "no venue"
    free = f"{_known(run.places_free)} of {_known(run.places)} free"
    parts = [f"{_known(run.start)} to {_known(run.end)}", place, slots or "no fixed moments", shares, free]
    if run.entry == "permanent":
        parts.append("start any time")
    if run.workplace:
        mentor = "with a mentor" if run.workplace.mentor else "mentor not known"
        parts.append(f"at {run.workplace.host or run.workplace.sector or 'a firm'}, {mentor}")
    return " · ".join(part for part in parts if part)


def _words(labels: Labels) -> str:
    also = [word for word in labels.every() if word != labels.preferred]
    return f"{labels.preferred} ({', '.join(also)})" if also else labels.preferred


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.count < 1:
        raise UsageWrong("--count is a number from 1")
    for lines in _occupations(arguments) if arguments.occupations else _courses(arguments, settings):
        print("\n".join(lines), end="\n\n")
    return DONE


def _courses(arguments: argparse.Namespace, settings: Settings) -> Iterator[Iterator[str]]:
    rows = (row for feed in feeds(arguments.source) for row in feed.source.read(feed.path, settings.day()))
    courses = [row.course for row in rows if row.course]
    return map(told_course, drawn(courses, arguments.count, arguments.seed))


def _occupations(arguments: argparse.Namespace) -> Iterator[Iterator[str]]:
    vocabulary = load_vocabulary()
    for occupation in drawn(vocabulary.occupations, arguments.count, arguments.seed):
        yield told_occupation(occupation, vocabulary)


DRAW = Command(
    name="draw",
    about="show whole courses or occupations, drawn by seed",
    description="Draws courses by seed and prints each whole: texts, prices, links, decisions of the register, runs. "
    "With --occupations: occupations of the shipped vocabulary with all their words. For reading a catalogue as a "
    "stranger would. Nothing is written.",
    examples=("python -m indexer draw --seed 3", "python -m indexer draw --seed 3 --occupations --count 5"),
    add_arguments=_add_arguments,
    run=_run,
)
