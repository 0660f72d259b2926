"""Holds Package.swift, as `swift package dump-package` prints it on standard input, to our rules for dependencies
and settings. Prints a line per violation; exit 1 when there is one.
"""

import json
import sys

SETTINGS = ["ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "treatAllWarnings"]


def is_from(requirement):
    """Whether the requirement is what `from:` means: this version up to the next major one."""
    ranges = requirement.get("range", [])
    if len(ranges) != 1:
        return False
    major = int(ranges[0]["lowerBound"].split(".")[0])
    return ranges[0]["upperBound"] == f"{major + 1}.0.0"


def settings_of(target):
    for setting in target["settings"]:
        kind, values = next(iter(setting["kind"].items()))
        value = values.get("_0") if isinstance(values, dict) else None
        if kind == "enableUpcomingFeature":
            yield value
        elif kind == "treatAllWarnings" and value == "error":
            yield kind


def complaints(manifest):
    for dependency in manifest["dependencies"]:
        for kind, entries in dependency.items():
            for entry in entries:
                if kind != "sourceControl" or not is_from(entry["requirement"]):
                    yield f"dependency {entry['identity']} must be a released version, stated by from:"
    for target in manifest["targets"]:
        missing = set(SETTINGS) - set(settings_of(target))
        if target["type"] in ("regular", "executable", "test") and missing:
            yield f"target {target['name']} lacks the settings: {', '.join(sorted(missing))}"


def main():
    try:
        manifest = json.load(sys.stdin)
    except ValueError:
        print("Package.swift: does not parse")
        return 1
    found = list(complaints(manifest))
    for text in found:
        print(f"Package.swift: {text}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
