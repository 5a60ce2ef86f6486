#!/bin/bash
# pregon schema: what editors read says the same of files as check does.
. "$(dirname "$0")/lib.sh"
root=$(cd "$TESTS/.." && pwd)
cd "$T" || exit

run schema
is_status 0 'without a name it lists them'
out_has 'calendar/calendar.yml' 'with the files that each is for'
run schema --format json
json '.version == 1 and (.schemas | length) >= 11 and all(.schemas[]; .title != "" and .files != "")' 'for machines, too'
mapfile -t names < <(json_value '.schemas[].name')
run schema post
is_status 0 'a schema is printed'
json '.["$schema"] == "http://json-schema.org/draft-07/schema#" and .additionalProperties == false' 'it is JSON Schema'
json '.properties.overrides.additionalProperties.properties | has("manner") and has("date") and (has("id") | not)' \
    "under 'overrides' stand the networks' own keys, and no key of the whole post"
json '[.properties[] | .description // ""] | all(. != "")' 'each key is described'
cp "$T/stdout" english.json
run --lang es schema post
json '.properties.date.description | startswith("cuándo")' 'in Spanish, too'
check 'which changes the words alone' \
    cmp -s <(jq -S 'del(.. | .description?, .title?)' english.json) <(jq -S 'del(.. | .description?, .title?)' "$T/stdout")
run schema accounts
json '.properties.accounts.additionalProperties.properties | has("secret") and has("limits") and has("out")' \
    'an account has the keys of all that read it'
run schema post --out there.json
is_status 0 'with --out it is written'
check 'and is the same' cmp -s there.json english.json
run schema pots
is_status 2 'one that is not there is wrong usage'
err_has "did you mean 'post'?" 'and the nearest is named'
run schema --out nowhere.json
is_status 2 '--out needs a name'

if ! python3 -c 'import jsonschema, yaml' 2>/dev/null; then
    skip 4 'python3-jsonschema and python3-yaml are not here'
    finish
fi
mkdir schemas
for name in "${names[@]}"; do "$PREGON" schema "$name" >"schemas/$name.json"; done
python3 "$TESTS/cli/schemas.py" schemas "$root" "$TESTS/cli/workspace" "$TESTS/cases/check/.base" >found 2>counted
same /dev/null found 'files that are right are right by their schemas'
python3 "$TESTS/cli/schemas.py" schemas --cases "$TESTS/cases/check" >found 2>counted
same /dev/null found 'of the cases of check, those with a wrong key are wrong, and no others'
check 'many were looked at' [ "$(awk '{ print $2 }' counted)" -gt 500 ]
# The test can fail.
jq 'del(.properties.queues)' schemas/calendar.json >less && mv less schemas/calendar.json
python3 "$TESTS/cli/schemas.py" schemas "$root" >found 2>counted
check 'a schema that lacks a key is found out' grep -q queues found
finish
