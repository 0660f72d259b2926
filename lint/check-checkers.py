"""Plants violations, and their innocent look-alikes, in a scratch folder and sees that the checkers tell them apart.
Prints a line per case that goes wrong; exit 1 when there is one.
"""

import contextlib
import importlib.util
import io
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
KERNEL, DRAFT = "Sources/MeetingCancellation/A.swift", "https://json-schema.org/draft/2020-12/schema"
SCHEMA = json.dumps({"$schema": DRAFT, "$id": "https://x.test/a", "type": "object", "required": ["id"]})
USER = json.dumps({"$schema": DRAFT, "$id": "https://x.test/b", "properties": {"a": {"$ref": "a"}}})
LOST = json.dumps({"$schema": DRAFT, "$id": "https://x.test/b", "properties": {"a": {"$ref": "https://y.test/c"}}})
FALLBACK = "#if canImport(FoundationEssentials)\nimport FoundationEssentials\n#else\nimport Foundation\n#endif"


def contract(schema, example, index='{"a.json": "a.schema.json"}', other=USER):
    folder = "docs/contracts/"
    return {
        f"{folder}a.schema.json": schema, f"{folder}b.schema.json": other,
        f"{folder}examples/a.json": example, f"{folder}examples/index.json": index,
    }  # fmt: skip


API = {
    "asyncapi": "3.0.0", "info": {"title": "A", "version": "1"},
    "channels": {"c": {"address": "t", "messages": {"m": {"$ref": "#/components/messages/m"}}}},
    "operations": {"o": {"action": "send", "channel": {"$ref": "#/channels/c"}}},
    "components": {"messages": {"m": {
        "name": "m", "title": "M", "headers": {}, "payload": {"schema": {"$ref": "a.schema.json"}}}}},
}  # fmt: skip


def asyncapi(old="", new=""):
    return {"docs/contracts/a.schema.json": SCHEMA, "docs/contracts/asyncapi.yaml": json.dumps(API).replace(old, new)}


# (checker, files, what the report must contain; None: it must be clean)
CASES = [
    ("imports", {"Sources/RescindApp/A.swift": "import CLibrdkafka"}, "A.swift:1: RescindApp must not import CLib"),
    ("imports", {"Tests/KafkaClientTests/A.swift": "\n@testable import CLibrdkafka"}, "A.swift:2: Tests must not"),
    ("imports", {"Sources/KafkaClient/A.swift": "internal import CLibrdkafka"}, None),
    ("imports", {"Sources/rescind-lab/A.swift": "package import AsyncHTTPClient"}, "only MicrosoftGraph, Tests may"),
    ("imports", {"Sources/RescindApp/A.swift": "import struct HummingbirdCore.Server"}, "must not import Hummingbird"),
    ("imports", {"Sources/HTTPService/A.swift": "import HummingbirdCore\nimport HTTPTypes"}, None),
    ("imports", {"Sources/HTTPService/A.swift": "import KafkaClient"}, "only RescindApp, rescind-lab, Tests may"),
    ("imports", {"Sources/CommandPipeline/A.swift": "import Logging; import MicrosoftGraph"}, "import MicrosoftGraph"),
    ("imports", {"Sources/rescind/A.swift": "import Logging"}, "only RescindApp, ArgumentParser"),
    ("imports", {"Sources/GraphSimulator/A.swift": "import CommandContract"}, "must not import CommandContract"),
    ("imports", {"Sources/MicrosoftGraph/A.swift": "import CommandContract"}, "must not import CommandContract"),
    ("imports", {"Sources/GraphSimulator/A.swift": "import MicrosoftGraph"}, "only RescindApp, rescind-lab, Tests may"),
    ("imports", {"Sources/KafkaClient/A.swift": "import HTTPService"}, "must not import HTTPService"),
    ("imports", {"Sources/KafkaClient/A.swift": "import FoundationNetworking"}, "only nobody may"),
    ("imports", {"Tests/ATests/A.swift": "import FoundationNetworking"}, "only nobody may"),
    ("imports", {"Sources/CommandContract/A.swift": "import Foundation"}, "must not import Foundation;"),
    ("imports", {"Sources/CommandContract/A.swift": FALLBACK}, None),
    ("imports", {KERNEL: FALLBACK}, "A.swift:4: MeetingCancellation must not import Foundation;"),
    ("imports", {KERNEL: "// import Logging\n/* /* a */ import Logging */ let a = \"\"\"\nimport Logging\n\"\"\""}, None),
    ("imports", {KERNEL: "import CommandContract\nlet a = \"await \\(f(\")\")) Date()\" // async"}, None),
    ("imports", {KERNEL: 'func f() async {}'}, "synchronous"),
    ("imports", {KERNEL: 'let a = "\\(await f())"'}, "synchronous"),
    ("imports", {KERNEL: "let a = ContinuousClock()"}, "time is a parameter"),
    ("imports", {KERNEL: "let a = Date()"}, "time is a parameter"),
    ("imports", {KERNEL: "let a = Int.random(in: 1...2)"}, "random numbers are parameters"),
    ("imports", {"Sources/New/A.swift": ""}, "New has no line"),
    ("sources", {"Sources/A/A.swift": "public struct A {}"}, "A.swift:1: nothing is public"),
    ("sources", {"Sources/A/A.swift": "open class A {}"}, "nothing is open"),
    ("sources", {"Sources/A/A.swift": 'let a = b.public; f(public: 1); open(path) // public "'}, None),
    ("sources", {"Sources/A/A.swift": "let a = try! f()"}, "try!"),
    ("sources", {"Sources/A/A.swift": "// because\nlet a = try! f()"}, "A.swift:2: try!"),
    ("sources", {"Sources/A/A.swift": "// safe: a constant,\n// parsed in a test\nlet a = try! f()"}, None),
    ("sources", {"Sources/A/A.swift": "let a = b as! C // safe: the line above"}, None),
    ("sources", {"Tests/A/A.swift": "let a = b as! C"}, "as!"),
    ("sources", {"Sources/A/A.swift": 'fatalError("no")'}, "fatalError"),
    ("sources", {"Sources/A/A.swift": "let a = 1  // why\n\nclass A: @unchecked Sendable {}"}, "A.swift:3: @unchecked"),
    ("sources", {"Sources/A/A.swift": "// one owner\n@available(*)\nclass A:\n  B, @unchecked Sendable {}"}, None),
    ("sources", {"Sources/A/A.swift": "nonisolated(unsafe) var a = 1"}, "nonisolated(unsafe)"),
    ("sources", {"Sources/A/A.swift": "nonisolated(unsafe) var a = 1 // set before any thread"}, None),
    ("sources", {"Tests/A/A.swift": "try await Task.sleep(for: .seconds(1))"}, "never sleeps"),
    ("sources", {"Tests/A/A.swift": "usleep(3)"}, "never sleeps"),
    ("sources", {"Tests/A/A.swift": 'func sleep(until: Int) {} // sleep()\nlet a = "sleep(1)"'}, None),
    ("sources", {"Sources/A/A.swift": "// TODO: more"}, "TODO"),
    ("sources", {"Sources/A/A.swift": "a\n" * 350}, None),
    ("sources", {"Sources/A/A.swift": "a\n" * 351}, "over 350 lines"),
    ("sources", {"Sources/A/A.swift": "a\n" * 351, "lint/long-files.txt": "Sources/A/A.swift"}, "over 350 lines"),
    ("sources", {"Sources/A/A.swift": "a\n" * 351, "lint/long-files.txt": "Sources/A/A.swift one table"}, None),
    ("sources", {"lint/long-files.txt": "Sources/A/A.swift one table"}, "remove its entry"),
    ("contracts", {}, None),
    ("contracts", contract(SCHEMA, '{"id": 1}'), None),
    ("contracts", contract(SCHEMA, '{"id": 1, "dataschema": "https://x.test/b", "data": {"a": {"id": 1}}}'), None),
    ("contracts", contract(SCHEMA, '{"id": 1, "dataschema": "https://x.test/b", "data": {"a": {}}}'), "data: a: 'id'"),
    ("contracts", contract(SCHEMA, '{"id": 1, "dataschema": "https://x.test/c"}'), "none of our schemas"),
    ("contracts", contract(SCHEMA, '{"id": 1, "id": 2}'), "twice"),
    ("contracts", contract(SCHEMA, "{}"), "'id' is a required property"),
    ("contracts", contract(SCHEMA, "{}", index="{}"), "no sound schema"),
    ("contracts", contract(SCHEMA, "{}", index='{"b.json": "a.schema.json"}'), "which does not exist"),
    ("contracts", contract(SCHEMA.replace("object", "thing"), "{}"), "a.schema.json: "),
    ("contracts", contract(LOST, '{"a": 1}', other=SCHEMA), "cannot be validated"),
    ("contracts", {"docs/contracts/a.schema.json": "{}"}, "needs an $id"),
    ("contracts", asyncapi(), None),
    ("contracts", asyncapi('"3.0.0"', '"2.6.0"'), "asyncapi must be 3.0.0"),
    ("contracts", asyncapi('"title": "A", ', ""), "info needs title"),
    ("contracts", asyncapi('"address": "t", ', ""), "channels/c needs address"),
    ("contracts", asyncapi('"send"', '"publish"'), "operations/o/action must be send or receive"),
    ("contracts", asyncapi("#/channels/c", "#/channels/d"), "operations/o/channel: $ref leads nowhere: #/channels/d"),
    ("contracts", asyncapi("messages/m", "messages/n"), "$ref leads nowhere"),
    ("contracts", asyncapi("a.schema.json", "b.schema.json"), "payload/schema must be a $ref to one of our schemas"),
    ("contracts", asyncapi('{"$ref": "a.schema.json"}', '{"type": "object"}'), "must be a $ref to one of our schemas"),
    ("contracts", asyncapi(json.dumps(API), "a: [1"), "asyncapi.yaml: "),
    ("contracts", asyncapi(json.dumps(API), "[1]"), "the whole needs asyncapi"),
    ("contracts", {"config/a.yaml": "a: [1"}, "config/a.yaml: "),
    ("contracts", {"config/a.yaml": "a: [1]"}, None),
]


def requirement(*bounds, target=("ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility")):
    ranges = {"range": [{"lowerBound": bounds[0], "upperBound": bounds[1]}]} if bounds else {"branch": ["main"]}
    settings = [{"kind": {"enableUpcomingFeature": {"_0": name}}} for name in target]
    settings.append({"kind": {"treatAllWarnings": {"_0": "error"}}})
    return {
        "dependencies": [{"sourceControl": [{"identity": "a", "requirement": ranges}]}],
        "targets": [{"name": "A", "type": "regular", "settings": settings}],
    }


MANIFESTS = [
    (requirement("1.8.2", "2.0.0"), None),
    (requirement("1.8.2", "1.9.0"), "stated by from:"),
    (requirement(), "stated by from:"),
    (requirement("1.0.0", "2.0.0", target=("ExistentialAny",)), "InternalImportsByDefault, MemberImportVisibility"),
]


def load(name):
    spec = importlib.util.spec_from_file_location(f"check_{name}", HERE / f"check-{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(check, files):
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as printed:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        status = check.main(pathlib.Path(folder))
    return status, printed.getvalue()


def main():
    checks = {name: load(name) for name in ("imports", "sources", "contracts", "manifest")}
    results = [(files, expected, *report(checks[name], files)) for name, files, expected in CASES]
    for manifest, expected in MANIFESTS:
        found = "\n".join(checks["manifest"].complaints(manifest))
        results.append((manifest, expected, 1 if found else 0, found))
    wrong = 0
    for given, expected, status, printed in results:
        if (status, printed) != (0, "") if expected is None else status != 1 or expected not in printed:
            wrong += 1
            print(f"lint/check-checkers.py: for {given}\n  expected {expected!r}, found {printed!r}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
