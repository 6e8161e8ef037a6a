"""Records what Zephyr's dtlib makes of the sources in this folder.

    python3 test/devicetree/zephyr-dialect/record_gold.py <folder> <version> "<what it is>"

The folder holds the package devicetree: scripts/dts/python-devicetree/src of a Zephyr tree, or src of the package on its own.
The gold goes to gold-<version>.jsonl. Nothing of dtlib is kept: only the trees that it builds, and whether it refuses a
source while it reads (parse) or when it looks at the whole (tree).
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def node_value(node):
    properties = [[name, prop.value.hex(), prop.labels] for name, prop in node.props.items()]
    children = [node_value(child) for child in node.nodes.values()]
    return {"name": node.name, "labels": node.labels, "properties": properties, "children": children}


def outcome(dtlib, path):
    try:
        dt = dtlib.DT(path)
    except dtlib.DTError as error:
        return {"error": "parse" if "parse error" in str(error) else "tree"}
    except Exception:  # dtlib falls over a few sources; that is a refusal too
        return {"error": "crash"}
    return {
        "memreserves": [[hex(address), hex(size)] for _, address, size in dt.memreserves],
        "aliases": {alias: node.path for alias, node in dt.alias2node.items()},
        "labels": {label: node.path for label, node in dt.label2node.items()},
        "tree": node_value(dt.root),
    }


def sources(folder):
    for directory, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith(".dts"):
                yield os.path.join(directory, name)


def main():
    sys.path.insert(0, sys.argv[1])
    from devicetree import dtlib

    if sys.argv[2] == "-":  # any sources, to standard output
        print(json.dumps([outcome(dtlib, path) for path in sys.argv[3:]]))
        return
    lines = [json.dumps({"source": sys.argv[3]})]
    for path in sources(HERE):
        lines.append(json.dumps([os.path.relpath(path, HERE), outcome(dtlib, path)]))
    with open(os.path.join(HERE, f"gold-{sys.argv[2]}.jsonl"), "w", encoding="utf-8") as gold:
        gold.write("\n".join(lines) + "\n")


main()
