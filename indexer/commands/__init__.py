"""The commands of `python -m indexer`, one module each, listed in the order in which `--help` shows them."""

from indexer.commands.base import Command
from indexer.commands.build import BUILD
from indexer.commands.compare import COMPARE
from indexer.commands.draw import DRAW
from indexer.commands.drop import DROP
from indexer.commands.info import INFO
from indexer.commands.model import MODEL
from indexer.commands.sample import SAMPLE

COMMANDS: tuple[Command, ...] = (BUILD, COMPARE, INFO, DROP, SAMPLE, DRAW, MODEL)
