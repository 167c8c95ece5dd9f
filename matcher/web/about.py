"""Pages about the service itself: how the order comes about, and what else somebody may want to know of it."""

from flask import render_template

from matcher import fusion
from matcher.web.asking import View, finder


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


PAGES: dict[str, tuple[str, View]] = {
    "ranking": ("/hoe-werkt-het", ranking),
}
