#!/bin/bash
# move: another time for posts, in their files, and nothing else in them.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/2026
export PREGON_NOW=2026-11-01T09:00:00+01:00
cat >>calendar/calendar.yml <<'YAML'
queues:
  mananas: {slots: {default: ["MO-FR 09:30"]}, accounts: [blog]}
YAML
mkdir -p calendar/campaigns
printf -- '---\ntitle: Otoño\nfrom: 2026-11-01\nuntil: 2026-12-31\n---\n' >calendar/campaigns/otono.md
write content/posts/a.md <<'MD'
---
# when
date: "2026-11-24 09:30" # a Tuesday
accounts: [blog]
campaign: otono
overrides:
  blog: {date: 2026-11-24 11:00}
---
Pan de a.
MD
write content/posts/b.md <<'MD'
---
queue: mananas # soon
---
Pan de b.
MD
commit 'post: two'

# --- a shift ---
run move a +1d --dry-run
is_status 0 'a dry run'
out_has '+date: "2026-11-25 09:30" # a Tuesday' 'prints a patch'
check 'and writes nothing' git diff --quiet
run move a +1w
is_status 0 'a week later'
out_has 'content/posts/a.md: date: 2026-11-24 09:30 -> 2026-12-01 09:30' 'says what it did'
cat >"$T/a.md" <<'MD'
---
# when
date: "2026-12-01 09:30" # a Tuesday
accounts: [blog]
campaign: otono
overrides:
  blog: {date: 2026-12-01 11:00}
---
Pan de a.
MD
same "$T/a.md" content/posts/a.md 'comments, quotes and order stay; overrides move along'
run move -- a -1w
check 'and back' git diff --quiet
run move a 2026-12-01
is_status 1 'a day alone, without a queue that gives an hour'
err_has "'2026-12-01 09:30'" 'is refused, with what is right'
check 'and the file stays as it was' git diff --quiet
run move a +90m --format json
json '.version == 1 and .moved[0].to == "2026-11-24 11:00" and .moved[0].what == "date"' 'JSON'
git checkout -q .
echo 'Bread of a.' >content/posts/a.en.md
run move a +1d
is_status 0 'a variant that is a text alone has no date to move'
check 'and stays' [ "$(cat content/posts/a.en.md)" = 'Bread of a.' ]
rm content/posts/a.en.md && git checkout -q .

# --- the clocks ---
sed -i.old 's/^date.*/date: 2026-03-28 02:30/; /overrides/d; /blog:/d' content/posts/a.md && rm content/posts/a.md.old
run move a +1d
is_status 1 'a time that the clocks skip is refused'
err_has "'2026-03-29 02:30' does not exist in Europe/Madrid" 'and named'
run move a +2d
is_status 0 'a day behind it'
check 'is the same hour' grep -qx 'date: 2026-03-30 02:30' content/posts/a.md
sed -i.old 's/^date.*/date: 2026-03-28T09:30:00+01:00/' content/posts/a.md && rm content/posts/a.md.old
run move a +1d
check 'an offset follows the clocks' grep -qx 'date: 2026-03-29T09:30:00+02:00' content/posts/a.md
git checkout -q .

# --- a time, a queue ---
run move b '2026-11-25 10:00'
is_status 0 'a queued post gets a date'
printf -- '---\ndate: 2026-11-25 10:00 # soon\naccounts: [blog]\n---\nPan de b.\n' >"$T/b.md"
same "$T/b.md" content/posts/b.md 'in the place of its queue, whose accounts it keeps'
run check content/posts/b.md
is_status 0 'and is sound'
run move b next --queue mananas --dry-run
err_has "content/posts/b.md: slot of 'mananas': Mon 2 Nov 2026, 09:30, Europe/Madrid (tentative)" 'a dry run says the slot'
run move b next
is_status 0 'next knows the only queue of its account'
out_has "content/posts/b.md: slot of 'mananas': Mon 2 Nov 2026, 09:30, Europe/Madrid (tentative)" 'and says the slot'
check 'the queue takes the place of the date' grep -qx 'queue: mananas # soon' content/posts/b.md
run plan --format json
json '[.deliveries[] | select(.post == "b").due] == ["2026-11-02T09:30:00+01:00"]' 'which plan gives it, too'
run move b next
err_has 'nothing to move' 'it waits there already'
out_has 'Mon 2 Nov 2026, 09:30' 'for that slot'
run move b next --format json
json '.slots == [{"post": "b", "account": "blog", "queue": "mananas", "due": "2026-11-02T09:30:00+01:00", "tentative": true}]' 'JSON'
run move b next --lang es
out_has "hueco de «mananas»: lun 2 de nov de 2026, 9:30, Europe/Madrid (provisional)" 'in Spanish'
run move a next
is_status 1 'a post whose accounts all have dates of their own'
err_has 'overrides' 'is refused'
sed -i.old '/overrides/d; /blog:/d' content/posts/a.md && rm content/posts/a.md.old
run move a next
out_has 'Mon 2 Nov 2026, 09:30' 'without them, it gets what the plan gives: the first, by its name'
run plan --format json
json '[.deliveries[] | "\(.post) \(.due[0:10])"] == ["a 2026-11-02", "b 2026-11-03"]' 'and the plan does'
run move b +1d
is_status 1 'a queued post has no date to shift'
run move b tomorrow
is_status 2 'no time'
run move b 25/11/2026 
err_has "'2026-11-25'" 'the right notation is shown'
git checkout -q .

# --- which queue ---
printf -- '---\ndate: 2026-11-24 09:30\naccounts: [blog]\n---\nPan de b.\n' >content/posts/b.md
cat >>calendar/calendar.yml <<'YAML'
  tardes: {slots: {default: ["MO-FR 18:00"]}, accounts: [blog]}
YAML
run move b next
is_status 1 'two queues would do'
err_has "'mananas', 'tardes'" 'which are named'
err_has 'pregon move b next --queue NAME' 'with the way out'
run move b next --queue tardes
out_has "slot of 'tardes': Mon 2 Nov 2026, 18:00" 'a queue that is named'
git checkout -q content
printf 'blackouts:\n  - {from: 2026-01-01, until: 2028-01-01, why: Cerrado}\n' >>calendar/calendar.yml
run move b next --queue mananas
is_status 1 'a queue without a free slot'
err_has "the queue 'mananas' has no free slot for 'b' on 'blog'" 'is told'
check 'before anything is written' git diff --quiet content
git checkout -q .
sed -i.old '/^queues/,$d' calendar/calendar.yml && rm calendar/calendar.yml.old
rm content/posts/b.md
run move a next
is_status 1 'no queue at all'
err_has "none feeds 'blog'" 'is told'
git checkout -q .

# --- a campaign ---
run move --campaign otono +1w
is_status 0 'a campaign moves'
check 'with its posts' grep -q '2026-12-01 09:30' content/posts/a.md
run move --campaign otono 2026-12-01
is_status 2 'not to one time'
run move --campaign otonno +1w
is_status 2 'a campaign that is not there'
git checkout -q .

# --- what has begun ---
run publish --now 2026-11-24T11:01+01:00
run move a +1w
is_status 1 'what is sent stays'
err_has "'blog' is 'sent'" 'and why is said'
check 'nothing was written' git diff --quiet
run publish --now 2026-11-26T12:00+01:00
run resolve b blog --reschedule '2026-12-04 10:00' --now 2026-11-01T09:00+01:00
run move b '2026-12-07 10:00'
is_status 1 "a person's time is no longer the file's"
err_has 'pregon resolve b blog --reschedule TIME' 'and the way to change it is said'
printf -- '---\ndate: 2026-11-25 09:30\naccounts: [blog]\n---\nPan de c.\n' >content/posts/c.md
commit 'post: one that is late'
run publish --now 2026-11-26T12:00+01:00
run move c next --queue mananas --now 2026-11-26T12:00+01:00
is_status 1 'a queue does not bring back what was missed'
err_has 'pregon resolve c blog --reschedule next' 'and what does is said'
run move c '2026-11-27 09:30' --now 2026-11-26T12:00+01:00
is_status 0 'a new date does'
git checkout -q .
run move nothing +1w
is_status 2 'a post that is not there'
finish
