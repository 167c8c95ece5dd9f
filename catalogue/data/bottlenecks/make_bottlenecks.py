"""Makes flanders-2026.csv: which of our occupations, and which ESCO occupations, stand on the Flemish list of 2026.

    python catalogue/data/bottlenecks/make_bottlenecks.py FOLDER [--check]

FOLDER is the shared data: it reads knelpuntberoepen_2026 (the names on the list), vdab_competent_esco and
esco_combined (ESCO codes) and `matches.tsv` beside this file, which a person reviewed. Run it again whenever the
vocabulary changes: only facts (codes, ids, days) go into the CSV, no names. It needs nothing to serve.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from catalogue.bottlenecks import COLUMNS
from catalogue.competences import label_key
from catalogue.vocabulary import load_vocabulary

HERE = Path(__file__).parent
RESULT = HERE / "flanders-2026.csv"
MATCHES = HERE / "matches.tsv"
# The list of 2026 appeared on 1 February; it is believed until the day on which the next one may appear.
KNOWN = {
    "from": "2026-02-01",
    "to": "2027-01-31",
    "region": "flanders",
    "kind": "listed",
    "source": "VDAB, Knelpuntberoepen 2026, as retyped in github.com/candicedebruyne10-boop/lexpat-connect@d677582",
    "checked": "2026-11-24",
}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t" if file.suffix == ".tsv" else ","))


def esco_uris(shared: Path) -> dict[str, list[str]]:
    """Name on the list -> ESCO URIs that mean exactly the same, by the mapping of VDAB to ESCO."""
    found: dict[str, list[str]] = {}
    for row in _rows(shared / "vdab_competent_esco" / "occupations_vdab_esco.csv"):
        if row["relation"] == "skos:exactMatch":
            found.setdefault(label_key(row["vdab_label_nl"]), []).append(row["esco_uri"])
    return found


def reviewed() -> dict[str, tuple[list[str], bool]]:
    """Name on the list -> (our ids, whether equal Dutch labels and the mapping of VDAB to ESCO count too)."""
    return {label_key(row["name"]): (row["occupations"].split(), row["by_itself"] == "yes") for row in _rows(MATCHES)}


def listed(shared: Path) -> Iterator[tuple[str, str, str]]:
    """(ISCO, ESCO URI, our id) of all that is on the list; our id is empty where we have no such occupation."""
    ours = {one.id: one for one in load_vocabulary().occupations}
    by_uri = {one.uri: one for one in ours.values() if one.uri}
    groups = {row["uri"]: row["isco"] for row in _rows(shared / "esco_combined" / "occupations_multilingual.csv")}
    mapped, by_hand = esco_uris(shared), reviewed()
    for row in _rows(shared / "knelpuntberoepen_2026" / "vdab_knelpuntberoepen_2026.csv"):
        name = label_key(row["beroep"])
        ids, by_itself = by_hand.get(name, ([], True))
        called = [one.id for one in ours.values() if name in map(label_key, one.labels["nl"].every())]
        for one in (ours[id_] for id_ in (*ids, *(called if by_itself else ())) if id_ in ours):
            yield one.isco or "", one.uri or "", one.id
        for uri in mapped.get(name, []) if by_itself else []:
            known = by_uri.get(uri)
            yield groups.get(uri, ""), uri, known.id if known else ""


def main() -> None:
    """Writes the CSV; with --check only says what is in our vocabulary and not on the list, and what is not matched."""
    shared = Path(sys.argv[1])
    rows = sorted(set(listed(shared)), key=lambda row: (row[2] == "", row[2], row[1]))
    with RESULT.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        for isco, esco, occupation in rows:
            table.writerow({**KNOWN, "isco": isco, "esco": esco, "occupation": occupation})
    ours = {one.id for one in load_vocabulary().occupations}
    print(f"{len(rows)} rows, {len({row[2] for row in rows} & ours)} of our {len(ours)} occupations")
    if "--check" in sys.argv:
        print("not on the list:", ", ".join(sorted(ours - {row[2] for row in rows})))
        unknown = {id_ for ids, _ in reviewed().values() for id_ in ids} - ours
        print("in matches.tsv, not in the vocabulary:", ", ".join(sorted(unknown)) or "none")


if __name__ == "__main__":
    main()
