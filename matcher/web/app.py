"""Puts the service together: settings, finder, languages, pages, API, errors, headers."""

import gc
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, g, request
from flask_babel import Babel
from flask_compress import Compress

from catalogue.esco import vocabulary_in_use
from catalogue.places import load_places
from catalogue.schemes import load_schemes
from catalogue.settings import Settings, SettingsWrong, load_settings
from indexer.engine.opening import open_engine
from indexer.engine.port import Engine
from indexer.words import say as spoken
from matcher.incentives.evaluator import Rules
from matcher.incentives.packs import PacksWrong, library
from matcher.mending import Mender
from matcher.minds import Minds, open_mind
from matcher.search import Finder
from matcher.similar import holds
from matcher.suggest import Suggester
from matcher.web import api, errors, headers, health, incentives_api, looks, match_api, routes, words
from matcher.web.asking import parameter

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# By this code gunicorn knows that starting again would not help.
APP_LOAD_ERROR = 4
# What is worth compressing; the pictures are drawn in text too.
COMPRESSED = (
    *("text/html", "text/css", "text/javascript", "image/svg+xml"),
    *("application/json", "application/problem+json"),
)
# The best that the reader's browser takes, in this order.
ENCODINGS = ("br", "gzip")


def _language() -> str:
    """From the address (/fr/zoek), for the API from `lang` or the browser's wish; else Dutch."""
    chosen = g.get("language")
    if chosen:
        return str(chosen)
    if request.path.startswith(("/api/", "/openapi", "/healthz", "/readyz")):
        asked = parameter("lang")
        if asked in words.LANGUAGES:
            return asked
        return request.accept_languages.best_match(list(words.LANGUAGES), "nl") or "nl"
    first = request.path.split("/", 2)[1] if request.path.count("/") else ""
    return first if first in words.LANGUAGES else "nl"


def make_finder(settings: Settings, minds: Minds, engine: Engine | None = None) -> Finder:
    """Search over the engine that the settings name."""
    vocabulary = vocabulary_in_use(settings.esco)
    # What is loaded by now stays, so that the collector of circles need not walk over it with every question.
    gc.freeze()
    return Finder(
        engine=engine or open_engine(settings),
        places=load_places(),
        schemes=load_schemes(),
        vocabulary=vocabulary,
        today=settings.day,
        mind=minds.current,
    )


def make_mender(finder: Finder) -> Mender:
    """Mends slips against the vocabulary, the places, and the words of the courses."""
    return Mender(finder.vocabulary, finder.places, lambda word: holds(finder, word))


def read_rules() -> Rules:
    """The rules on incentives. Packs that can not be used end the service, with all that is wrong named."""
    try:
        return Rules(library())
    except PacksWrong as error:
        lines = [f"{one.file}: {one.place}: {spoken(one.what)} {spoken(one.mend)}" for one in error.problems]
        print(*lines, sep="\n", file=sys.stderr)
        sys.exit(APP_LOAD_ERROR)


def create_app(environment: Mapping[str, str] | None = None, engine: Engine | None = None) -> Flask:
    """The service. `environment` is that of the process unless given. Settings that are wrong end it, all named."""
    try:
        settings = load_settings(os.environ if environment is None else environment)
    except SettingsWrong as error:
        print(*(spoken(problem) for problem in error.problems), sep="\n", file=sys.stderr)
        sys.exit(APP_LOAD_ERROR)
    app = Flask("leerloket", template_folder=str(TEMPLATES), static_folder=str(TEMPLATES / "static"))
    app.config.update(
        BABEL_TRANSLATION_DIRECTORIES=str(TEMPLATES / "translations"),
        BABEL_DEFAULT_LOCALE="nl",
        COMPRESS_MIMETYPES=COMPRESSED,
        COMPRESS_ALGORITHM=ENCODINGS,
        COMPRESS_BR_LEVEL=5,
        MAX_CONTENT_LENGTH=64 * 1024,
        CONTACT=settings.contact,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.logger.setLevel(logging.INFO)
    Babel(app, locale_selector=_language)
    Compress(app)
    minds = Minds(lambda: open_mind(settings, vocabulary_in_use(settings.esco)))
    app.extensions["minds"] = minds
    app.extensions["incentives"] = read_rules()
    app.extensions["finder"] = make_finder(settings, minds, engine)
    app.extensions["mender"] = make_mender(app.extensions["finder"])
    app.extensions["suggester"] = Suggester(app.extensions["finder"].vocabulary, load_places())
    words.register(app)
    looks.register(app)
    headers.register(app)
    errors.register(app)
    routes.register(app)
    app.register_blueprint(api.API)
    app.register_blueprint(incentives_api.INCENTIVES)
    app.register_blueprint(match_api.MATCH)
    app.register_blueprint(health.HEALTH)
    return app
