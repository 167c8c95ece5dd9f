"""The pages: one function each, one address in every language. What they show is decided below the web."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, make_response, render_template, request, url_for

from catalogue.competences import Concept
from catalogue.course import Course
from catalogue.messages import message
from catalogue.week import is_past, run_order
from indexer.documents import concept_of
from matcher import fusion
from matcher.criteria import DEEPEST, BadParameters, Criteria, clean, read
from matcher.search import Results
from matcher.support import support
from matcher.web.asking import finder, parameters
from matcher.web.jsonld import course_json_ld
from matcher.web.words import LANGUAGES, language, say

OTHERS = "fr,de,en"
# How many page numbers stand on each side of the current one.
_NEIGHBOURS = 2


def start() -> str:
    """The first page: search at once."""
    stamp = finder().engine.stamp()
    invented = any(one.split(":")[0] == "bundled" for one in stamp.sources)
    return render_template("pages/start.html", totals=stamp, facts=finder().facts(), invented=invented)


def results() -> str | Response:
    """Courses for a question. A parameter that can not be read is shown beside its field, with status 400."""
    given = parameters()
    try:
        criteria, facts = read(given, finder().facts())
    except BadParameters as error:
        typed = dict(reversed(given))
        criteria = Criteria(q=clean(typed.get("q", "")), place=clean(typed.get("place", "")))
        page = render_template("pages/results.html", results=None, criteria=criteria, problems=error.problems)
        return make_response(page, 400)
    found = finder().find(criteria, facts, language())
    return render_template(
        "pages/results.html",
        results=found,
        criteria=criteria,
        problems={},
        count_of=count_of,
        explain=dict(given).get("explain") == "1",
        **paging(found),
    )


def count_of(criteria: Criteria) -> int:
    """How many courses another question brings, for links that promise a number. Raises IndexUnusable."""
    return finder().count(*read(criteria.pairs(), finder().facts()))


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


def _back() -> str | None:
    """The results that the reader comes from, if it was this service."""
    try:
        came = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if came.netloc != request.host or came.path not in {url_for("results", language=code) for code in LANGUAGES}:
        return None
    return f"{came.path}?{came.query}"


def ranking() -> str:
    """How the order comes about, with the numbers in use."""
    given, by_meaning = fusion.numbers(), finder().by_meaning()
    plain = given.kinds["keyword"] if by_meaning else given.words_only
    shown = {"words": plain.words, "grams": plain.grams, "meaning": getattr(plain, "meaning", 0.0)}
    return render_template(
        "pages/ranking.html",
        by_meaning=by_meaning,
        weights={name: weight for name, weight in shown.items() if weight},
        floor=given.likelihood["with_meaning" if by_meaning else "words_only"].floor,
        top=fusion.TOP,
        depth=fusion.DEPTH,
        nearest=fusion.NEAREST,
    )


PAGES: dict[str, tuple[str, Callable[..., str | Response]]] = {
    "start": ("/", start),
    "results": ("/zoek", results),
    "course": ("/cursus/<course_id>", course),
    "ranking": ("/hoe-werkt-het", ranking),
}


def results_url(criteria: Criteria) -> str:
    """The address of a question, in the language of the page."""
    query = criteria.query()
    return url_for("results") + (f"?{query}" if query else "")


def _same_page(code: str) -> str:
    """This very page in another language."""
    if request.endpoint not in PAGES:
        return url_for("start", language=code)
    address = url_for(request.endpoint, **{**(request.view_args or {}), "language": code})
    query = request.query_string.decode("utf-8", "replace")
    return address + (f"?{query}" if query else "")


def _context() -> dict[str, Any]:
    return {
        "url": url_for,
        "results_url": results_url,
        "language": language(),
        "languages": [(code, name, _same_page(code), code == language()) for code, name in LANGUAGES.items()],
        "today": finder().facts().today,
        "api_url": url_for("api.openapi"),
    }


def register(app: Flask) -> None:
    """Each page in Dutch without a prefix, in the others below /fr, /de and /en."""

    @app.url_value_preprocessor
    def take_language(_: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values:
            g.language = values.pop("language")

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in PAGES:
            values.setdefault("language", language())

    app.context_processor(_context)
    for endpoint, (path, view) in PAGES.items():
        app.add_url_rule(path, endpoint, view, defaults={"language": "nl"})
        app.add_url_rule(f"/<any({OTHERS}):language>{path}", endpoint, view)
