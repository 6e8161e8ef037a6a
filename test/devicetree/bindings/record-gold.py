"""Runs cases through edtlib, whose folder is on PYTHONPATH: JSON in, verdicts out. Called by record-gold.mjs."""

import json
import logging
import os
import sys
import tempfile

from devicetree import edtlib


class Count(logging.Handler):
    def __init__(self):
        super().__init__()
        self.count = 0

    def emit(self, record):
        self.count += 1


def run(case):
    counter = Count()
    logger = logging.getLogger("devicetree.edtlib")
    logger.handlers = [counter]
    logger.propagate = False
    with tempfile.TemporaryDirectory() as root:
        folder = os.path.join(root, "bindings")
        os.makedirs(folder)
        for name, text in case["files"].items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        dts = os.path.join(root, "app.dts")
        with open(dts, "w", encoding="utf-8") as f:
            f.write("/dts-v1/;\n" + case["dts"])
        prefixes = os.path.join(folder, "vendor-prefixes.txt")
        vendors = edtlib.load_vendor_prefixes_txt(prefixes) if os.path.exists(prefixes) else None
        try:
            edt = edtlib.EDT(
                dts,
                [folder],
                warn_reg_unit_address_mismatch=False,
                infer_binding_for_paths=["/zephyr,user"],
                vendor_prefixes=vendors,
            )
        except Exception as e:  # edtlib crashes on some input that it should refuse
            kind = "error" if isinstance(e, edtlib.EDTError) else "crash"
            # Shown while recording, not kept.
            return {"verdict": kind}, f"{type(e).__name__}: {e}".replace(root, "")
        bindings = {}
        for node in edt.nodes:
            if node._binding is None:
                continue
            path = node.binding_path
            bindings[node.path] = os.path.relpath(path, folder) if path else "inferred"
        return {"verdict": "ok", "warnings": counter.count, "bindings": bindings}, ""


def main():
    results = {}
    for case in json.load(sys.stdin):
        results[case["name"]], message = run(case)
        if message:
            print(f"  {case['name']}: {message}", file=sys.stderr)
    json.dump(results, sys.stdout)


main()
