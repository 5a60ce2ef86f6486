#!/bin/bash
# pregon explain: what a rule means; the manual's table of rules says the same.
. "$(dirname "$0")/lib.sh"
root=$(cd "$TESTS/.." && pwd)
cd "$root" || exit

# What docs/rules.md says of each rule is what the program says. Links are their texts there.
sed -nE '/^\| `/{s/\[([^]]*)\]\([^)]*\)/\1/g; s/\*\*//g; s/^\| `([^`]+)` \| (.*) \| (.*) \|$/\1\t\2\t\3/p}' docs/rules.md >"$T/in-manual"
while IFS=$'\t' read -r rule _; do
    "$PREGON" explain "$rule" --format json | jq -r '[.rule, .meaning, .remedy] | join("\t")'
done <"$T/in-manual" >"$T/in-program"
check 'the manual explains rules' [ -s "$T/in-manual" ]
same "$T/in-manual" "$T/in-program" 'docs/rules.md and explain say the same of each rule'

run explain Horno.Prisas
is_status 0 'a rule of the brand is explained'
out_has 'brand/voice/Horno/Prisas.yml, error, es' 'with its file, its level and its language'
out_has 'Why: El pan se hace despacio' 'why it is there'
out_has 'What to do: «Hasta el domingo»' 'what to do'
out_has '  - Corre que vuelan los buñuelos.' 'an example that breaks it'
out_has "'voice: {rules: {Horno.Prisas: off}}'" 'and how to switch it off'
run explain Horno.Reclamos
out_has 'There is wheat flour' 'of two languages, the reader'"'"'s'
out_lacks 'En el obrador' 'and not the other'
run explain --lang es Horno.Reclamos
out_has 'Por qué: En el obrador' 'in Spanish the Spanish one'
run explain Horno.Llano --format json
json '.kind == "voice" and .["in-use"] and .level == "warning" and (.bad | length) >= 3 and (.good | length) >= 2' 'for machines'
run explain alt-text --format json
json '.kind == "check" and .path == null and .level == null' 'one of check'"'"'s own, likewise'

run explain
out_has 'text-length' 'alone it lists those of check'
out_has 'Pregon.Urgencia' 'and those of the voice'
run explain --format json
json '(.rules | length) > 200 and all(.rules[]; .meaning != "")' 'each with what it means'
run explain Horno.Prisa
is_status 2 'one that is not there is wrong usage'
err_has "did you mean 'Horno.Prisas'?" 'and the nearest is named'

cd "$T" || exit
run explain Pregon.Urgencia
is_status 0 'outside of a workspace, the packs are explained'
out_has 'voice: {styles: [Pregon]}' 'with how to use them'
run explain markdown
is_status 0 'and what check looks at'
finish
