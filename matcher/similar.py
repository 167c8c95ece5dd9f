"""Courses like another one, and whether any course holds a word: small questions beside the search itself."""

from dataclasses import replace

from catalogue.course import Course
from indexer.engine.port import Has, Question
from matcher import fusion
from matcher.criteria import Criteria
from matcher.reasons import Meanings
from matcher.search import Finder, Found, Terms, question
from matcher.understand import stems_of

# So many more are looked at, since some are over.
_SPARE = 5


def similar(finder: Finder, course: Course, limit: int = 3) -> tuple[Found, ...]:
    """Courses that can still be started, by the title and the first occupation of this one. Raises IndexUnusable."""
    text = " ".join((course.title, *(link.label for link in course.occupations[:1])))
    criteria, facts = Criteria(q=text, per_page=limit + _SPARE), finder.facts()
    asked, meant = finder.understood(criteria.q)
    planned = fusion.plan(asked, meant)
    whole = replace(question(criteria, facts, asked, (), planned), counts=(), nearest=limit + _SPARE)
    answer = finder.engine.ask(whole)
    hits = [hit for hit in (*answer.hits, *answer.nearest) if hit.id != course.id]
    meanings = Meanings(meant is not None, fusion.occupations(meant))
    dress = finder.dresser(facts, Terms(asked, meanings, planned.names, course.text_language), (), answer)
    found = [one for one in map(dress, hits) if one.run is not None and not one.past]
    return tuple(found[:limit])


def holds(finder: Finder, word: str) -> bool:
    """Whether any course holds a word, by one of its stems. Raises IndexUnusable."""
    asked = Question(today=finder.today().toordinal(), held=Has("words", stems_of(word)), limit=1, nearest=0)
    return finder.engine.ask(asked).count > 0
