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
    "ranking": "/hoe-werkt-het",
    "400": "/zoek?q=lasser&place=Nergenshuizen&when=nooit",
    "404": "/nergens",
    "404 of a course": "/cursus/bestaat-niet",
    "503": "/zoek?q=lasser",
}
