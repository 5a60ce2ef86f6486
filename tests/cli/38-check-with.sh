#!/bin/bash
# check --with: what other branches break that is sound here; and --since, which sees what a change
# breaks in posts that did not change.
. "$(dirname "$0")/lib.sh"
new_workspace
export PREGON_NOW=2026-11-01T09:00:00+01:00
rm -r content/posts/2026
write calendar/calendar.yml <<'EOF'
timezone: Europe/Madrid

limits:
  default: {gap: 2h, per-day: 3}

max-late: 24h
EOF
write brand/accounts.yml <<'EOF'
accounts:
  log: {network: "null", log: public/log}
EOF
mkdir -p content/posts
post() { # NAME DATE [LINE]
    printf -- '---\ndate: %s\naccounts: [log]\n%s\n---\nHoy toca %s, y huele muy bien.\n' "$2" \
        "${3:-x-nada: 1}" "$1" >"content/posts/$1.md"
}
branch() { # NAME FROM
    git checkout -q -b "$1" "${2:-main}"
}
git branch -q -M main
post hogaza '2026-11-24 09:30' && post rosca '2026-11-25 09:30'
commit 'post: two'

branch cerca && post trenza '2026-11-24 10:30' && commit 'post: one that is too close'
branch lejos && post bizcocho '2026-11-26 09:30' && commit 'post: one that is not'
branch fuera && git rm -q content/posts/rosca.md && commit 'post: one less'
branch luto && printf 'blackouts:\n  - {from: 2026-11-27, until: 2026-11-27, why: Luto}\n' >>calendar/calendar.yml && commit 'calendar: closed'
branch tercero && post torta '2026-11-28 09:30' && post bollo '2026-11-28 15:30' && commit 'post: two on Saturday'
branch cuarto && post rollo '2026-11-28 12:30' && post magdalena '2026-11-28 18:30' && commit 'post: two more'
branch otra && sed -i.old 's/09:30/16:00/' content/posts/hogaza.md && rm content/posts/*.old && commit 'post: later'
branch mia && post coca '2026-11-27 09:30' && commit 'post: mine'

run check --with lejos
is_status 0 'a branch that breaks nothing'
out_lacks 'coca.md' 'brings nothing'
run check
is_status 0 'mine is sound alone'
run check --with cerca --format json
is_status 1 'a branch whose post comes too close to one of ours'
json '[.findings[] | select(.message | test("\\(with cerca\\)$"))] | length >= 1' 'is named'
json 'all(.findings[]; .path | test("hogaza|trenza"))' 'at the posts that clash'
json '.summary.errors == (.findings | map(select(.level == "error")) | length)' 'and counted'
run check --with luto
is_status 1 'a blackout that another branch brings'
out_has 'content/posts/coca.md' 'closes the day of ours'
out_has '(with luto)' 'which names it'
run check --with tercero
is_status 0 'two on a day'
run check --with cuarto
is_status 0 'and two others'
run check --with tercero --with cuarto
is_status 1 'are too many together'
out_has '(with' 'which is said'

# --- what is wrong here already, and what is gone there ---
post vieja '2026-11-25 10:00' 'link: rosca/log'
run check --format json
is_status 1 'a fault of ours'
run check --with lejos
is_status 0 'is not what the branch brings'
rm content/posts/vieja.md
post enlace '2026-11-26 15:00' 'link: rosca/log'
run check --with lejos
is_status 0 'a link to a post that is there'
run check --with fuera
is_status 1 'and is gone in a branch'
out_has 'content/posts/enlace.md' 'also from a file that is in no commit yet'
rm content/posts/enlace.md

# --- both have changed a file ---
sed -i.old 's/per-day: 3/per-day: 4/' calendar/calendar.yml && rm calendar/calendar.yml.old
run check --with luto
is_status 1 'what is changed in different lines is merged'
out_has 'Luto' 'with both changes'
out_lacks '[merge]' 'and is no finding itself'
git checkout -q calendar
sed -i.old 's/09:30/11:00/' content/posts/hogaza.md && rm content/posts/hogaza.md.old
run check --with otra --format json
is_status 0 'what can not be merged is a warning'
json '[.findings[] | "\(.rule) \(.level) \(.path)"] == ["merge warning content/posts/hogaza.md"]' 'at the file'
json '.findings[0].message | test("otra")' 'which names the branch'
run check --with otra --strict
is_status 1 'that --strict fails for'
sed -i.old 's/11:00/16:00/' content/posts/hogaza.md && rm content/posts/hogaza.md.old
run check --with otra --strict
is_status 0 'the same change on both sides is none'
git checkout -q content

# --- a commit, and other options ---
run check --rev main --with cerca
is_status 1 'a commit with a branch'
run check --rev main --with luto
is_status 0 'has not what is only on disk'
run check content/posts/coca.md --with luto
is_status 1 'a path narrows it down'
run check content/posts/rosca.md --with luto
is_status 0 'to that path'
run check content/posts/trenza.md --with cerca
is_status 1 'a path that only the branch has'
out_has 'content/posts/trenza.md' 'is looked at'
run check content/posts/nada.md --with cerca
is_status 2 'one that is nowhere is not'
run check --with lejoss
is_status 2 'a branch that is not there'
err_has "did you mean 'lejos'?" 'with the one that is'
git update-ref refs/remotes/origin/remota "$(git rev-parse lejos)"
run check --with remota
is_status 2 'a branch that only the remote has'
err_has "did you mean 'origin/remota'?" 'is called by its name'
run check --with origin/remota
is_status 0 'which is taken'
run check --with lejos --fix
is_status 2 'nothing is mended elsewhere'
git checkout -q --orphan sola && git commit -qm 'a history of its own' && git checkout -q mia
run check --with sola
is_status 4 'a branch without a common commit'

# --- --since: the change is in one post, the break in another ---
branch nueva && post palmera '2026-11-24 08:30' && commit 'post: before one that is there'
run check --since main --format json
is_status 1 'a new post within the gap of an unchanged one'
json '[.findings[].path] | any(test("palmera|hogaza"))' 'is reported'
run check --since main content/posts/rosca.md
is_status 0 'what it has nothing to do with is not'
finish
