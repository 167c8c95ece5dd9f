"""Courses are linked from their text, surely enough or not at all; what people decided stands above it."""

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from requirements import require

from benchmarks import bench_links
from catalogue.checks import Gravity
from catalogue.competences import Competence, Occupation, Vocabulary
from catalogue.competences import Labels as Names
from catalogue.course import Course, Link, Origin, Provider
from catalogue.sources.base import SourceUnreadable
from catalogue.vocabulary import load_vocabulary
from indexer import analysis
from indexer.corrections import Correction, read_links
from indexer.documents import own_text
from indexer.enrich import Encode, Enricher, Mentions, Vectors
from indexer.labels import Labels, make_labels

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def occupation(name: str, *labels: str) -> Occupation:
    return Occupation(id=name, labels={"nl": Names(preferred=labels[0], alternatives=labels[1:])}, essential=())


def competence(name: str, *labels: str) -> Competence:
    return Competence(id=name, labels={"nl": Names(preferred=labels[0], alternatives=labels[1:])})


SMALL = Vocabulary(
    occupations=(
        occupation("welder", "lasser", "pijplasser"),
        occupation("driver", "chauffeur"),
        occupation("truck", "chauffeur vrachtwagen", "vrachtwagenbestuurder"),
        occupation("baker", "bakker", "broodbakker"),
    ),
    competences=(competence("word", "Word"), competence("bake", "brood bakken"), competence("weld", "lassen")),
)


def course(title: str, content: str = "", name: str = "c-1", **fields: object) -> Course:
    provider = Provider(id="p", name="Centrum")
    return Course(id=name, source="test", title=title, content=content, provider=provider, **fields)


def plain(vocabulary: Vocabulary = SMALL, **corrections: tuple[Correction, ...]) -> Enricher:
    decided = {name.replace("_", "-"): found for name, found in corrections.items()}
    return Enricher(vocabulary, own_text=own_text, corrections=decided)


def decided(action: str, concept: str, kind: str = "occupation") -> Correction:
    return Correction(action=action, kind=kind, concept=concept)  # type: ignore[arg-type]


def ends(one: Course) -> list[tuple[str | None, Origin]]:
    return [(link.target, link.origin) for link in one.occupations]


def encode(texts: Sequence[str]) -> Vectors:
    """A small model of its own: texts that share 4-grams are near each other."""
    made = np.full((len(texts), 256), 1e-3, dtype=np.float32)
    for row, text in enumerate(texts):
        for gram in analysis.grams(text):
            made[row, zlib.crc32(gram.encode()) % 256] += 1
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def seeing(tmp_path: Path) -> Callable[[Encode], Enricher]:
    """An enricher with labels and this encoder."""
    labels = Labels(SMALL, make_labels(SMALL, "small", tmp_path, encode))
    return lambda encoder: Enricher(SMALL, labels, own_text=own_text, queries=encoder, passages=encoder)


def test_the_longest_label_is_found_and_not_the_shorter_one_within_it() -> None:
    assert Mentions(SMALL.occupations).find("Word chauffeur vrachtwagen!") == {"truck": 1}
    assert Mentions(SMALL.occupations).find("De vrachtwagenchauffeurs") == {}


def test_a_label_with_a_capital_is_not_found_in_a_verb() -> None:
    found = Mentions(SMALL.competences)
    assert found.find("Hier word je bakker, en je word rijk") == {}
    assert found.find("Word en Excel; later word je beter in Word") == {"word": 2}


def test_a_label_of_two_concepts_can_find_both_or_neither() -> None:
    both = (competence("one", "plannen"), competence("two", "plannen"))
    assert Mentions(both).find("leren plannen") == {"one": 1, "two": 1}
    assert Mentions(both, sole=True).find("leren plannen") == {}


def test_without_a_model_a_label_that_title_and_text_repeat_links_with_a_confidence() -> None:
    text = "Een lasser verbindt metaal. Als lasser werk je in een atelier. Word lasser! Vraag het aan een lasser."
    (link,) = plain().enrich([course("Opleiding lasser", text)])[0].occupations
    assert (link.label, link.target, link.origin) == ("lasser", "welder", Origin.INFERRED)
    assert 0.5 < link.confidence < 0.9


def test_a_title_that_is_nothing_but_a_label_links() -> None:
    (link,) = plain().enrich([course("Lasser")])[0].occupations
    assert (link.target, link.confidence) == ("welder", 0.9)


def test_a_course_in_which_nothing_is_named_stays_as_it_is() -> None:
    one = course("Yoga voor beginners", "Rustig ademen.")
    assert plain().enrich([one])[0] is one


def test_one_mention_in_passing_is_no_link() -> None:
    assert plain().enrich([course("Yoga", "Ook fijn voor een bakker of een lasser.")])[0].occupations == ()


def test_a_competence_is_linked_when_the_title_names_it_or_the_text_does_twice() -> None:
    titled, twice, once = plain().enrich(
        [course("Lassen"), course("Keuken", "Brood bakken. Veel brood bakken!"), course("Keuken", "Brood bakken.")]
    )
    assert [[link.target for link in one.competences] for one in (titled, twice, once)] == [["weld"], ["bake"], []]


def test_with_a_model_a_title_in_other_words_is_linked(seeing: Callable[[Encode], Enricher]) -> None:
    one = course("Pijplassers gezocht", "Pijplassers aan het werk.")
    assert plain().enrich([one])[0].occupations == ()
    assert ends(seeing(encode).enrich([one])[0])[0] == ("welder", Origin.INFERRED)


def test_courses_keep_their_order_and_are_encoded_in_batches(seeing: Callable[[Encode], Enricher]) -> None:
    sizes = []

    def counted(texts: Sequence[str]) -> Vectors:
        sizes.append(len(texts))
        return encode(texts)

    many = [course("Lasser" if number % 2 else "Yoga", name=f"c-{number}") for number in range(300)]
    assert [one.id for one in seeing(counted).enrich(many)] == [one.id for one in many]
    assert (max(sizes), sum(sizes)) == (128, 600)


def test_labels_without_an_encoder_are_refused(tmp_path: Path) -> None:
    labels = Labels(SMALL, make_labels(SMALL, "small", tmp_path, encode))
    with pytest.raises(ValueError, match="go together"):
        Enricher(SMALL, labels, own_text=own_text, queries=encode)


def test_what_was_declared_stays_and_is_not_linked_twice() -> None:
    declared = (Link(label="Lasser", code="F1"), Link(label="iets anders"))
    (found,) = plain().enrich([course("Lasser", "lasser lasser" + " bakker" * 9, occupations=declared)])
    assert found.occupations[:2] == declared
    assert ends(found)[2:] == [("baker", Origin.INFERRED)]


def test_an_accepted_and_an_added_link_are_reviewed_and_certain() -> None:
    enricher = plain(c_1=(decided("accept", "welder"), decided("add", "driver"), decided("add", "bake", "competence")))
    (found,) = enricher.enrich([course("Lasser", "lasser")])
    assert {(link.target, link.origin, link.confidence) for link in (*found.occupations, *found.competences)} == {
        (name, Origin.REVIEWED, 1.0) for name in ("welder", "driver", "bake")
    }


def test_an_accepted_declared_link_keeps_its_code() -> None:
    one = course("Kwaliteit", occupations=(Link(label="Lasser", code="F1", confidence=0.5, origin=Origin.INFERRED),))
    (link,) = plain(c_1=(decided("accept", "welder"),)).enrich([one])[0].occupations
    assert (link.code, link.target, link.origin, link.confidence) == ("F1", "welder", Origin.REVIEWED, 1.0)


def test_a_removed_link_never_comes_back_declared_or_not() -> None:
    enricher = plain(c_1=(decided("remove", "welder"),))
    assert enricher.enrich([course("Lasser", "lasser lasser")])[0].occupations == ()
    assert enricher.enrich([course("Lasser", occupations=(Link(label="lasser"),))])[0].occupations == ()
    assert ends(enricher.enrich([course("Lasser", "lasser", name="c-2")])[0]) == [("welder", Origin.INFERRED)]


def test_a_correction_with_an_unknown_id_changes_nothing() -> None:
    one = course("Yoga")
    assert plain(c_1=(decided("add", "astronaut"), decided("remove", "juggler"))).enrich([one])[0] is one


@pytest.fixture(scope="module")
def shipped() -> Enricher:
    return plain(load_vocabulary(), c_1=(decided("remove", "welder"),))


@settings(deadline=None)
@given(st.text(max_size=60).filter(str.strip), st.text(max_size=300))
def test_any_text_gives_few_links_each_once_and_never_a_removed_one(
    shipped: Enricher, title: str, content: str
) -> None:
    names = " lasser bakker chauffeur lassen"
    (found,) = shipped.enrich([course(title, content + names * 2)])
    for links in (found.occupations, found.competences):
        targets = [link.target for link in links]
        assert len(targets) == len(set(targets)) <= 5
        assert "welder" not in targets
        assert all(0.4 < link.confidence <= 1 for link in links)


def csv(folder: Path, *lines: str) -> Path:
    (folder / "links.csv").write_text("\n".join(("course,action,kind,concept,note", *lines, "")), encoding="utf-8")
    return folder


def test_the_file_of_corrections_is_read_by_course(tmp_path: Path) -> None:
    folder = csv(
        tmp_path, "c-1,Accept,occupation,welder,seen", "c-1,remove,competence,word,", "c-2,add,occupation,baker"
    )
    found, problems = read_links(folder / "links.csv", SMALL)
    assert problems == ()
    assert found == read_links(folder)[0]
    assert found["c-1"] == (
        Correction(action="accept", kind="occupation", concept="welder", note="seen"),
        decided("remove", "word", "competence"),
    )
    assert found["c-2"] == (decided("add", "baker"),)


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        ("c-1,,occupation,welder", "action", "problem.missing"),
        ("c-1,delete,occupation,welder", "action", "problem.choice"),
        ("c-1,add,job,welder", "kind", "problem.choice"),
        ("c-1,add,occupation,astronaut", "concept", "problem.links.unknown"),
        ("c-1,add,competence,welder", "concept", "problem.links.unknown"),
        ("c-2,remove,occupation,baker", "concept", "problem.links.twice"),
        ('c-1,add,occupation,"welder', "", "problem.cut_off"),
    ],
)
def test_a_bad_row_is_told_and_costs_only_itself(tmp_path: Path, line: str, field: str, code: str) -> None:
    found, (problem,) = read_links(csv(tmp_path, "c-2,add,occupation,baker", line), SMALL)
    assert found == {"c-2": (decided("add", "baker"),)}
    assert (problem.file, problem.row, problem.field, problem.what.code) == ("links.csv", 2, field, code)
    assert problem.gravity is Gravity.ROW


def test_a_file_without_a_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("course,action\nc-1,add\n", encoding="utf-8")
    with pytest.raises(SourceUnreadable):
        read_links(tmp_path)


@pytest.mark.shared_data
@pytest.mark.slow
def test_links_by_words_alone_are_right_often_enough_on_courses_that_gave_no_numbers() -> None:
    require("shared_data", SHARED.is_dir(), "the real catalogues are not in ../shared")
    tied, _, judged = bench_links.courses(SHARED)
    for _, vocabulary in bench_links.vocabularies(SHARED):
        enricher = Enricher(vocabulary, own_text=own_text)
        held = [tied[number] for number in judged if not bench_links.first_half(tied[number])]
        part = bench_links.pairs(enricher, held, bench_links.names(vocabulary, SHARED / bench_links.MAPPING))
        linked = enricher.enrich([one.model_copy(update={"occupations": ()}) for one in held])
        kept = {(number, link.target) for number, one in enumerate(linked) for link in one.occupations}
        found = [bool(right) for key, right in zip(part.keys(), part.right, strict=True) if key in kept]
        assert len(found) == len(kept) > 25
        assert sum(found) / len(found) >= 0.7
