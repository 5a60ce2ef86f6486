#!/bin/bash
# --all: every workspace of the repository, from anywhere in it; one status, one document.
. "$(dirname "$0")/lib.sh"
export PREGON_NOW=2026-11-24T12:00:00+01:00
mkdir -p "$T/repo/marcas/.viejas" && cd "$T/repo" || exit
for brand in horno feria; do cp -R "$TESTS/cli/workspace" marcas/$brand; done
cp -R "$TESTS/cli/workspace" marcas/.viejas/horno
git init -q -b main && commit 'post: two brands'

run plan --all
is_status 0 'plan --all'
check 'has a headline for each workspace' [ "$(grep -c '^marcas/[a-z]*:$' "$T/stdout")" = 2 ]
check 'in the order of their paths' [ "$(grep -m1 '^marcas/' "$T/stdout")" = marcas/feria: ]
out_lacks .viejas 'hidden folders are left out'
run plan --all --format json
json '.version == 1 and [.workspaces[].workspace] == ["marcas/feria", "marcas/horno"]' 'JSON is one document'
json '[.workspaces[] | .result.balance.deliveries == 3 and .error == null] | all' 'with what each would print'
run -C marcas/horno/content --all plan --format json
json '.workspaces | length == 2' '-C may be anywhere in the repository'

printf -- '---\ntitle: Pan\n---\nHoy\n' >marcas/feria/content/posts/roto.md
run check --all
is_status 1 'check --all: an error in one is status 1'
check 'the others are checked all the same' grep -q '^marcas/horno:' "$T/stdout"
run check --all --format github
out_has 'file=marcas/feria/content/posts/roto.md' 'annotations name files from the root'
rm marcas/feria/content/posts/roto.md
echo 'timezone: [' >marcas/feria/calendar/calendar.yml
run plan --all --format json
is_status 1 'a workspace that can not be read is status 1'
json '[.workspaces[].result == null] == [true, false]' 'and has no result'
json '.workspaces[0].error | test("calendar.yml")' 'but an error'
err_has 'pregon: marcas/feria: ' 'which is told with its workspace'
git checkout -q marcas

run publish --all
is_status 0 'publish --all'
check 'each workspace has a ledger of its own' [ "$(git for-each-ref --format='%(refname:short)' refs/heads | tr '\n' ' ')" = 'main pregon-ledger-marcas/feria pregon-ledger-marcas/horno ' ]
check 'and its pages' [ -d marcas/feria/public ]
run publish --all --format json
json '[.workspaces[].result.balance.sent] | add > 0' 'publish --all --format json'

run build --all
is_status 0 'build --all'
check 'each workspace has a site' [ -e marcas/feria/public/index.html -a -e marcas/horno/public/index.html ]
run -C marcas/horno build --all --out sitio
is_status 0 'in a folder of that name in each'
check 'from anywhere' [ -e marcas/feria/sitio/index.html -a -e marcas/horno/sitio/index.html ]
printf -- '---\ntitle: Pan: hoy\ndate: 2026-12-24 10:00\naccounts: [blog]\n---\nHoy\n' | tee marcas/feria/content/posts/mal.md >marcas/horno/content/posts/mal.md
run check --all --fix
check 'check --all --fix mends in each' [ "$(cat marcas/*/content/posts/mal.md | grep -c '^title: "Pan: hoy"')" = 2 ]
rm -r marcas/*/sitio marcas/*/content/posts/mal.md

run check --all --format sarif
is_status 2 'a format that holds one workspace is refused'
run check --all content
is_status 2 'so is a path'
run plan --all --account blgo
is_status 2 'wrong usage ends it at once'
cd "$T" && mkdir bare-folder && cd bare-folder || exit
run plan --all
is_status 1 'without a repository there is nothing to look in'
finish
