#!/bin/bash
# Evil texts and rules (tests/evil): each costs about what an honest text does, or is refused by
# name; no rule stops the others. What is honest is measured in the same run.
. "$(dirname "$0")/lib.sh"
EVIL_PART=${EVIL_PART:-20}
# shellcheck source=tests/evil/lib.sh
. "$TESTS/evil/lib.sh"
ulimit -S -t 60 # of each process

# So much more than an honest text of as many bytes and findings may an evil one cost, and so much
# more in any case. What is quadratic costs a hundred times as much.
TIMES=4
SLACK_MS=100

# Runs pregon on a text; what it took is RUN_CPU_MS.
check_text() { # INI FILE
    local TIMEFORMAT='%3U %3S' user system
    { time run check --vale-ini "$1" --format json "$2"; } 2>"$T/time"
    read -r user system <"$T/time"
    RUN_CPU_MS=$((10#${user/./} + 10#${system/./}))
    read -r FINDINGS OTHERS GIVEN_UP < <(jq -r '[.findings[].rule] |
        "\(length) \(map(select(. == "Otra.Otra")) | length) \(map(select(. == "voice-rule")) | length)"' \
        "$T/stdout" 2>"$T/jq")
}

# The least of some runs, as other work on the machine only adds.
least_cpu() { # INI FILE
    LEAST_MS=1000000
    for _ in 1 2 3; do
        check_text "$@"
        [ "$RUN_CPU_MS" -ge $LEAST_MS ] || LEAST_MS=$RUN_CPU_MS
    done
}

# Sets LIMIT_MS; tries again where that is passed, as others on the machine may have been at work.
check_text_in_time() { # FLOOR-MS INI FILE
    local bytes by_bytes by_findings
    bytes=$(stat -c %s "$3")
    for _ in 1 2 3; do
        check_text "${@:2}"
        by_bytes=$((bytes * honest_ms / honest_bytes))
        by_findings=$((${FINDINGS:-0} * rich_ms / rich_findings))
        LIMIT_MS=$(($1 + SLACK_MS + TIMES * (by_bytes + by_findings)))
        [ $RUN_CPU_MS -gt $LIMIT_MS ] || break
    done
    SAID="$RUN_CPU_MS ms of at most $LIMIT_MS, $bytes bytes, ${FINDINGS:-no} findings"
    [ $RUN_CPU_MS -le $LIMIT_MS ]
}

evil_styles "$T"
echo 'pan y panx' >"$T/nothing.md"
evil_honest_text 32768 "$T/honest.md"
honest_bytes=$(stat -c %s "$T/honest.md")
least_cpu "$T/pack.ini" "$T/nothing.md"
honest_ms=$LEAST_MS
least_cpu "$T/pack.ini" "$T/honest.md"
honest_ms=$((LEAST_MS > honest_ms ? LEAST_MS - honest_ms : 1))
least_cpu "$T/all.ini" "$T/nothing.md"
floor_ms=$LEAST_MS
least_cpu "$T/all.ini" "$T/honest.md"
rich_ms=$((LEAST_MS - floor_ms))
rich_findings=$FINDINGS
echo "# nothing: $floor_ms ms; $honest_bytes honest bytes: $honest_ms ms; $rich_findings findings: $rich_ms ms"

for recipe in "$TESTS"/evil/texts/*.sh; do
    name=$(basename "$recipe" .sh)
    text=$T/$name.md
    evil_text "$recipe" "$text"
    if ! check_text_in_time $floor_ms "$T/all.ini" "$text"; then
        fail "the text $name ends in time" "$SAID"
    elif [ $RUN_STATUS -eq 2 ]; then
        check "the text $name is refused by name: $SAID" grep -qF "$text" "$T/stderr"
    else
        check "the text $name is checked: $SAID" [ $RUN_STATUS -le 1 -a -n "$FINDINGS" ]
    fi
    rm "$text"
done

# 6000 findings: more than a rule may have in a text.
write "$T/often.yml" <<'END'
extends: existence
message: "«%s»"
tokens: [pan]
END
evil_rule "$T/often.yml" "$T/one"
{ for i in {1..60}; do times 2000 'pan '; printf '\n\n'; done; echo hogaza; } >"$T/often.md"
run check --vale-ini "$T/one/one.ini" --format json "$T/often.md"
json '([.findings[] | select(.rule == "Evil.Rule")] | length == 5000) and
    ([.findings[] | select(.rule == "voice-rule")] | length == 1) and
    ([.findings[] | select(.rule == "Otra.Otra")] | length == 1)' \
    'after 5000 findings a rule is given up on a text, and named; the others go on'
json '.findings[] | select(.rule == "voice-rule") | .message | contains("Evil.Rule")' 'by its name'
echo 'limit: 5' >>"$T/often.yml"
evil_rule "$T/often.yml" "$T/one"
run check --vale-ini "$T/one/one.ini" --format json "$T/often.md"
json '[.findings[].rule] == ["Evil.Rule", "Evil.Rule", "Evil.Rule", "Evil.Rule", "Evil.Rule", "Otra.Otra"]' \
    'one with a limit of its own is not named: it shows what it was asked for'

evil_runs "$T/runs.md"
evil_rule "$TESTS/evil/styles/Casa/Cuenta.yml" "$T/one"
least_cpu "$T/one/one.ini" "$T/runs.md"
floor_ms=$LEAST_MS
for rule in "$TESTS"/evil/patterns/*.yml "$TESTS"/evil/rules/*.yml; do
    name=$(basename "$rule" .yml)
    evil_rule "$rule" "$T/one"
    if ! check_text_in_time $floor_ms "$T/one/one.ini" "$T/runs.md"; then
        fail "the rule $name ends in time" "$SAID"
    elif [ $RUN_STATUS -eq 2 ]; then
        check "the rule $name is refused by name: $SAID" grep -qF Evil/Rule.yml "$T/stderr"
    else
        check "the rule $name stops no other: $SAID" [ "$OTHERS/$((GIVEN_UP < 2))" = 1/1 ]
    fi
done
finish
