#!/bin/bash
# `next`: a queue's next free slot, for what was missed, what a hold made late, and what moves.
. "$(dirname "$0")/lib.sh"

# Two posts in a queue of the blog and two with a date, all too late by Friday 27 November.
late_workspace() { # NAME
    new_workspace "$1"
    rm -r content/posts/2026
    write calendar/calendar.yml <<'EOF'
timezone: Europe/Madrid
max-late: 24h
queues:
  mananas: {slots: {default: ["MO-FR 09:30"]}, accounts: [log]}
EOF
    write brand/accounts.yml <<'EOF'
accounts:
  log: {network: "null", log: public/log}
  other: {network: "null", log: public/other}
EOF
    mkdir -p content/posts
    queued q1 && queued q2
    dated d1 '2026-11-24 12:00' log && dated d2 '2026-11-23 12:00' log
    commit 'post: four'
    run publish --now 2026-11-23T08:00+01:00 # pins q1 to Monday, q2 to Tuesday
}
queued() { printf -- '---\ntitle: %s\nqueue: mananas\n---\nPan de %s.\n' "$1" "$1" >"content/posts/$1.md"; }
dated() { printf -- '---\ndate: %s\naccounts: [%s]\n---\nPan de %s.\n' "$2" "$3" "$1" >"content/posts/$1.md"; }
FRIDAY=2026-11-27T10:00+01:00

# --- resolve ---
late_workspace resolve
run publish --now $FRIDAY
is_status 3 'four were missed'
queued waits && commit 'post: one that waits'
run resolve --state missed --reschedule next --why 'runner was off' --now $FRIDAY --format json
is_status 0 'all get the next free slots'
json '[.deliveries | sort_by(.due)[] | "\(.post) \(.due[0:10])"] == ["q1 2026-12-01", "d2 2026-12-02", "q2 2026-12-03", "d1 2026-12-04"]' \
    'one each, the oldest first, behind what waits; also posts with a date, by the queue of their account'
run publish --now $FRIDAY
is_status 0 'nothing needs a person any more'
run plan --now $FRIDAY --format json
json '.balance.scheduled == 5' 'all are scheduled'
json '[.deliveries[] | select(.post == "waits") | .due] == ["2026-11-30T09:30:00+01:00"]' 'what waited keeps its slot'
ledger_file deliveries/d1/log.yml >"$T/d1.yml"
check_not 'a foreign slot is a word of a person' grep -q '^queue' "$T/d1.yml"
ledger_file deliveries/q1/log.yml >"$T/q1.yml"
check "its own is its queue's" grep -qx 'queue: mananas' "$T/q1.yml"
run publish --now 2026-12-01T09:31+01:00
run publish --now 2026-12-04T09:31+01:00
run plan --now 2026-12-04T09:32+01:00 --format json
json '[.deliveries[] | select(.post == "d1") | .state] == ["sent"]' 'at its slot it is sent, whatever its date says'
run resolve --state missed --skip --now 2026-12-04T09:32+01:00

dated alone '2026-12-04 12:00' other && commit 'post: one that no queue feeds'
run publish --now 2026-12-07T10:00+01:00
run resolve alone other --reschedule next --now 2026-12-07T10:00+01:00
is_status 2 'without a queue there is no next slot'
err_has "'alone' is in no queue, and none feeds 'other'" 'and it says so'
cat >>calendar/calendar.yml <<'EOF'
  tardes: {slots: {null: ["MO-FR 18:00"]}}
  noches: {slots: {other: ["SA 21:00"]}}
EOF
commit 'calendar: two more'
run resolve alone other --reschedule next --now 2026-12-07T10:00+01:00
is_status 2 'nor where two queues would do'
err_has "'tardes', 'noches'" 'which it names'
sed -i.old '/tardes/d' calendar/calendar.yml && rm calendar/calendar.yml.old && commit 'calendar: one less'
run resolve alone other --reschedule next --now 2026-12-07T10:00+01:00
is_status 0 'one will do'
out_has '2026-12-12T21:00:00+01:00' 'and its slot is shown'
sed -i.old '/noches/d' calendar/calendar.yml && rm calendar/calendar.yml.old
printf 'blackouts:\n  - {from: 2026-01-01, until: 2028-01-01, why: Cerrado}\n' >>calendar/calendar.yml
queued never && commit 'calendar: closed'
run resolve never log --reschedule next --now 2026-12-07T10:00+01:00
is_status 2 'a queue without a free slot'
err_has "the queue 'mananas' has no free slot for 'never' on 'log'" 'is told'

# --- resume ---
late_workspace resume
run hold --why 'fuego en el obrador' --now 2026-11-23T09:00+01:00
queued q3 && dated d3 '2026-11-27 09:00' log && dated d4 '2026-12-11 09:00' log
commit 'post: three more'
run resume --now $FRIDAY
is_status 2 'what is too late wants a word'
out_has 'still in time' 'what is in time is shown'
out_has 'd3' 'by its name'
out_has 'too late by now' 'and what is not'
err_has '4 deliveries are too late by now, and stay held' 'which are counted'
err_has '--skip' 'with what can be said'
run status --now $FRIDAY
out_has 'fuego en el obrador' 'the hold is as it was'
run resume --format json --now $FRIDAY
is_status 2 'also for machines'
run resume --reschedule next --skip --now $FRIDAY
is_status 2 'not both'
run resume --reschedule next --why 'apagado' --now $FRIDAY
is_status 0 'they get the next slots'
out_has '2026-12-01T09:30:00+01:00' 'which are shown'
run publish --now $FRIDAY --format json
is_status 0 'and nothing is missed'
json '[.deliveries[] | "\(.post) \(.state) \(.due[0:10])"] | index("d3 sent 2026-11-27") and index("q3 scheduled 2026-11-30") and index("q1 scheduled 2026-12-01") and index("d1 scheduled 2026-12-04")' \
    'no two in one slot, no burst'
run hold --account log --now $FRIDAY
run resume --account log --now $FRIDAY
is_status 0 'where nothing is late, no word is needed'
run hold --now $FRIDAY
run resume --skip --now 2026-12-09T10:00+01:00 --format json
is_status 0 'what is late is let go'
json '[.deliveries[] | select(.state == "skipped")] | length == 5' 'all of it'
run publish --now 2026-12-09T10:00+01:00
is_status 0 'and never missed'

if script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    late_workspace terminal
    run hold --now 2026-11-23T09:00+01:00
    answer() { # ANSWERS
        printf "$1" | script -qec "'$PREGON' resume --now $FRIDAY" /dev/null >"$T/stdout" 2>&1
    }
    answer 'no\nno\n'
    out_has 'nothing was changed' 'on a terminal it asks'
    run status --now $FRIDAY
    out_has 'held' 'and two noes change nothing'
    answer 'yes\nyes\n'
    run plan --now $FRIDAY --format json
    json '[.deliveries[] | "\(.post) \(.due[0:10])"] == ["q1 2026-11-30", "d2 2026-12-01", "q2 2026-12-02", "d1 2026-12-03"]' 'a yes gives the next slots'
else
    skip 3 'no terminal here'
fi
finish
