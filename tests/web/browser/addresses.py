"""The addresses that every check of this folder visits. `503` is asked of the service without an index."""

PAGES = {
    "start": "/",
    "start in French": "/fr/",
    "results": "/zoek?q=boekhouder&place=Gent&radius=50",
    "results explained": "/zoek?q=boekhouder&explain=1",
    "results by start": "/zoek?sort=start&page=2",
    "results with filters": "/zoek?q=boekhouder&place=Gent&radius=50&when=evening&how=blended",
    "filters open": "/zoek?q=boekhouder&when=evening#filters",
    "nothing found": "/zoek?q=lasser&place=Oostende&radius=5&when=weekend",
    "nothing at all": "/de/zoek?q=xqzxqzxqz",
    "course": "/cursus/lk-boekhouder",
    "course whose claim is contradicted": "/en/cursus/lk-ehbo-bedrijf",
    "course in French": "/cursus/lk-comptabilite-en-soiree",
    "course in a path": "/cursus/lk-boekhouden-module-2",
    "ranking": "/hoe-werkt-het",
    "wish and slip": "/zoek?q=boekhuoder+'s+avonds+in+Gent",
    "wider": "/zoek?q=lasser&place=Oostende&radius=5",
    "counsellor": "/begeleider",
    "employer": "/fr/werkgever",
    "compare": "/vergelijk?id=lk-boekhouder&id=lk-boekhouden-module-1&id=lk-comptabilite-en-soiree",
    "compare nothing": "/vergelijk",
    "my list": "/bewaard?id=lk-boekhouder&id=lk-boekhouden-module-1",
    "my list, empty": "/de/bewaard",
    "sources": "/bronnen",
    "privacy": "/en/privacy",
    "accessibility": "/toegankelijkheid",
    "program": "/voor-programmas",
    "400": "/zoek?q=lasser&place=Nergenshuizen&when=nooit",
    "404": "/nergens",
    "404 of a course": "/cursus/bestaat-niet",
    "503": "/zoek?q=lasser",
}


def in_language(path: str, language: str) -> str:
    """The same page in another language."""
    first, _, rest = path.removeprefix("/").partition("/")
    bare = "/" + rest if first in ("fr", "de", "en") else path
    return bare if language == "nl" else f"/{language}{bare}"
