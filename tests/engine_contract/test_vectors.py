"""The scan of the embedded engine finds exactly what multiplying every vector in float32 finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine.vectors import VectorColumn, save_vectors


def column(folder, rows):
    save_vectors(folder, "meaning", np.asarray(rows, dtype=np.float32))
    return VectorColumn(folder, "meaning")


def assert_exact(made, rows, asked, depth):
    rows = np.asarray(rows, dtype=np.float32)
    products = rows @ np.asarray(asked, dtype=np.float32)
    found, scores = made.best(tuple(asked), depth)
    lowest = np.sort(products)[-min(depth, len(products)) :].min(initial=np.inf)
    # In float32 the same product of another number of rows may differ in its last digits.
    slack = 1e-5 * (1 + np.abs(products).max(initial=0.0))
    assert set(np.flatnonzero(products > lowest + slack)) <= set(found.tolist())
    assert set(found.tolist()) <= set(np.flatnonzero(products >= lowest - slack))
    assert len(found) >= min(depth, len(products))
    np.testing.assert_allclose(scores, products[found], atol=slack)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(0, 300),
    size=st.sampled_from((1, 8, 384)),
    depth=st.integers(1, 60),
    offset=st.sampled_from((0.0, 0.5, 30.0)),
    scale=st.sampled_from((0.0, 1e-3, 1.0, 50.0)),
)
def test_the_best_are_those_of_all_products(tmp_path_factory, seed, count, size, depth, offset, scale):
    dice = np.random.default_rng(seed)
    rows = offset + scale * dice.standard_normal((count, size))
    made = column(tmp_path_factory.mktemp("vectors"), rows)
    for asked in (dice.standard_normal(size), np.zeros(size), np.full(size, 0.3), dice.standard_normal(size) * 1e-3):
        assert_exact(made, rows, asked.astype(np.float32), depth)


def test_one_vector_that_is_far_longer_than_the_others_hides_none(tmp_path):
    dice = np.random.default_rng(3)
    rows = dice.standard_normal((500, 16))
    rows[7] *= 1000
    asked = dice.standard_normal(16).astype(np.float32)
    assert_exact(column(tmp_path, rows), rows, asked, 20)
    assert_exact(column(tmp_path, rows), rows, -asked, 20)


def test_few_are_multiplied_again(tmp_path):
    """Alike vectors as those of e5 are: what the codes leave open is a small part."""
    dice = np.random.default_rng(5)
    mean = dice.standard_normal(384)
    rows = mean / np.linalg.norm(mean) + 0.3 * dice.standard_normal((4000, 384)) / np.sqrt(384)
    made = column(tmp_path, rows)
    asked = np.asarray(rows[11] / np.linalg.norm(rows[11]), dtype=np.float32)
    assert len(made._near(asked, 100)) < 400
    assert_exact(made, rows, asked, 100)


def test_a_damaged_folder_is_refused(tmp_path):
    column(tmp_path, np.eye(4))
    np.save(tmp_path / "meaning.codes.npy", np.zeros((3, 4), dtype=np.int8))
    with pytest.raises(ValueError, match="differ in number"):
        VectorColumn(tmp_path, "meaning")
