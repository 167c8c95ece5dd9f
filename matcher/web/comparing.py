"""Courses side by side, and the list that somebody keeps. Which ones stands in the address: nothing stays here."""

from dataclasses import dataclass

from flask import render_template, url_for

from catalogue.course import Course, Run
from catalogue.week import is_past, run_order
from indexer.documents import concept_of
from matcher.support import Pillar, support
from matcher.web.asking import View, finder, parameters
from matcher.web.words import language

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


def _next_run(course: Course) -> Run | None:
    today = finder().facts().today
    coming = [run for run in course.runs if not is_past(run, today)]
    return min(coming, key=run_order) if coming else max(course.runs, key=run_order, default=None)


def _skills(course: Course) -> list[str]:
    concepts = [(concept_of(link, finder().vocabulary), link.label) for link in course.competences]
    return [concept.spoken(language())[1].preferred if concept else label for concept, label in concepts]


def _columns(courses: list[Course], endpoint: str) -> list[Column]:
    facts, skills = finder().facts(), {course.id: _skills(course) for course in courses}
    made = []
    for course in courses:
        run = _next_run(course)
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


def _found(ids: list[str]) -> tuple[list[Course], int]:
    """The courses that exist, and how many do not any more."""
    found = [course for course in map(finder().course, ids) if course]
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
