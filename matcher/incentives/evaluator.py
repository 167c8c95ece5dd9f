"""From facts to verdicts: pure, without a clock of its own. Packs are specialised to a person once, then each course
costs only the conditions on the course.

    rules = Rules(library())
    person = rules.specialise(Dates(day), facts)          # facts of person, job, employer, history
    verdicts = person.verdicts(course_facts, start)       # {instrument: Verdict}
"""

from datetime import date

from matcher.incentives.clocks import Dates
from matcher.incentives.facts import Facts
from matcher.incentives.packs import Library
from matcher.incentives.parts import Part, Verdict
from matcher.incentives.preparing import Preparer


class Rules:
    """A library of packs, ready to be asked. Prepared dates are kept; facts never are."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.preparer = Preparer(library)

    def specialise(self, dates: Dates, facts: Facts) -> "Situation":
        """The rules for somebody's facts on these dates; facts about a course may come later, per course."""
        return Situation(self.preparer, dates, facts)

    def evaluate(self, dates: Dates, facts: Facts) -> dict[str, Verdict]:
        """Every verdict for facts that hold person and course together."""
        return self.specialise(dates, facts).verdicts({})

    def evaluate_one(self, instrument: str, dates: Dates, facts: Facts) -> Verdict:
        """The verdict of one instrument, without a look at the others. Raises KeyError where no pack is called so."""
        return Part(self.preparer.one(instrument, dates), dict(facts)).verdict({}, dates)


# Per instrument: its name, its verdict where no fact about the course matters, and its part.
_Entry = tuple[str, Verdict | None, Part]


class Situation:
    """The rules specialised to a person. It remembers verdicts for equal courses as long as it lives: one request."""

    def __init__(self, preparer: Preparer, dates: Dates, facts: Facts) -> None:
        self.dates, self.facts = dates, dict(facts)
        self._preparer = preparer
        self._by_stretch: dict[tuple[int, ...], dict[str, Part]] = {}
        self._by_start: dict[date | None, tuple[Dates, list[_Entry]]] = {}

    def verdicts(self, course: Facts, start: date | None = None) -> dict[str, Verdict]:
        """By instrument. `course` adds to the facts, and wins where both know one; `start` is the day on which the
        course starts, None for that of the situation's own dates."""
        dates, entries = self._on(start)
        return {instrument: always or part.verdict(course, dates) for instrument, always, part in entries}

    def verdict(self, instrument: str, course: Facts, start: date | None = None) -> Verdict:
        """Of one instrument. Raises KeyError where no pack is called so."""
        dates = self.dates if start is None else self.dates.starting(start)
        return self._parts(dates)[instrument].verdict(course, dates)

    def _on(self, start: date | None) -> tuple[Dates, list[_Entry]]:
        found = self._by_start.get(start)
        if found is None:
            dates = self.dates if start is None else self.dates.starting(start)
            parts = self._parts(dates).items()
            entries = [(name, None if part.names else part.verdict({}, dates), part) for name, part in parts]
            found = self._by_start[start] = (dates, entries)
        return found

    def _parts(self, dates: Dates) -> dict[str, Part]:
        """One set of parts for all days on which the packs are alike."""
        stretch = self._preparer.stretch(dates)
        if stretch not in self._by_stretch:
            prepared = self._preparer.on(dates)
            self._by_stretch[stretch] = {one.pack.id: Part(one, self.facts) for one in prepared}
        return self._by_stretch[stretch]
