"""Holds docs/contracts to JSON Schema, its examples to the schemas, its asyncapi.yaml to AsyncAPI, and config to YAML.
Prints a line per violation; exit 1 when there is one. What does not exist yet is not missed.

docs/contracts/examples/index.json names for each example the schema (a path from docs/contracts) it must satisfy.
An example whose `dataschema` names one of our schemas must satisfy that with its `data` as well.
In docs/contracts/asyncapi.yaml (AsyncAPI 3.0) the required keys must be there, every $ref must lead to an object of the
document or to one of our schemas, the payloads must be our schemas, where a payload is described at all, and headers must be
JSON Schemas.

usage: check-contracts.py [project folder]
"""

import json
import pathlib
import sys

import jsonschema
import yaml

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def without_duplicates(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"an object has a key twice: {sorted(key for key in set(keys) if keys.count(key) > 1)}")
    return dict(pairs)


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=without_duplicates)


def validator(schema, schemas):
    """A validator that finds our schemas by their $id and never fetches one from the network."""
    by_id = {each["$id"]: each for each in schemas.values()}
    checker = jsonschema.FormatChecker()
    try:
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012 as draft
    except ImportError:  # jsonschema before 4.18, as Debian 12 has it

        def refuse(uri):
            raise ValueError(f"no schema of ours has the $id {uri}")

        resolver = jsonschema.RefResolver.from_schema(
            schema, store=by_id, handlers={scheme: refuse for scheme in ("http", "https")}
        )
        return jsonschema.Draft202012Validator(schema, resolver=resolver, format_checker=checker)
    registry = Registry().with_resources((name, draft.create_resource(each)) for name, each in by_id.items())
    return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=checker)


def violations(value, schema, schemas):
    try:
        for error in validator(schema, schemas).iter_errors(value):
            yield f"{'/'.join(map(str, error.absolute_path)) or 'the whole'}: {error.message}"
    except Exception as error:  # a $ref that leads nowhere and a bad `pattern` have no common class across versions
        yield f"cannot be validated: {type(error).__name__}: {error}"


def check_schemas(contracts):
    """Returns the sound schemas by their path from `contracts`, and what is wrong with the others."""
    sound, wrong = {}, []
    for path in sorted(contracts.glob("**/*.schema.json")):
        try:
            schema = read_json(path)
            jsonschema.Draft202012Validator.check_schema(schema)
            if not isinstance(schema, dict) or schema.get("$schema") != DRAFT or not schema.get("$id"):
                raise ValueError(f"needs an $id and the $schema {DRAFT}")
            sound[str(path.relative_to(contracts))] = schema
        except (ValueError, jsonschema.SchemaError) as error:
            wrong.append((path, getattr(error, "message", str(error))))
    return sound, wrong


def check_examples(contracts, schemas):
    examples = {path.name: path for path in sorted((contracts / "examples").glob("*.json"))}
    index_path = examples.pop("index.json", contracts / "examples" / "index.json")
    try:
        index = read_json(index_path) if index_path.exists() else {}
    except ValueError as error:
        yield index_path, str(error)
        return
    for name in sorted(set(index) - set(examples)):
        yield index_path, f"names {name}, which does not exist"
    by_id = {schema["$id"]: schema for schema in schemas.values()}
    for name, path in examples.items():
        if index.get(name) not in schemas:
            yield path, f"has no sound schema in index.json (it says {index.get(name)})"
            continue
        try:
            example = read_json(path)
        except ValueError as error:
            yield path, str(error)
            continue
        yield from ((path, text) for text in violations(example, schemas[index[name]], schemas))
        named = str(example["dataschema"]) if isinstance(example, dict) and "dataschema" in example else None
        if named is not None and named not in by_id:
            yield path, f"dataschema names none of our schemas: {named}"
        elif named is not None:
            yield from ((path, f"data: {text}") for text in violations(example.get("data"), by_id[named], schemas))


def check_yaml(folder):
    for path in sorted([*folder.glob("**/*.yaml"), *folder.glob("**/*.yml")]):
        try:
            list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
        except (ValueError, yaml.YAMLError) as error:
            yield path, " ".join(str(error).split())


# What AsyncAPI 3.0 requires of an object, or we of ours, by where it stands (* is any name).
REQUIRED = {
    (): ["asyncapi", "info", "channels", "operations", "components"],
    ("info",): ["title", "version"],
    ("servers", "*"): ["host", "protocol"],
    ("channels", "*"): ["address", "messages"],
    ("operations", "*"): ["action", "channel"],
    ("components", "messages", "*"): ["name", "title", "headers"],
}


def places(document, pattern, path=()):
    """The values at a path with wildcards, each with its own path."""
    if not pattern:
        yield path, document
    elif isinstance(document, dict):
        for name in document if pattern[0] == "*" else [name for name in pattern[:1] if name in document]:
            yield from places(document[name], pattern[1:], (*path, name))


def references(value, path=()):
    if isinstance(value, (dict, list)):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value):
            if name == "$ref":
                yield path, each
            yield from references(each, (*path, name))


def resolves(reference, document, schemas):
    """Whether a $ref names a schema file of ours or an object of the document."""
    name, _, pointer = str(reference).partition("#")
    if name:
        return not pointer and name in schemas
    return any(isinstance(found, dict) for _, found in places(document, pointer.strip("/").split("/")))


def check_asyncapi(path, schemas):
    if not path.exists():
        return
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        yield path, " ".join(str(error).split())
        return
    for pattern, keys in REQUIRED.items():
        for place, value in places(document, pattern):
            for key in keys:
                if not isinstance(value, dict) or key not in value:
                    yield path, f"{'/'.join(place) or 'the whole'} needs {key}"
    if not isinstance(document, dict):
        return
    if document.get("asyncapi") != "3.0.0":
        yield path, "asyncapi must be 3.0.0"
    for place, action in places(document, ("operations", "*", "action")):
        if action not in ("send", "receive"):
            yield path, f"{'/'.join(place)} must be send or receive"
    for place, payload in places(document, ("components", "messages", "*", "payload")):
        schema = payload.get("schema") if isinstance(payload, dict) else None
        if not isinstance(schema, dict) or schema.get("$ref") not in schemas:
            yield path, f"{'/'.join(place)}/schema must be a $ref to one of our schemas"
    for place, headers in places(document, ("components", "messages", "*", "headers")):
        try:
            jsonschema.Draft202012Validator.check_schema(headers)
        except jsonschema.SchemaError as error:
            yield path, f"{'/'.join(place)} is no JSON Schema: {error.message}"
    for place, reference in references(document):
        if not resolves(reference, document, schemas):
            yield path, f"{'/'.join(map(str, place))}: $ref leads nowhere: {reference}"


def main(root):
    contracts = root / "docs" / "contracts"
    schemas, found = check_schemas(contracts)
    found = [
        *found, *check_examples(contracts, schemas), *check_asyncapi(contracts / "asyncapi.yaml", schemas),
        *check_yaml(root / "config"),
    ]  # fmt: skip
    for path, text in found:
        print(f"{path.relative_to(root)}: {text}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
