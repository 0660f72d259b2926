"""Holds the Swift sources to the house rules no compiler checks. Prints a line per violation; exit 1 when there is one.

usage: check-sources.py [project folder]
"""

import pathlib
import re
import sys

import swift_text

LINE_LIMIT = 350

# (folders, pattern in the code, what is wrong, what excuses it: nothing, a `// safe:` argument, or any comment beside)
RULES = [
    ("Sources", r"(?<![.\w`])public\b(?!\s*:)", "nothing is public in a service: say package", None),
    ("Sources", r"(?<![.\w`])open[ \t]+(\w+[ \t]+)*(class|func|var|subscript)\b", "nothing is open: say package", None),
    ("Sources Tests", r"\btry!", "try! needs its argument: // safe: …", "safe"),
    ("Sources Tests", r"\bas!", "as! needs its argument: // safe: …", "safe"),
    ("Sources Tests", r"\bfatalError\s*\(", "fatalError needs its argument: // safe: …", "safe"),
    ("Sources Tests", r"@unchecked\b", "@unchecked needs a comment that says why it is safe", "comment"),
    ("Sources Tests", r"\bnonisolated\s*\(\s*unsafe\s*\)", "nonisolated(unsafe) needs a comment that says why", "comment"),
    ("Tests", r"(?<!func )\b(u|nano)?sleep\s*\(", "a test never sleeps: await a signal, inject a clock", None),
]
UNFINISHED = re.compile(r"\b(TODO|FIXME)\b")
# A line that only begins or continues the declaration of the next line: an attribute, or one that breaks off.
DECLARATION_GOES_ON = re.compile(r"^\s*@[^{}]*$|[,:(]\s*$")


class Source:
    def __init__(self, path):
        self.text = path.read_text(encoding="utf-8")
        code, comments = swift_text.split(self.text)
        self.code, self.code_lines, self.comment_lines = code, code.split("\n"), comments.split("\n")

    def comments_beside(self, line):
        """The comments on a line of code (from 1) and directly above the declaration it belongs to."""
        index = line - 1
        beside = [self.comment_lines[index]]
        while index > 0 and self.code_lines[index - 1].strip() and DECLARATION_GOES_ON.search(self.code_lines[index - 1]):
            index -= 1
            beside.append(self.comment_lines[index])
        while index > 0 and not self.code_lines[index - 1].strip() and self.comment_lines[index - 1].strip():
            index -= 1
            beside.append(self.comment_lines[index])
        return " ".join(beside).strip()

    def excused(self, line, excuse):
        if excuse is None:
            return False
        return bool(re.search(r"\bsafe:\s*\w" if excuse == "safe" else r"\w", self.comments_beside(line)))


def complaints(source, top):
    for folders, pattern, wrong, excuse in RULES:
        for found in re.finditer(pattern, source.code) if top in folders.split() else ():
            line = swift_text.line_of(source.code, found.start())
            if not source.excused(line, excuse):
                yield line, wrong
    for found in UNFINISHED.finditer(source.text):
        yield swift_text.line_of(source.text, found.start()), f"{found[0]}: finish it or file it"


def long_files(root):
    """The excused files of long-files.txt, by path, with their reasons."""
    listing = root / "lint" / "long-files.txt"
    lines = listing.read_text().splitlines() if listing.exists() else []
    entries = (line.partition(" ") for line in lines if line.strip() and not line.startswith("#"))
    return {path: reason.strip() for path, _, reason in entries}


def main(root):
    excused, count, long = long_files(root), 0, set()

    def report(where, line, wrong):
        nonlocal count
        count += 1
        print(f"{where}:{line}: {wrong}")

    for top in ("Sources", "Tests"):
        for path in sorted((root / top).glob("**/*.swift")):
            source, name = Source(path), str(path.relative_to(root))
            for line, wrong in sorted(set(complaints(source, top))):
                report(name, line, wrong)
            if len(source.text.splitlines()) > LINE_LIMIT:
                long.add(name)
                if not excused.get(name):
                    report(name, LINE_LIMIT + 1, f"over {LINE_LIMIT} lines and without a reason in lint/long-files.txt")
    for name in sorted(set(excused) - long):
        report("lint/long-files.txt", 1, f"{name} is not a file over {LINE_LIMIT} lines: remove its entry")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
