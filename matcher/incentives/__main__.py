"""`python -m matcher.incentives`: check the packs, run cases, explain what somebody gets."""

import argparse
import sys
from collections.abc import Sequence

from indexer.words import say
from matcher.incentives.commands import COMMANDS, PROBLEM, add_arguments
from matcher.incentives.packs import PacksWrong
from matcher.incentives.tools import TOOLS, add_tools


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m matcher.incentives",
        description="What time and money somebody gets for a course, by dated rules with their sources.",
        epilog="Start with: python -m matcher.incentives check",
    )
    several = top.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    add_arguments(several)
    add_tools(several)
    return top


def main(given: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 well, 1 something is wrong, 2 it was asked wrongly."""
    arguments = parser().parse_args(given)
    try:
        code: int = {**COMMANDS, **TOOLS}[arguments.command](arguments)
    except PacksWrong as wrong:
        for one in wrong.problems:
            print(f"error: {one.file}: {one.place}: {say(one.what)} {say(one.mend)}", file=sys.stderr)
        return PROBLEM
    except OSError as error:
        print(f"error: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        return PROBLEM
    return code


if __name__ == "__main__":
    sys.exit(main())
