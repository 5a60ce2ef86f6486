#!/bin/bash
# The schedule is silent for a day and more: the next run sends all that is not too late, in the
# order of its time, says what was missed, and nothing falls through.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/*
printf 'accounts:\n  uno: {network: "null", class: N, log: public/uno}\n  dos: {network: "null", class: I, log: public/dos}\n' >brand/accounts.yml
echo public >.gitignore
for ((hour = 1; hour <= 40; hour++)); do
    printf -- '---\ntitle: Hora %s\ndate: %s\naccounts: [uno, dos]\n---\nPan de la hora %s.\n' $hour \
        "$(TZ=Europe/Madrid date -d "2026-11-23T09:00:00+01:00 + $hour hours" '+%Y-%m-%d %H:%M')" $hour >"content/posts/h$(printf %02d $hour).md"
done
commit 'post: forty hours'
run publish --now 2026-11-23T09:30:00+01:00
is_status 0 'the last run before the silence'
check 'sends nothing yet' [ ! -e public/uno ]

# Thirty hours later: of the hours 1 to 30, those from the 6th on are less than a day late.
run publish --now 2026-11-24T15:01:00+01:00 --format json
is_status 3 'the next run after thirty hours: a person must hear of it'
json '.balance == (.balance | .deliveries = 80 | .sent = 48 | .missed = 12 | .scheduled = 20)' 'each is sent, missed or still to come'
json '[.balance | del(.deliveries)[]] | add == 80' 'and the balance adds up'
json '[.deliveries[] | select(.state == "missed") | .post] | unique == ["h01", "h02", "h03", "h04", "h05", "h06"]' 'missed are those that are more than a day late, and no others'
check 'on each account in the order of their times' [ "$(jq -r .post public/uno | tr '\n' ' ')" = "$(seq -f 'h%02g' -s ' ' 7 30) " ]
check 'nothing twice' [ "$(cat public/uno public/dos | sort | uniq -d | wc -l)" = 0 ]
before=$(cat public/uno public/dos | wc -l)
run publish --now 2026-11-24T15:02:00+01:00
is_status 3 'it stays said until somebody decides'
check 'and nothing more is sent' [ "$(cat public/uno public/dos | wc -l)" = "$before" ]
run resolve --state missed --skip --why 'too late' --now 2026-11-24T15:03:00+01:00
run publish --now 2026-11-24T15:04:00+01:00
is_status 0 'then all is well'
finish 11
