"""Holds schemas against files that people wrote, and against what `check` said of those that are wrong.

    python3 schemas.py SCHEMAS WORKSPACE...     every file is right
    python3 schemas.py SCHEMAS --cases FOLDER   what `expect` calls wrong is wrong, the rest is right

SCHEMAS holds NAME.json of `pregon schema NAME`. Prints what does not agree. For cases, only complaints
that a schema can know of count: keys that are unknown or missing, and values of a wrong kind.
"""
import json, os, re, sys
import jsonschema, yaml


class Words(yaml.SafeLoader):
    """YAML 1.2's core types, as editors read it: no dates, no `no` for false."""


Words.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(null|Null|NULL|~|)$", ["n", "N", "~", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
):
    Words.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))

PLACES = [
    (r"brand/(brand|accounts|audiences|team|mentions)\.yml$", None),
    (r"brand/voice/exceptions\.yml$", "exceptions"),
    (r"calendar/calendar\.yml$", "calendar"),
    (r"calendar/campaigns/[^/]*\.md$", "campaign"),
    (r"content/.*\.(jpe?g|png|gif|webp|mp4)\.yml$", "sidecar"),
    (r"content/(posts|replies)/.*?([^/]+)\.md$", "post"),
]
AT_HOME = {"accounts.yml": "brand", "audiences.yml": "brand", "brand.yml": "brand", "mentions.yml": "brand",
           "team.yml": "brand", "calendar.yml": "calendar"}
KNOWABLE = {"unknown-key", "missing-key"}
# Rules whose complaints a schema need not share: what exists, what makes sense, what is no YAML.
UNSURE = {"value", "date", "yaml", "markdown", "media", "alt-text", "front-matter", "file", "id", "order",
          "secret", "queue"}


def schema_of(path):
    for pattern, name in PLACES:
        found = re.search(pattern, path)
        if found and name == "post":
            return "variant" if "." in found.group(2) else "post"
        if found:
            return name or found.group(1)


def read(path, name):
    with open(path, encoding="utf-8", errors="strict", newline="") as file:
        text = file.read()
    if name in ("post", "variant", "campaign"):
        parts = re.match(r"---\n(.*?)^---\n", text, re.S | re.M)
        text = parts.group(1) if parts else ""
    return with_words(yaml.load(text, Words))


def with_words(value):
    """Keys are text in JSON."""
    if isinstance(value, dict):
        return {str(key): with_words(item) for key, item in value.items()}
    return [with_words(item) for item in value] if isinstance(value, list) else value


def complaints(schemas, path, name):
    """None for what is no YAML at all, which is another's business."""
    try:
        value = read(path, name)
    except (yaml.YAMLError, UnicodeDecodeError):
        return None
    if value is None:
        return None
    found = sorted(schemas[name].iter_errors(value), key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message[:100]}" for error in found]


def walk(folder):
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".git")]
        for file in sorted(files):
            if os.path.isfile(os.path.join(place, file)):
                yield os.path.join(place, file)


def told(expect):
    """path -> rules that the case's `expect` names there."""
    rules = {}
    for line in open(expect, encoding="utf-8"):
        found = re.match(r"([^ :]+):\d+:\d+: \w+: .*\[([\w.-]+)\]$", line)
        if found:
            rules.setdefault(found.group(1), set()).add(found.group(2))
    return rules


def main():
    schemas = {}
    for file in os.listdir(sys.argv[1]):
        schema = json.load(open(os.path.join(sys.argv[1], file)))
        jsonschema.Draft7Validator.check_schema(schema)
        schemas[file[:-5]] = jsonschema.Draft7Validator(schema)
    seen = 0
    if sys.argv[2] != "--cases":
        for workspace in sys.argv[2:]:
            for path in (path for top in ("brand", "calendar", "content") for path in walk(os.path.join(workspace, top))):
                name = schema_of(os.path.relpath(path, workspace))
                wrong = name and complaints(schemas, path, name)
                seen += name is not None
                for complaint in wrong or []:
                    print(f"{path}: {complaint}")
        print(f"files {seen}", file=sys.stderr)
        return
    for case in sorted(os.listdir(sys.argv[3])):
        folder = os.path.join(sys.argv[3], case)
        expect = os.path.join(folder, "expect")
        if not os.path.exists(expect) or os.path.exists(os.path.join(folder, "cmd")):
            continue
        rules = told(expect)
        for path in walk(folder):
            inside = os.path.relpath(path, folder)
            if "/" not in inside:
                inside = f"{AT_HOME[inside]}/{inside}" if inside in AT_HOME else f"content/posts/{case}/{inside}"
            name = schema_of(inside)
            wrong = name and complaints(schemas, path, name)
            if wrong is None:
                continue
            seen += 1
            said = rules.get(inside, set())
            known = KNOWABLE - {"missing-key"} if name == "post" else KNOWABLE  # accounts, from elsewhere
            if said & known and not wrong:
                print(f"{path}: check says {sorted(said)}, the schema nothing")
            if wrong and not said & (KNOWABLE | UNSURE):
                print(f"{path}: check says {sorted(said)}, the schema {wrong}")
    print(f"files {seen}", file=sys.stderr)


main()
