"""Modules that add up: which longer course a course is a part of, what else belongs to it, and what comes first."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.course import Course
from indexer.engine.port import Engine, Has, Question
from matcher.search import courses, record

MOST = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Path:
    """`whole`: what it is a part of; `modules`: all parts in the order to follow; `before`: what comes first."""

    whole: tuple[Course, ...]
    modules: tuple[Course, ...]
    before: tuple[Course, ...]


def in_order(modules: Iterable[Course]) -> tuple[Course, ...]:
    """What others ask for comes first; equals, and circles, by title."""
    left = sorted(modules, key=lambda one: (one.title, one.id))
    done: list[Course] = []
    while left:
        waiting = {one.id for one in left}
        ready = next((one for one in left if not waiting & set(one.prerequisites)), left[0])
        done.append(ready)
        left.remove(ready)
    return tuple(done)


def path(engine: Engine, course: Course, today: int) -> Path | None:
    """The path that a course stands in; None where it stands alone. Raises IndexUnusable."""
    wholes = course.module_of or (course.id,)
    asked = Question(today=today, held=Has("part_of", wholes), limit=MOST, nearest=0, sort="start")
    answer = engine.ask(asked)
    modules = [record(answer.stored[hit.id]) for hit in answer.hits]
    whole, before = courses(engine, course.module_of), courses(engine, course.prerequisites)
    if not (modules or whole or before):
        return None
    return Path(whole=whole, modules=in_order(modules), before=before)
