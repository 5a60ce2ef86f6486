#!/bin/bash
# Hostile texts (tests/hostile/strings) in titles, keys, tags, pictures, bodies and file names, and
# everything that pregon prints or writes of them, read by those who come after it
# (tests/tools/oracle.c, jq, xmllint): no command of a CI service, no formula, no control
# character, and well formed. Then 100,000 findings: no flood.
. "$(dirname "$0")/lib.sh"
ORACLE=$(cd "$TESTS/.." && realpath -m "$BUILD/oracle")
[ -x "$ORACLE" ] || skip_all "'$ORACLE' is not there: run make unit first"
NOW=2026-11-24T12:00:00+01:00
STEP=$([ -n "${HOSTILE_ALL:-}" ] && echo 1 || echo 8)
STRINGS=$TESTS/hostile/strings
new_workspace
rm -r content/posts && mkdir -p content/posts/a brand/voice/Evil calendar/campaigns
printf '%s\n' 'accounts:' '  n: {network: "null", class: I, log: public/n.log}' >brand/accounts.yml
printf '%s\n' 'timezone: Europe/Madrid' 'max-late: 1000d' 'backlog: 100000' >calendar/calendar.yml
printf 'voice: {styles: [Evil]}\n' >>brand/brand.yml
write brand/voice/Evil/Word.yml <<'END'
extends: existence
message: "%s"
nonword: true
raw: ['\S*(?:::|##|=|<|\\)[^\n]*']
END
write brand/voice/Evil/Swap.yml <<'END'
extends: substitution
message: "%s in place of %s"
nonword: true
swap: {'\S*error\S*': '::error::x|##[error]x'}
action: {name: replace}
END

# As texts of YAML and of front matter as people write it, one after the other.
COUNT=0
while IFS= read -r line; do
    case $line in '' | '# '[A-Zt-]*) continue ;; esac
    COUNT=$((COUNT + 1))
    printf -v text %b "$line"
    quoted=$(jq -anr --arg s "$text" '$s | @json')
    printf '%s\n' --- "title: $quoted" "date: 2026-11-24 10:00" "accounts: [n]" "tags: [$quoted]" \
        "media: [{file: $quoted, alt: $quoted}]" "$quoted: x" --- '' "$text" '' "x $text" >content/posts/a/$COUNT.md
    printf '%s\n' --- "title: $quoted" "date: 2026-11-24 10:00" "accounts: [n]" --- "Pan $COUNT" '' "x $text" >content/posts/a/$COUNT-sent.md
    printf '%s\n' --- "title: $text" "campaign: $quoted" "date: $quoted" "accounts: [$quoted]" --- x >content/posts/a/$COUNT-raw.md
    printf '%s\n' --- "id: $quoted" "date: 2026-11-24 10:00" "accounts: [n]" "after: $quoted" --- "Pan de ayer $COUNT" >content/posts/a/$COUNT-id.md
    name=${text//\//_}
    [ "${#name}" -gt 200 ] || printf '%s\n' --- "title: x" "date: 2026-11-24 10:00" "accounts: [n]" "language: $quoted" --- "Pan de hoy $COUNT" >"content/posts/a/$name.md"
done <"$STRINGS"
commit 'post: evil'
check "$COUNT texts" [ $COUNT -ge 200 ]

# Reads a file, and what WHO says of it must be nothing.
read_by() { # KIND FILE WHAT
    if "$ORACLE" "$1" "$2" >"$T/said"; then pass "$3"; else fail "$3" "$(head -n 12 "$T/said")"; fi
}
is_read() { # KIND WHAT
    read_by "$1" "$T/stdout" "$2"
    read_by commands "$T/stderr" "$2: standard error"
}

run check --now $NOW
is_read commands 'check'
FINDINGS=$(run check --now $NOW --format json; jq '.findings | length' "$T/stdout")
check "of $FINDINGS findings" [ "${FINDINGS:-0}" -gt $((COUNT * 4)) ]
for format in json sarif gitlab rdjson vale; do
    run check --now $NOW --format $format
    is_read commands "check --format $format"
    json . "check --format $format is JSON"
done
run check --now $NOW --format junit
is_read commands 'check --format junit'
if command -v xmllint >/dev/null; then
    check 'check --format junit is XML' xmllint --noout --nonet "$T/stdout"
else
    skip 1 'xmllint is not here'
fi

# At most fifty at once: so the posts of a text at a time.
: >"$T/outputs"
for ((i = 1; i <= COUNT; i += STEP)); do
    run check --now $NOW --format github content/posts/a/$i*.md
    cat "$T/stdout" "$T/stderr" >>"$T/outputs"
done
read_by github "$T/outputs" 'check --format github'
check 'whose annotations are all ours' [ "$(tail -n 1 "$T/said")" -eq "$(grep -c '^::' "$T/outputs")" ]

for command in 'plan' 'plan --month 2026-11' 'plan --mix' 'status' 'status --log' 'show a/1' 'brand test' 'explain Evil.Word' 'check --fix --dry-run'; do
    # shellcheck disable=SC2086 # words
    run $command --now $NOW
    # A patch keeps the line ends of the file that it is for.
    case $command in *--dry-run) sed -i 's/\r$//' "$T/stdout" ;; esac
    is_read commands "$command"
done
: >"$T/outputs"
for ((i = 1; i <= COUNT; i += STEP)); do
    run show "a/$i-sent" --now $NOW
    cat "$T/stdout" "$T/stderr" >>"$T/outputs"
done
read_by commands "$T/outputs" show
run plan --now $NOW --format csv
is_read csv 'plan --format csv'
run plan --now $NOW --format ics
is_read ics 'plan --format ics'
check 'has the events of the plan' [ "$("$ORACLE" ics "$T/stdout" | tail -n 1)" = "$(run plan --now $NOW --format json; jq '[.deliveries[] | select(.due)] | length' "$T/stdout")" ]
run plan --now $NOW --format json
is_read commands 'plan --format json'
json . 'plan --format json is JSON'

run publish --now $NOW
is_read commands 'publish'
run publish --now $NOW --format json
is_read commands 'publish --format json'
json ".balance.sent >= 100" 'posts were sent'
run status --log --now $NOW
is_read commands 'status --log of what was sent'
run plan --now $NOW --format csv
is_read csv 'plan --format csv of what was sent'
git log --format='%an %ae %s%n%b' pregon-ledger >"$T/log"
read_by commands "$T/log" 'the messages of the ledger'
git archive pregon-ledger | tar -xO >"$T/records"
read_by bytes "$T/records" 'its records and README'
git show pregon-ledger:README.md >"$T/readme" && read_by commands "$T/readme" 'its README'

# --- a flood ---
new_workspace flood
mkdir content/posts/many
for i in {1..50}; do
    { printf '%s\n' --- 'date: 2026-11-24 10:00' 'accounts: [blog]' --- && for j in {1..500}; do echo 'pann pann pann pann'; done; } >content/posts/many/$i.md
done
mkdir -p brand/voice/Evil && printf 'voice: {styles: [Evil]}\n' >>brand/brand.yml
printf '%s\n' 'extends: existence' "message: '«%s» is no word, and this goes on for a while so that there is more of it'" 'tokens: [pann]' >brand/voice/Evil/Word.yml
run check --now $NOW --format json
FINDINGS=$(jq '.findings | length' "$T/stdout")
check "$FINDINGS findings" [ "$FINDINGS" -ge 100000 ]
run check --now $NOW --format github
check 'at most 50 annotations' [ "$(grep -c '^::' "$T/stdout")" -eq 50 ]
out_has "50 findings of $FINDINGS are shown" 'and how many there are'
run check --now $NOW
check "as text $(stat -c %s "$T/stdout") bytes" [ "$(stat -c %s "$T/stdout")" -le $((1024 * 1024)) ]
check 'with a summary' [ "$(tail -n 1 "$T/stdout" | grep -c "$(printf '%d' $FINDINGS)\|warnings")" -eq 1 ]
finish
