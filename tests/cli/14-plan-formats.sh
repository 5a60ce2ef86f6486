#!/bin/bash
# plan for calendars (RFC 5545) and for spreadsheets (RFC 4180): the same deliveries as in JSON, and
# nothing that a post says becomes a property of its own, a formula or a terminal's command.
. "$(dirname "$0")/lib.sh"
new_workspace
export PREGON_NOW=2026-11-24T12:00:00+01:00
write content/posts/2026/12/formula.md <<'POST'
---
title: "=HYPERLINK(\"https://x.example\"), \"pan\"; \\ y más: ñandú, pingüino, cigüeña, ñoquis, piñón, caña"
date: 2026-12-10 23:30
accounts: [blog]
---
Hoy hay pan.
POST
write content/posts/2026/12/lista.md <<'POST'
---
title: "- uno"
draft: true
accounts: [blog]
---
Hoy hay pan.
POST
commit 'post: two more'
run plan --format json
cp "$T/stdout" "$T/plan.json"
count=$(json_value '.deliveries | length')
timed=$(json_value '[.deliveries[] | select(.due)] | length')

run plan --format csv
is_status 0 'csv'
check 'its lines end as RFC 4180 says' [ "$(grep -vc $'\r$' "$T/stdout")" = 0 ]
check 'a row a delivery, below the names' [ "$(wc -l <"$T/stdout")" = $((count + 1)) ]
check 'the names of JSON' [ "$(head -n 1 "$T/stdout" | tr -d '\r')" = post,account,network,state,due,title,path,why,url ]
out_has "\"'=HYPERLINK(\"\"https://x.example\"\")" 'a formula is text, and quotes are doubled'
out_has ",'- uno," 'so is what begins with a hyphen'
run plan --format csv --account blog --from 2026-12-10 --until 2026-12-10
check 'csv obeys --from, --until and --account' [ "$(wc -l <"$T/stdout")" = 3 ]

run plan --format ics
is_status 0 'ics'
check 'its lines end as RFC 5545 says' [ "$(grep -vc $'\r$' "$T/stdout")" = 0 ]
check 'none is longer than 75 bytes' [ "$(tr -d '\r' <"$T/stdout" | LC_ALL=C awk 'length > 75' | wc -l)" = 0 ]
check 'none is cut inside a character' iconv -f UTF-8 -t UTF-8 -o /dev/null "$T/stdout"
tr -d '\r' <"$T/stdout" | sed -e ':a' -e '$!N;s/\n //;ta' -e 'P;D' >"$T/unfolded"
check 'an event for each that has a time' [ "$(grep -c '^BEGIN:VEVENT$' "$T/unfolded")" = "$timed" ]
check 'each with an id of its own' [ "$(grep '^UID:' "$T/unfolded" | sort -u | wc -l)" = "$timed" ]
check 'and a stamp' [ "$(grep -c '^DTSTAMP:20261124T110000Z$' "$T/unfolded")" = "$timed" ]
check 'times are UTC' grep -q '^DTSTART:20261210T223000Z$' "$T/unfolded"
check 'texts are escaped' grep -qF 'SUMMARY:=HYPERLINK("https://x.example")\, "pan"\; \\ y' "$T/unfolded"
cp "$T/stdout" "$T/plan.ics"
run plan --format ics
same "$T/plan.ics" "$T/stdout" 'the same input gives the same bytes'
run plan --format ics --from 2031-01-01
out_lacks VEVENT 'nothing to come'
out_has 'BEGIN:VTIMEZONE' 'is a calendar with one component, as RFC 5545 wants it'
check_not 'which others do not need' grep -q VTIMEZONE "$T/plan.ics"
if /usr/bin/python3 -c 'import icalendar' 2>/dev/null; then
    check 'another program reads it' /usr/bin/python3 -c '
import icalendar, sys
events = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read()).walk("VEVENT")
assert len(events) == int(sys.argv[2]) and not any(event.errors for event in events)
assert any(event["SUMMARY"].startswith("=HYPERLINK(\"https://x.example\"), \"pan\"; \\ y") for event in events)
' "$T/plan.ics" "$timed"
else
    skip 1 "python3-icalendar is not here"
fi
# --- a month ---
rm -r content && mkdir -p content/posts
for i in 1 2 3 4; do
    printf -- '---\ntitle: Número %d\ndate: 2026-11-24 0%d:30\naccounts: [blog]\n---\nPan %d.\n' "$i" "$i" "$i" >"content/posts/p$i.md"
done
printf -- '---\ndate: 2026-11-30 23:30\naccounts: [blog]\n---\nTurrón.\n' >content/posts/turron.md
printf 'timezone: Europe/Madrid\nblackouts:\n  - {from: 11-26, until: 11-27, yearly: true, why: Luto}\n' >calendar/calendar.yml
run plan --now 2026-11-23 --month
is_status 0 'a month'
sed '/^balance/,$d' "$T/stdout" >"$T/month"
cat >"$T/wanted" <<'TEXT'
November 2026

Monday     Tuesday    Wednesday  Thursday   Friday     Saturday   Sunday
                                                                  1
2          3          4          5          6          7          8
9          10         11         12         13         14         15
16         17         18         19         20         21         22
[23]       24 (4)     25         26 ×       27 ×       28         29
           Número 1
           Número 2
           and 2 more
30 (1)
turron

TEXT
same "$T/wanted" "$T/month" 'is a grid of weeks: deliveries, today, days that are closed'
run plan --now 2026-11-23 --month 2027-02 --lang es
out_has 'febrero de 2027' 'another month, in Spanish'
run plan --now 2026-11-23 --month 2026-11 --format json
json '.deliveries | length == 5' 'JSON lists the month'
run plan --month 2026-13
is_status 2 'no month'
run plan 2026-11
is_status 2 'a month alone'

# --- the mix before and after a branch ---
rm -r content && mkdir -p content/posts
cat >calendar/calendar.yml <<'EOF'
timezone: Europe/Madrid
mix:
  pillars: {producto: {max: 40%, promotional: true}, comunidad: {}}
  groups: {sociales: {pillars: {comunidad: {min: 50%}}}}
EOF
cat >brand/accounts.yml <<'EOF'
accounts:
  log: {network: "null", log: public/log}
  otro: {network: "null", log: public/otro}
groups: {sociales: [log]}
EOF
post() { # NAME DATE PILLAR ACCOUNT
    printf -- '---\ndate: %s\naccounts: [%s]\npillar: %s\n---\nHoy toca %s.\n' "$2" "$4" "$3" "$1" >"content/posts/$1.md"
}
post uno '2026-11-24 09:30' producto log
post dos '2026-11-25 09:30' comunidad otro
git init -q -b main 2>/dev/null && git add -A && git commit -qm 'post: two' && git checkout -qb mia
post tres '2026-11-26 09:30' comunidad log
post cuatro '2026-11-24 09:00' comunidad otro
git rm -q --cached content/posts/uno.md && rm content/posts/uno.md
run plan --mix --now 2026-11-24T12:00:00+01:00 --since main --format json
is_status 0 'the mix since a revision'
json '.mixes[0] | .target == null and .until == "2026-11-26T09:30:00+01:00"' 'is of all posts first'
json '.mixes[0].shares[0] | .name == "producto" and .before == {posts: 1, of: 2} and .ahead == {posts: 0, of: 3} and .now == {posts: 0, of: 1} and .verdict == "within"' 'with what was to come before and is now'
json '.mixes[1] | .target == "sociales" and .shares[0].before == {posts: 0, of: 1} and .shares[0].ahead == {posts: 1, of: 1}' 'then of each group'
json '.since | test("^[0-9a-f]{40}$")' 'and names the commit'
run plan --mix --now 2026-11-24T12:00:00+01:00 --since main
out_has 'before' 'text says before'
out_has 'after' 'and after'
run plan --mix --since nada
is_status 2 'a revision that is not there'
git checkout -q main 2>/dev/null || git checkout -qf main
sed -i.old '/^mix/,$d' calendar/calendar.yml && rm calendar/calendar.yml.old
run plan --mix --since mia
is_status 0 'a calendar that lost its mix'
finish
