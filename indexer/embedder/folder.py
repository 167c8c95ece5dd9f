"""Writes the weights that `unpack` read: as an ordinary sentence-transformers folder, and the tokenizer for serving."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from indexer.embedder.pieces import write_pieces
from indexer.embedder.port import PASSAGE, QUERY
from indexer.embedder.unpack import Shape, Weights

_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def write_folder(weights: Weights, folder: Path, progress: Callable[[float], None]) -> None:
    """An ordinary sentence-transformers folder: mean pooling, length 1, prompts. Raises OSError."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True)
    for name, content in _settings(weights.shape).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1), encoding="utf-8")
    (folder / "2_Normalize").mkdir()
    progress(0.2)
    save_file(dict(weights.tensors), folder / "model.safetensors", metadata={"format": "pt"})
    progress(0.7)
    tokenizer(weights).save(str(folder / "tokenizer.json"), pretty=False)
    progress(1.0)


def _settings(shape: Shape) -> dict[str, object]:
    kinds = (
        "base.modules.transformer.Transformer",
        "sentence_transformer.modules.pooling.Pooling",
        "base.modules.normalize.Normalize",
    )
    places = ("", "1_Pooling", "2_Normalize")
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.inner,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": "<mask>",
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY, "document": PASSAGE, "passage": PASSAGE},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": place, "type": f"sentence_transformers.{kind}"}
            for number, (place, kind) in enumerate(zip(places, kinds, strict=True))
        ],
    }


def tokenizer(weights: Weights) -> Any:
    """XLM-RoBERTa's tokenizer, rebuilt: gives the same ids as the original on every text that is NFKC."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    def class_of(becomes: str) -> Any:
        codes = sorted(code for code, text in _beyond_nfkc(weights).items() if text == becomes)
        return Regex("[" + "".join(rf"\x{{{code:x}}}" for code in codes) + "]")

    built = Tokenizer(models.Unigram(weights.pieces, unk_id=weights.unknown, byte_fallback=False))
    built.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(class_of(""), ""),
            normalizers.Replace(class_of(" "), " "),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    built.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    ids = {piece: number for number, (piece, _) in enumerate(weights.pieces) if piece in _SPECIAL}
    built.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    built.add_special_tokens([AddedToken(piece, normalized=False, special=True) for piece in ids])
    return built


def write_own_pieces(weights: Weights, folder: Path) -> None:
    """The same tokenizer in the form that `pieces` reads. `clean` has already removed what becomes nothing."""
    names = {"<s>": "begin", "</s>": "end", "<unk>": "unknown"}
    special = {names.get(piece, piece): number for number, (piece, _) in enumerate(weights.pieces) if piece in _SPECIAL}
    blanks = "".join(chr(code) for code, text in sorted(_beyond_nfkc(weights).items()) if text == " ")
    write_pieces(folder, weights.pieces, special, blanks)


def _beyond_nfkc(weights: Weights) -> dict[int, str]:
    """What the model's own map does to characters that NFKC leaves alone: control characters go or become a space."""
    left = {code: text for code, text in weights.characters.items() if unicodedata.normalize("NFKC", chr(code)) != text}
    if set(left.values()) != {"", " "} or any(unicodedata.normalize("NFKC", chr(code)) != chr(code) for code in left):
        raise ValueError("the map of characters is not NFKC and a list of blanks")
    return left
