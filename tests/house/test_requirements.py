"""What `.ci/run` promises is met, or the run fails: a skip can not hide it."""

import pytest
import requirements

pytest_plugins = ("pytester",)


@pytest.fixture
def outcome(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    pytester.makeconftest("from requirements import pytest_runtest_makereport")
    pytester.makeini("[pytest]\nmarkers =\n    elastic: x\n    browser: x\n")
    pytester.makepyfile(
        """
        import pytest
        @pytest.mark.elastic
        def test_of_elastic(): pytest.skip("none here")
        @pytest.mark.browser
        def test_of_browser(): pytest.skip("none here")
        def test_of_nothing(): pytest.skip("not today")
        """
    )
    monkeypatch.delenv("LEERLOKET_REQUIRE", raising=False)
    return pytester


def test_without_a_promise_a_skip_is_a_skip(outcome: pytest.Pytester) -> None:
    outcome.runpytest("-p", "no:randomly").assert_outcomes(skipped=3)


def test_a_skip_of_what_was_promised_fails(outcome: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEERLOKET_REQUIRE", "elasticsearch")
    result = outcome.runpytest("-p", "no:randomly")
    result.assert_outcomes(skipped=2, failed=1)
    result.stdout.fnmatch_lines(["*elasticsearch promised by LEERLOKET_REQUIRE*none here*"])


def test_a_promise_that_nothing_answers_to_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEERLOKET_REQUIRE", "chrome")
    with pytest.raises(ValueError, match="not chrome"):
        requirements.promised()


def test_require_goes_on_where_it_is_met_and_skips_or_fails_where_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEERLOKET_REQUIRE", raising=False)
    requirements.require("chromium", True, "found")
    with pytest.raises(pytest.skip.Exception):
        requirements.require("chromium", False, "not found")
    monkeypatch.setenv("LEERLOKET_REQUIRE", "chromium")
    with pytest.raises(pytest.fail.Exception):
        requirements.require("chromium", False, "not found")
