#!/bin/bash
# Queues: a run pins queued posts to their slots, and nothing moves a pin.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/2026
write calendar/calendar.yml <<'EOF'
timezone: Europe/Madrid
max-late: 24h
queues:
  mananas: {slots: {default: ["MO-FR 09:30"]}, accounts: [blog]}
EOF
queued() { # ID [LINE]
    printf -- '---\ntitle: Pan %s\nqueue: mananas\n%s\n---\nPan de %s.\n' "$1" "${2:-x-nada: 1}" "$1" \
        >"content/posts/$1.md"
}
mkdir -p content/posts
due_of() { json_value ".deliveries[] | select(.post == \"$1\") | .due"; }
is_due() { # ID TIME WHAT
    check "$3" [ "$(due_of "$1")" = "$2" ]
}
MONDAY=2026-11-23T09:31+01:00

queued a && queued b && commit 'post: two in a queue'
run plan --now $MONDAY
out_has '(tentative)' 'plan shows slots that are not pinned yet'
run publish --dry-run --now $MONDAY
check_not 'a dry run pins nothing' git rev-parse -q --verify pregon-ledger:deliveries/a/blog.yml
run publish --now $MONDAY
is_status 0 'a run pins what is queued'
out_has '2026-11-24T09:30:00+01:00' 'and says where'
check 'each has a record' [ "$(git ls-tree -r --name-only pregon-ledger deliveries | wc -l)" = 2 ]
ledger_file deliveries/a/blog.yml >"$T/a.yml"
check 'in the state pinned' grep -qx 'state: pinned' "$T/a.yml"
check 'with its time' grep -q '^due: "\?2026-11-24T09:30:00+01:00' "$T/a.yml"
check 'and its queue' grep -qx 'queue: mananas' "$T/a.yml"
check 'in one commit' [ "$(git log --format=%s pregon-ledger | grep -c '2 pinned')" = 1 ]
run publish --now $MONDAY
out_lacks '2026-11-24T09:30' 'a second run has nothing to pin'

# --- nothing moves a pin ---
queued 0-first 'priority: 9' && commit 'post: one that comes first'
run publish --now $MONDAY
run plan --now $MONDAY --format json
is_due a 2026-11-24T09:30:00+01:00 'a post of a higher priority does not push one that is pinned'
is_due 0-first 2026-11-26T09:30:00+01:00 'it takes the next free slot'
cat >>calendar/calendar.yml <<'EOF'
blackouts:
  - {from: 2026-11-25, until: 2026-11-25, why: Luto}
EOF
commit 'calendar: a blackout'
run check --now $MONDAY
out_has 'Luto' 'check reports a pin in a blackout'
run publish --now $MONDAY
run plan --now $MONDAY --format json
is_due b 2026-11-25T09:30:00+01:00 'a later blackout does not move a pin'
sed -i.old '/blackouts/,$d' calendar/calendar.yml && rm calendar/calendar.yml.old && commit 'calendar: none'

# --- its time comes ---
run publish --now 2026-11-24T09:29+01:00
out_lacks 'sent ' 'before its slot nothing goes out'
run publish --now 2026-11-24T09:31+01:00
ledger_file deliveries/a/blog.yml >"$T/a.yml"
check 'at its slot it is sent' grep -qx 'state: sent' "$T/a.yml"
run plan --now 2026-11-24T09:32+01:00 --format json
is_due a 2026-11-24T09:30:00+01:00 'and keeps the time at which it went'

# --- a post that leaves its queue ---
sed -i.old 's|^queue:.*|date: 2026-11-27 12:00\naccounts: [blog]|' content/posts/b.md && rm content/posts/b.md.old
commit 'post: a date of its own'
run publish --now 2026-11-24T09:33+01:00
run plan --now 2026-11-24T09:33+01:00 --format json
is_due b 2026-11-27T12:00:00+01:00 'a date that a pinned post has got holds'
queued c && commit 'post: another'
run publish --now 2026-11-24T09:34+01:00
run plan --now 2026-11-24T09:34+01:00 --format json
is_due c 2026-11-25T09:30:00+01:00 'and its slot is free again'
rm content/posts/c.md && commit 'post: away'
queued d && commit 'post: one more'
run publish --now 2026-11-24T09:35+01:00
run plan --now 2026-11-24T09:35+01:00 --format json
is_due d 2026-11-25T09:30:00+01:00 'so is the slot of a post that is gone'
json '.balance.deliveries == ([.balance | to_entries[] | select(.key != "deliveries") | .value] | add)' \
    'the balance adds up'
finish
