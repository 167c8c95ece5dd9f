"""Reading YAML so that it stays what was written: 21.30 is an exact Decimal, `no` is a word. Knows no packs."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml


class ExactLoader(yaml.SafeLoader):
    """Safe YAML with exact numbers; a key that stands twice is an error, not a silent overwrite.

    As in YAML 1.2 only true and false are booleans: the answers yes and no stay words.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 -- the name and shape that PyYAML asks for
        first: [(tag, pattern) for tag, pattern in several if tag != "tag:yaml.org,2002:bool"]
        for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _exact(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


def _mapping(loader: ExactLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    own = [(key.value, key.start_mark) for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    names = [name for name, _ in own]
    for name, mark in own:
        if names.count(name) > 1:
            raise yaml.constructor.ConstructorError(None, None, f"{name} stands twice", mark)
    # What a `<<` brings in comes first, so that the mapping's own keys win.
    loader.flatten_mapping(node)
    found: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        found[key] = loader.construct_object(value_node, deep=True)
    return found


ExactLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))
ExactLoader.add_constructor("tag:yaml.org,2002:float", _exact)
ExactLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> Any:
    """The content of a file. Raises yaml.YAMLError or OSError."""
    with path.open(encoding="utf-8") as text:
        return yaml.load(text, ExactLoader)
