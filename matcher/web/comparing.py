"""Courses side by side, and the list that somebody keeps. Which ones stands in the address: nothing stays here."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for

from catalogue.course import Course, Run
from catalogue.week import by_next, is_past
from matcher.search import courses as read_courses
from matcher.support import Pillar, support
from matcher.web.asking import View, finder, parameters
from matcher.web.pages import competences

# More columns can not be read side by side, on paper neither.
MOST_COMPARED = 4
MOST_SAVED = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One course with its next run, else its last one; `skills` are (name, whether no other column has it)."""

    course: Course
    run: Run | None
    past: bool
    support: tuple[Pillar, ...]
    skills: tuple[tuple[str, bool], ...]
    without_url: str


def _wanted(most: int) -> list[str]:
    return list(dict.fromkeys(value for name, value in parameters() if name == "id" and value))[:most]


def _columns(courses: Sequence[Course], endpoint: str) -> list[Column]:
    facts, skills = finder().facts(), {course.id: [name for name, *_ in competences(course)] for course in courses}
    made = []
    for course in courses:
        run = next(by_next(course.runs, facts.today), None)
        others = {name for other, names in skills.items() if other != course.id for name in names}
        made.append(
            Column(
                course=course,
                run=run,
                past=run is not None and is_past(run, facts.today),
                support=support(course, (run.start if run else None) or facts.today, finder().schemes),
                skills=tuple((name, name not in others) for name in skills[course.id]),
                without_url=url_for(endpoint, id=[other.id for other in courses if other.id != course.id]),
            )
        )
    return made


def _found(ids: Sequence[str]) -> tuple[tuple[Course, ...], int]:
    """The courses that exist, and how many do not any more."""
    found = read_courses(finder().engine, ids)
    return found, len(ids) - len(found)


def compare() -> str:
    """Two to four courses side by side: `id` once for each."""
    courses, gone = _found(_wanted(MOST_COMPARED))
    return render_template("pages/compare.html", columns=_columns(courses, "compare"), gone=gone, most=MOST_COMPARED)


def saved() -> str:
    """The courses that somebody keeps: in the address here, in the browser otherwise."""
    courses, gone = _found(_wanted(MOST_SAVED))
    compared = url_for("compare", id=[course.id for course in courses[:MOST_COMPARED]])
    return render_template(
        "pages/saved.html", columns=_columns(courses, "saved"), gone=gone, most=MOST_COMPARED, compare_url=compared
    )


PAGES: dict[str, tuple[str, View]] = {
    "compare": ("/vergelijk", compare),
    "saved": ("/bewaard", saved),
}
