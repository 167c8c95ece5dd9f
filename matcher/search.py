"""From criteria to results: understands the question, asks the engine, and dresses each hit with its course and run."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from catalogue.competences import Occupation, Vocabulary
from catalogue.course import Course, Run
from catalogue.messages import Message
from catalogue.places import Places
from catalogue.schemes import Scheme
from catalogue.week import by_next, is_past
from indexer.documents import run_values
from indexer.engine.answering import run_clause
from indexer.engine.plain import Holds, run_test
from indexer.engine.port import EVERYTHING, Answer, Engine, Hit, Narrowing, Question
from matcher import fusion
from matcher.criteria import Criteria
from matcher.filters import BY_NAME, Facts
from matcher.fusion import Plan
from matcher.offers import CountedChoice as CountedChoice  # pages know search alone
from matcher.offers import Facet as Facet
from matcher.offers import Offer, Offers, facets
from matcher.reasons import Meanings, why
from matcher.support import Pillar, support
from matcher.understand import Asked, Meant, Mind, understand


def _no_mind() -> Mind | None:
    """Search by words alone."""
    return None


@dataclass(frozen=True, slots=True)
class Terms:
    """By what a hit is explained: the question, the occupations it names, the lists, the reader's language."""

    asked: Asked
    meant: Meanings
    lists: tuple[str, ...]
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Total, and what each list adds to it."""

    total: float
    parts: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One course of the results. `run` is the first one that passes the filters and can still be started, else the
    last one that passes; `distance_km` is that of the run shown, from the place asked for."""

    course: Course
    run: Run | None
    past: bool
    distance_km: float | None
    score: Score
    why: Message | None
    support: tuple[Pillar, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """What a results page shows. `nearest` stands outside the count; `startable` can still be started.

    `occupations` are those that were searched for beside the words; `by_meaning` is False where words had to do.
    """

    criteria: Criteria
    facts: Facts
    asked: Asked
    occupations: tuple[Occupation, ...]
    by_meaning: bool
    count: int
    startable: int
    found: tuple[Found, ...]
    nearest: tuple[Found, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finder:
    """Search as the pages and the API use it."""

    engine: Engine
    places: Places
    schemes: tuple[Scheme, ...]
    vocabulary: Vocabulary
    today: Callable[[], date]
    mind: Callable[[], Mind | None] = _no_mind
    offers: Offers = field(default_factory=Offers)

    def facts(self) -> Facts:
        """What filters may look at, without a place."""
        return Facts(today=self.today(), places=self.places, schemes=self.schemes)

    def find(self, criteria: Criteria, facts: Facts, language: str) -> Results:
        """The results for criteria read with `criteria.read`. Raises IndexUnusable."""
        asked, meant = self.understood(criteria.q)
        planned = fusion.plan(asked, meant)
        narrowings = _narrowings(criteria, facts)
        offers = self.offers.of(facts)
        answer = self.engine.ask(question(criteria, facts, asked, narrowings, planned, offers))
        terms = Terms(asked, Meanings(meant is not None, fusion.occupations(meant)), planned.names, language)
        dress = self.dresser(facts, terms, narrowings, answer)
        return Results(
            criteria=criteria,
            facts=facts,
            asked=asked,
            occupations=terms.meant.occupations,
            by_meaning=meant is not None or not asked.wanted,
            count=answer.count,
            startable=answer.startable,
            found=tuple(map(dress, answer.hits)),
            nearest=tuple(map(dress, answer.nearest)),
            facets=facets(criteria.chosen, offers, answer.counts),
        )

    def count(self, criteria: Criteria, facts: Facts) -> int:
        """How many courses a question brings, and nothing else. Raises IndexUnusable."""
        asked, meant = self.understood(criteria.q)
        narrowings = _narrowings(criteria, facts)
        whole = question(criteria, facts, asked, narrowings, fusion.plan(asked, meant))
        return self.engine.ask(replace(whole, nearest=0, offset=0, limit=0, sort="relevance")).count

    def course(self, course_id: str) -> Course | None:
        """One course by its id, or None. Raises IndexUnusable."""
        return next(iter(courses(self.engine, [course_id])), None)

    def by_meaning(self) -> bool:
        """Whether questions are understood by meaning now: there is a model, and the index was built with it."""
        mind = self.mind()
        return mind is not None and self.engine.stamp().model == mind.embedder.fingerprint

    def understood(self, text: str) -> tuple[Asked, Meant | None]:
        """The question by words and, where the index was built with the model in use, by meaning."""
        mind = self.mind()
        if mind is None:
            return understand(text), None
        asked = mind.asked(text)
        if not asked.wanted or self.engine.seen().model != mind.embedder.fingerprint:
            return asked, None
        return asked, mind.meant(asked)

    def dresser(
        self, facts: Facts, terms: Terms, narrowings: Sequence[Narrowing], answer: Answer
    ) -> Callable[[Hit], Found]:
        clause = run_clause(narrowings)
        passes = None if clause == EVERYTHING else run_test(clause)

        def dress(hit: Hit) -> Found:
            course = record(answer.stored[hit.id])
            run = self._run_shown(course, passes, facts.today)
            return Found(
                course=course,
                run=run,
                past=run is not None and is_past(run, facts.today),
                distance_km=self.distance(run, facts),
                score=Score(total=hit.total, parts=dict(zip(terms.lists, hit.parts, strict=False))),
                why=why(terms.asked, answer.marks[hit.id], course, self.vocabulary, terms.language, terms.meant),
                support=support(course, (run.start if run else None) or facts.today, self.schemes),
            )

        return dress

    def _run_shown(self, course: Course, passes: Holds | None, today: date) -> Run | None:
        """The first coming run that passes the filters, else the last past one that does. None: every run passes."""

        def passing(run: Run) -> bool:
            return passes is None or passes(run_values(course, run, self.places, today))

        return next(filter(passing, by_next(course.runs, today)), None)

    def distance(self, run: Run | None, facts: Facts) -> float | None:
        """Kilometres from the place asked for to where the run takes place, as the crow flies."""
        if run is None or facts.place is None or run.venue is None or run.venue.at_customer:
            return None
        there = self.places.by_postcode(run.venue.postcode)
        return None if there is None else self.places.distance(facts.place, there)


# Records are never changed, and the first courses of what is often asked come again.
record = lru_cache(maxsize=500)(Course.model_validate_json)


def courses(engine: Engine, ids: Iterable[str]) -> tuple[Course, ...]:
    """The courses of these ids that exist, each once, in this order. Raises IndexUnusable."""
    wanted = list(dict.fromkeys(ids))
    stored = engine.stored(wanted) if wanted else {}
    return tuple(record(stored[each]) for each in wanted if each in stored)


def _narrowings(criteria: Criteria, facts: Facts) -> tuple[Narrowing, ...]:
    return tuple(BY_NAME[name].narrowing(values, facts) for name, values in criteria.chosen.items())


def question(
    criteria: Criteria,
    facts: Facts,
    asked: Asked,
    narrowings: tuple[Narrowing, ...],
    planned: Plan,
    offers: Sequence[Offer] = (),
) -> Question:
    """The question to the engine, which counts the offers. Pure. One without words is answered by start: there is
    nothing to rank by."""
    sort = criteria.sort
    if sort == "relevance" and not asked.wanted:
        sort = "start"
    return Question(
        today=facts.today.toordinal(),
        lists=planned.lists,
        held=fusion.held(asked),
        likelihood=planned.likelihood,
        model=planned.model,
        narrowings=narrowings,
        counts=tuple(count for offer in offers for count in offer.counts),
        marks=fusion.each_held(asked),
        sort=sort,
        origin=None if facts.place is None else (facts.place.latitude, facts.place.longitude),
        offset=criteria.offset,
        limit=criteria.per_page,
        top=fusion.TOP,
        depth=fusion.DEPTH,
        nearest=fusion.NEAREST,
    )
