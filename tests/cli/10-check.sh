#!/bin/bash
# check: formats, statuses, --since, --rev, --fix, paths, and a clone without the ledger.
. "$(dirname "$0")/lib.sh"
new_workspace

run check
is_status 0 'a sound workspace has no findings'
out_has 'nothing to mend' 'and says so'
err_has 'no ledger here' 'a clone without the ledger says what is left out'
run check --format json
json '.version == 1 and .ledger == null and .summary.errors == 0 and (.findings | length) == 0' \
    'JSON says it too'

write content/posts/2026/11/malo.md <<'EOF'
---
title: Pan
date: 2026-11-24 09:30
accounts: [blgo]
campaign: otoño-2026
---
Hola.
EOF
run check
is_status 1 'an error in a post is status 1'
out_has 'content/posts/2026/11/malo.md:4:12: error:' 'with file, line and column'
out_has '   4 | accounts: [blgo]' 'the line itself'
out_has "did you mean 'blog'" 'and what was meant'
run check --format json
json '.findings | map(select(.path | endswith("malo.md"))) | length >= 2' 'every error of a post is found at once'
json '[.findings[] | select(.line == 4)][0] | .column == 12 and ."end-column" == 16 and .level == "error"' \
    'columns count characters, the end is exclusive'
cp "$T/stdout" "$T/first"
run check --format json
same "$T/first" "$T/stdout" 'the same input gives the same bytes'
run check --format github
out_has '::error file=content/posts/2026/11/malo.md,line=4,endLine=4,col=12,endColumn=16,title=' 'github: an annotation'
run check --format sarif
json '.version == "2.1.0" and .runs[0].columnKind == "unicodeCodePoints"' 'sarif: its head'
json '.runs[0].results | map(select(.level == "error")) | length >= 2' 'sarif: its results'
json '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri == "content/posts/2026/11/malo.md"' \
    'sarif: its places'
run check content/posts/2026/12
is_status 0 'a path narrows it down'
run check --lang es
out_has 'error' 'Spanish words the same places'
out_has 'content/posts/2026/11/malo.md:4:12' 'with the same places'

run check --rev HEAD
is_status 0 '--rev reads the commit, not the file on disk'
commit 'post: malo'
run check --since HEAD~1 --format json
is_status 1 '--since sees what changed'
json '[.findings[].path] | unique == ["content/posts/2026/11/malo.md"]' 'and nothing else'
git rm -q content/posts/2026/11/malo.md && git commit -qm 'post: no malo'
run check --since nada
is_status 2 'a revision that is none is wrong usage'

# A job of CI that fetches one commit of each branch does not know where they parted.
git branch otra HEAD~1
run check --since otra
err_lacks "can't be told where" 'a clone with its history knows where this branch left another'
git clone -q --depth 1 --no-single-branch "file://$WORKSPACE" "$T/shallow" && cd "$T/shallow" || exit
run check --since origin/otra
is_status 0 'a shallow clone compares with all of the other branch'
check 'and says so once, with the remedy' [ "$(grep -c "can't be told where.*'origin/otra'.*fetch-depth: 0" "$T/stderr")" = 1 ]
run check --since origin/otra --rev HEAD
err_has "can't be told where" 'also with --rev'
run check --lang es --since origin/otra
err_has "no se puede saber dónde se separó esta rama de «origin/otra»" 'and in Spanish'
run check -q --since origin/otra
err_lacks "can't be told where" 'not with --quiet'
run plan --since origin/otra
err_has "can't be told where" 'plan says it, too'
run plan --mix --since origin/otra
err_has "can't be told where" 'also of the mix'
run plan --format markdown --since origin/otra
check 'and the comment of a pull request, once' [ "$(grep -c "can't be told where" "$T/stderr")" = 1 ]
cd "$WORKSPACE" || exit

write content/posts/2026/11/comillas.md <<'EOF'
---
title: Otoño: vuelve
date: 24/11/2026 9:30
accounts: [blog]
---
Hola.
EOF
run check --fix --dry-run
out_has '+title: "Otoño: vuelve"' '--fix --dry-run shows the mend as a patch'
out_has '--- a/content/posts/2026/11/comillas.md' 'with the names that git apply reads'
check 'and leaves the file alone' grep -q '^title: Otoño: vuelve$' content/posts/2026/11/comillas.md
cp "$T/stdout" "$T/mends.patch"
check 'a patch that git apply takes' git apply --check "$T/mends.patch"
run check --fix
check 'mends everything that is sure, in one run' grep -q '^date: 2026-11-24 0\?9:30$' content/posts/2026/11/comillas.md
run check
is_status 0 'and then all is well'

write content/posts/2026/11/$'mal\e[31m.md' <<'EOF'
---
title: x
nada: "::error::\e[31m"
---
EOF
run check
is_status 1 'a hostile file name is an error'
check_not 'no control character reaches the terminal' grep -q $'\e' "$T/stdout"
run check --format github
check_not 'nor the log of a runner' grep -q $'\e' "$T/stdout"
rm content/posts/2026/11/$'mal\e[31m.md'

mkdir brand/voice/Casa -p
printf 'extends: existence\nmessage: "%%s"\ntokens: [nada]\n' >brand/voice/Casa/Nada.yml
echo 'voice: {styles: [Casa]}' >>brand/brand.yml
run check --profile-rules --format json
err_has '0        0  Casa.Nada' '--profile-rules says what each rule of the voice costs, how often it ran, what it found'
err_has 'what each rule of brand/brand.yml costs' 'and whose rules they are'
json '.version == 1' 'and leaves the output alone'
run check --profile-rules --fix --dry-run
is_status 2 'mends are not measured'
printf 'extends: substitution\nmessage: "%%s: %%s"\nignorecase: true\naction: {name: replace}\nswap: {utilizar: usar}\n' >brand/voice/Casa/Nada.yml
printf -- '---\ntitle: Masa\ndraft: true\naccounts: [blog]\n---\nUTILIZAR masa. Utilizar, utilizar, UtiliZar.\n' >content/posts/masa.md
run check --fix content/posts/masa.md
check '--fix writes as what was there: in capitals, or with one' \
    grep -q '^USAR masa. Usar, usar, Usar.$' content/posts/masa.md
rm content/posts/masa.md
git checkout -q brand && rm -r brand/voice

run check --format nada
is_status 2 'an unknown format is wrong usage'
run check --levl error
is_status 2 'so is an unknown option'
err_has "did you mean '--level'?" 'with the right one'
(cd / && "$PREGON" check >"$T/stdout" 2>"$T/stderr") || RUN_STATUS=$?
err_has 'brand/brand.yml' 'outside of a workspace it says what is missing'
(
    mkdir "$T/below" && cp -R . "$T/below/marca" && cd "$T/below" && rm -rf marca/.git && git init -q || exit
    printf -- '---\ntitle: Otoño: vuelve\ndate: 2026-11-24 9:30\naccounts: [blog]\n---\nHola.\n' >marca/content/posts/otra.md
    "$PREGON" check -C marca --fix --dry-run >"$T/below.patch" 2>/dev/null
    git apply "$T/below.patch" && grep -q '^title: "Otoño: vuelve"$' marca/content/posts/otra.md
) && pass 'below the root of a repository, too' || fail 'the patch of a workspace below the root applies'

# What a finding names outlives the rules: memory that was given back is overwritten here.
cp brand/brand.yml "$T/brand.yml"
printf 'voice: {styles: [Pregon]}\n' >>brand/brand.yml
printf -- '---\ntitle: Pan\ndate: 2026-11-24 09:30\naccounts: [blog]\n---\nTodo por EUR 20.\n' >content/posts/2026/11/euro.md
MALLOC_PERTURB_=90 run check --format vale
json '.["content/posts/2026/11/euro.md"] | map(select(.Check == "Pregon.MonedaDelante").Action) ==
    [{"Name": "replace", "Params": ["20 €"]}]' 'the action of a rule of the pack is named'
cp "$T/brand.yml" brand/brand.yml
rm content/posts/2026/11/euro.md

cd content/posts/2026
run check
is_status 0 'below the root it finds the workspace'
finish
