"""The unpacked folder becomes what `onnx.py` serves. Calling `export` needs torch and onnx: only the workshop does.

The word vectors leave the network: as a table of int8 rows that the system shares between processes, of which only
the rows in use are in memory. The layers become ONNX with int8 weights per channel; pooling is done in numpy.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from indexer.embedder.smoothing import smooth

LAYERS, WORDS, SCALES = "layers.onnx", "words.npy", "scales-of-words.npy"
_TOKENIZER = "tokenizer.json"
_OPSET = 17


def export(source: Path, target: Path, progress: Callable[[float], None]) -> None:
    """Writes LAYERS, WORDS and SCALES into `target`. The source is the folder that `unpack` wrote.

    Raises OSError, and ImportError where torch, transformers or onnx is not there.
    """
    from tokenizers import Tokenizer
    from transformers import BertModel

    model: Any = BertModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False)
    model.eval()
    _write_words(model.get_input_embeddings().weight.detach().numpy(), target)
    progress(0.2)
    smooth(model, Tokenizer.from_file(str(source / _TOKENIZER)))
    progress(0.4)
    plain = target / f"plain-{LAYERS}"
    _write_layers(model, plain)
    progress(0.7)
    _quantise(plain, target / LAYERS)
    plain.unlink()
    progress(1.0)


def _write_words(words: "np.ndarray[Any, np.dtype[np.float32]]", target: Path) -> None:
    """Each row has its own scale, so that a rare word is held as finely as a frequent one."""
    scales = np.maximum(np.abs(words).max(axis=1), 1e-12) / 127
    np.save(target / WORDS, np.rint(words / scales[:, None]).astype(np.int8))
    np.save(target / SCALES, scales.astype(np.float32))


def _write_layers(model: Any, path: Path) -> None:
    """From word vectors (batch, tokens, size) and the mask to the last hidden states."""
    import torch

    class Layers(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, vectors: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.model(inputs_embeds=vectors, attention_mask=mask).last_hidden_state
            return hidden

    example = (torch.zeros(2, 7, model.config.hidden_size), torch.ones(2, 7, dtype=torch.int64))
    axes = {name: {0: "batch", 1: "tokens"} for name in ("vectors", "mask", "hidden")}
    with torch.no_grad():
        torch.onnx.export(
            Layers(),
            example,
            str(path),
            input_names=["vectors", "mask"],
            output_names=["hidden"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )


def _quantise(plain: Path, path: Path) -> None:
    """7 bits a weight, so that no processor overflows: those without VNNI add two products in 16 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        plain,
        path,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],
    )
