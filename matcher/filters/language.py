"""Language of teaching, and the level of it that one needs."""

from catalogue.messages import message
from indexer.engine.port import Between, Clause
from indexer.traits import LEVELS
from matcher.filters.base import Facts, Filter, Group, has, plain

# In which adults are taught in Belgium; a page hides those that bring nothing.
LABELS = {
    "nl": message("filter.language.nl"),
    "fr": message("filter.language.fr"),
    "en": message("filter.language.en"),
    "de": message("filter.language.de"),
    "es": message("filter.language.es"),
    "it": message("filter.language.it"),
    "pt": message("filter.language.pt"),
    "ar": message("filter.language.ar"),
    "tr": message("filter.language.tr"),
    "pl": message("filter.language.pl"),
    "ru": message("filter.language.ru"),
    "uk": message("filter.language.uk"),
}


def _at_most(value: str, facts: Facts) -> Clause:
    return Between("language_level", high=LEVELS.index(value) + 1)


LANGUAGE = Filter(
    name="language",
    label=message("filter.language"),
    in_run=True,
    single=False,
    choices=plain(LABELS),
    clause=has("language"),
    group=Group.PROVIDER,
    sparse=True,
)
LANGUAGE_LEVEL = Filter(
    name="language_level",
    label=message("filter.language_level"),
    help=message("filter.language_level.help"),
    in_run=True,
    single=True,
    choices=plain({level: message("filter.language_level.at_most", level=level) for level in LEVELS}),
    clause=_at_most,
    group=Group.PROVIDER,
)
