"""`python -m indexer`: makes, compares, shows and removes the index. One command, one module in `commands`.

Exit codes: 0 done, 1 a problem that the text names, 2 the command line or a setting is wrong.
"""

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence

from catalogue.settings import SettingsWrong, load_settings
from catalogue.sources.base import SourceUnreadable
from catalogue.vocabulary import VocabularyUnreadable
from indexer.commands import COMMANDS
from indexer.commands.base import PROBLEM, USAGE, UsageWrong
from indexer.embedder import ModelUnavailable
from indexer.engine.port import IndexUnusable
from indexer.rebuild import BuildRefused
from indexer.words import say

_ENVIRONMENT = (
    "Where the index is: LEERLOKET_INDEX names its folder (.leerloket/index); with ELASTICSEARCH_URL it is in "
    "Elasticsearch. All settings stand in docs/operate.md."
)
# What a shell reports for a process that was stopped by Ctrl-C.
_INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m indexer",
        description="Makes the catalogue searchable and looks after the index.",
        epilog=_ENVIRONMENT + " Start with: python -m indexer build",
    )
    several = top.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for command in COMMANDS:
        own = several.add_parser(
            command.name,
            help=command.about,
            description=command.description,
            epilog="\n".join(("examples:", *(f"  {example}" for example in command.examples))),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return top


def main(given: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code. What goes wrong is said in words on standard error."""
    arguments = parser().parse_args(given)
    try:
        code: int = arguments.run(arguments, load_settings(os.environ))
    except SettingsWrong as wrong:
        return _failed(USAGE, *(say(problem) for problem in wrong.problems))
    except UsageWrong as wrong:
        return _failed(USAGE, str(wrong))
    except SourceUnreadable as unreadable:
        return _failed(PROBLEM, f"{say(unreadable.what)} {say(unreadable.mend)}")
    except (BuildRefused, IndexUnusable, ModelUnavailable) as refused:
        return _failed(PROBLEM, say(refused.reason))
    except VocabularyUnreadable as unreadable:
        return _failed(PROBLEM, *(f"{say(one.what)} {say(one.mend)}" for one in unreadable.problems))
    except sqlite3.Error as error:
        return _failed(PROBLEM, f"the file of kept vectors can not be used: {error}. It may be removed.")
    except OSError as error:
        return _failed(PROBLEM, f"{error.filename or 'the system'}: {error.strerror or error}")
    except KeyboardInterrupt:
        return _failed(_INTERRUPTED, "stopped; the index that served goes on serving")
    return code


def _failed(code: int, *sentences: str) -> int:
    for sentence in sentences:
        print(f"error: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
