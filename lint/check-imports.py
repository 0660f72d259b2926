"""Holds the sources to the table of imports: imports.yaml. Prints a line per violation; exit 1 when there is one.

usage: check-imports.py [project folder]
"""

import pathlib
import re
import sys

import yaml

import swift_text

IMPORT = re.compile(
    r"(?:^|;)[ \t]*(?:@\w+(?:\([^)]*\))?\s+|(?:public|package|internal|fileprivate|private)\s+)*"
    r"import\s+(?:(?:struct|class|enum|protocol|typealias|func|let|var|actor)\s+)?`?(\w+)",
    re.MULTILINE,
)
CONDITION = re.compile(r"^[ \t]*#(if|elseif|else|endif)\b(.*)$", re.MULTILINE)


def covers(names, module):
    """Whether a list of the table names the module."""
    return any(module.startswith(name[:-1]) if name.endswith("*") else module == name for name in names)


def fallback_lines(code):
    """The lines in the #else of an `#if canImport(FoundationEssentials)`."""
    lines, open_ifs = set(), []
    for mark in CONDITION.finditer(code):
        line = swift_text.line_of(code, mark.start())
        if mark[1] == "if":
            open_ifs.append([mark[2].strip() == "canImport(FoundationEssentials)", None])
        elif mark[1] == "else" and open_ifs:
            open_ifs[-1][1] = line
        elif mark[1] == "endif" and open_ifs:
            about_essentials, otherwise = open_ifs.pop()
            if about_essentials and otherwise:
                lines.update(range(otherwise, line))
    return lines


def imports_of(code):
    fallbacks = fallback_lines(code)
    for found in IMPORT.finditer(code):
        line = swift_text.line_of(code, found.start(1))
        module = "FoundationEssentials" if found[1] == "Foundation" and line in fallbacks else found[1]
        yield line, found[1], module


def complaints(folder, is_test, code, rules, table):
    user = "Tests" if is_test else folder
    for line, written, module in imports_of(code):
        for name, users in table["only_in"].items():
            if covers([name], module) and user not in users:
                yield line, f"{user} must not import {written}; only {', '.join(users) or 'nobody'} may"
        if "only" in rules and not covers(rules["only"], module):
            yield line, f"{folder} must not import {written}; only {', '.join(rules['only']) or 'nothing'}"
        never = [name for entry in rules.get("never", []) for name in table.get(entry, [entry])]
        if covers(never, module):
            yield line, f"{folder} must not import {written}"
    for pattern, reason in rules.get("forbid", {}).items():
        for found in re.finditer(pattern, code):
            yield swift_text.line_of(code, found.start()), f"'{found[0].strip()}' in {folder}: {reason}"


def main(root):
    table = yaml.safe_load((pathlib.Path(__file__).parent / "imports.yaml").read_text())
    count = 0
    for top in ("Sources", "Tests"):
        for path in sorted((root / top).glob("*/**/*.swift")):
            folder = path.relative_to(root / top).parts[0]
            rules = {} if top == "Tests" else table["targets"].get(folder)
            code, _ = swift_text.split(path.read_text(encoding="utf-8"))
            found = [(1, f"{folder} has no line in lint/imports.yaml")] if rules is None else None
            for line, text in found or sorted(set(complaints(folder, top == "Tests", code, rules, table))):
                print(f"{path.relative_to(root)}:{line}: {text}")
                count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
