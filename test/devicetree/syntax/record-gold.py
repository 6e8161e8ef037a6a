"""Asks dtc and dtlib (on PYTHONPATH) about cases: JSON in, values by path and property out, null where a tool refuses."""

import json
import os
import signal
import struct
import subprocess
import sys
import tempfile

from devicetree.dtlib import DT


def blob_properties(blob):
    """Path, property and value of a flattened devicetree (Devicetree Specification v0.4, chapter 5)."""
    struct_offset, strings_offset = struct.unpack(">II", blob[8:16])
    found, path, at = {}, [], struct_offset
    while True:
        (token,) = struct.unpack(">I", blob[at : at + 4])
        at += 4
        if token == 1:
            end = blob.index(b"\0", at)
            path.append(blob[at:end].decode())
            found["/".join(path) or "/"] = {}
            at = (end + 4) & ~3
        elif token == 2:
            path.pop()
        elif token == 3:
            length, name = struct.unpack(">II", blob[at : at + 8])
            start = strings_offset + name
            name = blob[start : blob.index(b"\0", start)].decode()
            found["/".join(path) or "/"][name] = blob[at + 8 : at + 8 + length].hex()
            at = (at + 8 + length + 3) & ~3
        elif token == 9:
            return found


def ask_dtc(folder):
    # -f: only syntax is asked about, not dtc's checks of the tree.
    command = ["dtc", "-q", "-f", "-I", "dts", "-O", "dtb", "a.dts"]
    done = subprocess.run(command, cwd=folder, capture_output=True)
    return blob_properties(done.stdout) if done.returncode == 0 else None


def give_up(*_):
    raise TimeoutError


def ask_dtlib(folder):
    # A file that includes itself keeps dtlib going for ever.
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(5)
    try:
        tree = DT(os.path.join(folder, "a.dts"))
    except Exception:
        return None
    finally:
        signal.alarm(0)
    return {node.path: {name: prop.value.hex() for name, prop in node.props.items()} for node in tree.node_iter()}


def ask(case):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**case["files"], "a.dts": case["text"]}.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        return {"dtc": ask_dtc(folder), "dtlib": ask_dtlib(folder)}


json.dump({case["name"]: ask(case) for case in json.load(sys.stdin)}, sys.stdout)
