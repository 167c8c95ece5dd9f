"""Catalogues for the contract: a field table with every kind of field, courses by hand, and courses by chance."""

import random
from datetime import date

from indexer.engine.port import Document, Stamp
from indexer.fields import ALWAYS, SENTINEL, UNTIL, Field, FieldTable, Kind, Level

TABLE = FieldTable(
    (
        Field("words", Kind.TOKENS, Level.COURSE, "words"),
        Field("grams", Kind.TOKENS, Level.COURSE, "other words"),
        Field("meaning", Kind.VECTOR, Level.COURSE, "eight numbers", 8),
        Field("language", Kind.KEYWORD, Level.COURSE, "languages"),
        Field("hours", Kind.NUMBER, Level.COURSE, "hours, or none"),
        Field(UNTIL, Kind.NUMBER, Level.COURSE, "last day on which one can still start"),
        Field("starts", Kind.NUMBER, Level.RUN, "first day"),
        Field("point", Kind.POINT, Level.RUN, "where"),
        Field("postcode", Kind.KEYWORD, Level.RUN, "where"),
        Field("daypart", Kind.KEYWORD, Level.RUN, "when"),
        Field("price", Kind.NUMBER, Level.RUN, "price, or none"),
    )
)
TODAY = 1000
GENT, ANTWERPEN, OOSTENDE, LUIK = (51.05, 3.72), (51.22, 4.40), (51.23, 2.91), (50.63, 5.57)
PLACES = {"9000": GENT, "2000": ANTWERPEN, "8400": OOSTENDE, "4000": LUIK}
WORDS = tuple("las staal metaal hout boek houd kok zorg taal frans duits web data net kat".split())
GRAMS = tuple("_las lass asse sser ser_ hout oute".split())
LANGUAGES = ("nl", "fr", "de")
DAYPARTS = ("day", "evening", "weekend")
EIGHTH = 8


def run(**values):
    """A run; what is not given is missing."""
    return values


def course(name, words="", *, grams="", until=ALWAYS, runs=(), language=(), hours=None, meaning=None):
    """A course; text that is not given is the sentinel alone, as the real documents have it."""
    return Document(
        id=name,
        tokens={"words": (*words.split(), SENTINEL), "grams": (*grams.split(), SENTINEL)},
        values={"language": tuple(language), "hours": hours, UNTIL: until},
        runs=tuple(runs),
        stored=f'{{"id": "{name}"}}',
        vectors={"meaning": tuple(meaning or (0.0,) * EIGHTH)},
    )


def stamp_for(documents, table=TABLE, digest="d"):
    """The stamp that belongs to these documents."""
    return Stamp(
        shape=table.fingerprint, digest=digest, built_for=date(2026, 11, 24), count=len(documents), sources=("a", "b")
    )


def _random_run(chance):
    place = chance.choice(list(PLACES))
    values = {
        "starts": chance.choice([None, *range(TODAY - 20, TODAY + 20)]),
        "postcode": chance.choice([(), (place,)]),
        "daypart": tuple(chance.sample(DAYPARTS, chance.randrange(3))),
        "price": chance.choice([None, 0, 50, 100, 150]),
        "point": chance.choice([None, PLACES[place]]),
    }
    return {name: value for name, value in values.items() if value is not None or chance.random() < 0.5}


def _random_course(chance, name):
    words = chance.choices(WORDS, k=chance.choice((0, 3, 8, 20, 50, 90)))
    return course(
        name,
        " ".join(words),
        grams=" ".join(chance.choices(GRAMS, k=chance.randrange(12))),
        until=chance.choice([None, ALWAYS, *range(TODAY - 5, TODAY + 6)]),
        runs=[_random_run(chance) for _ in range(chance.randrange(4))],
        language=chance.sample(LANGUAGES, chance.randrange(3)),
        hours=chance.choice([None, 4, 8, 40]),
        meaning=[chance.randrange(-8, 9) / 8 for _ in range(EIGHTH)],
    )


def random_catalogue(seed, size):
    """`size` courses by chance, the same for the same seed; ids in another order than the courses."""
    chance = random.Random(seed)
    names = [f"c-{number:04}" for number in range(size)]
    chance.shuffle(names)
    return [_random_course(chance, name) for name in names]
