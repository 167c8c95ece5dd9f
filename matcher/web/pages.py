"""The pages of a search: start, results, course. What they show is decided below the web; addresses in `routes`."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Response, abort, make_response, render_template, request, url_for

from catalogue.competences import Concept
from catalogue.course import Course
from catalogue.messages import message
from catalogue.places import Place
from catalogue.week import is_past, run_order
from indexer.documents import concept_of
from matcher.criteria import DEEPEST, BadParameters, Criteria, clean
from matcher.path import path
from matcher.reply import count as counted
from matcher.reply import for_request, reply
from matcher.search import Results
from matcher.similar import similar
from matcher.support import support
from matcher.web import maps
from matcher.web.asking import View, finder, mender, parameters, results_url
from matcher.web.jsonld import course_json_ld
from matcher.web.words import LANGUAGES, language, say

# How many page numbers stand on each side of the current one.
_NEIGHBOURS = 2


def start() -> str:
    """The first page: search at once."""
    stamp = finder().engine.stamp()
    invented = any(one.split(":")[0] == "bundled" for one in stamp.sources)
    return render_template("pages/start.html", totals=stamp, facts=finder().facts(), invented=invented)


def results() -> str | Response:
    """Courses for a question. A parameter that can not be read is shown beside its field, with status 400."""
    given, search = parameters(), for_request(finder())
    try:
        answered = reply(search, mender(), given, language())
    except BadParameters as error:
        typed = dict(reversed(given))
        criteria = Criteria(q=clean(typed.get("q", "")), place=clean(typed.get("place", "")))
        page = render_template("pages/results.html", results=None, criteria=criteria, problems=error.problems)
        return make_response(page, 400)
    found = answered.results
    return render_template(
        "pages/results.html",
        results=found,
        reply=answered,
        criteria=found.criteria,
        problems={},
        count_of=lambda criteria: counted(search, mender(), criteria),
        explain=dict(given).get("explain") == "1",
        **paging(found),
    )


def paging(found: Results) -> dict[str, Any]:
    """Addresses of the pages around this one."""
    criteria = found.criteria
    last = max(1, min(-(-found.count // criteria.per_page), DEEPEST // criteria.per_page))
    shown = {1, last, *range(criteria.page - _NEIGHBOURS, criteria.page + _NEIGHBOURS + 1)}

    def address(number: int) -> str | None:
        return results_url(replace(criteria, page=number)) if 1 <= number <= last else None

    return {
        "pages": [
            (number, address(number), number == criteria.page) for number in sorted(shown) if 1 <= number <= last
        ],
        "previous_url": address(min(criteria.page - 1, last)),
        "next_url": address(criteria.page + 1),
    }


def course(course_id: str) -> str:
    """One course: what, how, when, where, what it costs, and whether it is recognised for support."""
    search = finder()
    shown = search.course(course_id)
    if shown is None:
        abort(404)
    today = search.facts().today
    runs = [
        {"run": run, "past": is_past(run, today), "support": support(shown, run.start or today, search.schemes)}
        for run in sorted(shown.runs, key=run_order)
    ]
    runs.sort(key=lambda row: row["past"] is True)
    first = next((row["run"] for row in runs if not row["past"]), None)
    return render_template(
        "pages/course.html",
        course=shown,
        runs=runs,
        past=bool(runs) and first is None,
        support=support(shown, getattr(first, "start", None) or today, search.schemes),
        occupations=occupations(shown),
        competences=competences(shown),
        source=source(shown),
        back_url=_back(),
        here=_here(),
        venues=maps.venues([run for run in shown.runs if not is_past(run, today)] or list(shown.runs)),
        similar=similar(search, shown),
        path=path(search.engine, shown, today.toordinal()),
        json_ld=course_json_ld(shown, request.base_url),
    )


SOURCES = {
    "bundled": message("source.bundled"),
    "csv": message("source.csv"),
    "jobat": message("source.jobat"),
    "vdab": message("source.vdab"),
}


def source(shown: Course) -> dict[str, str]:
    """Where the data come from, in words, and their licence in the source's own words."""
    name = say(SOURCES[shown.source]) if shown.source in SOURCES else shown.source
    return {"name": name, "licence": shown.licence, "url": ""}


def occupations(shown: Course) -> list[tuple[str, str | None, str]]:
    """(name in the language of the page, ESCO URI, origin) of each occupation that the course leads to."""
    made = []
    for link in shown.occupations:
        if link.code and link.code in link.label:
            continue  # a bare code of a classification ("ISCO 2221") says nothing to a person
        concept = concept_of(link, finder().vocabulary)
        name = concept.spoken(language())[1].preferred if concept else link.label
        made.append((name, concept.uri if concept else None, str(link.origin)))
    return made


def competences(shown: Course) -> list[tuple[str, str, str]]:
    """(name, language of that name, origin) of each competence that the course teaches."""
    made = []
    for link in shown.competences:
        concept = concept_of(link, finder().vocabulary)
        name = _spoken(concept) if concept else (link.label, shown.text_language)
        made.append((*name, str(link.origin)))
    return made


def _spoken(concept: Concept) -> tuple[str, str]:
    spoken, labels = concept.spoken(language())
    return labels.preferred, spoken


def _here() -> Place | None:
    """The place that the reader searched near, if the results of this service led here."""
    typed = dict(parse_qsl(urlsplit(_back() or "").query)).get("place", "")
    found = finder().places.find(typed) if typed else ()
    return found[0] if found else None


def _back() -> str | None:
    """The results that the reader comes from, if it was this service."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if came.netloc != request.host or came.path not in {url_for("results", language=code) for code in LANGUAGES}:
        return None
    return f"{came.path}?{came.query}"


PAGES: dict[str, tuple[str, View]] = {
    "start": ("/", start),
    "results": ("/zoek", results),
    "course": ("/cursus/<course_id>", course),
}
