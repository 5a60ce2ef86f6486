#!/bin/bash
# plan --format markdown: what a change does, as a comment of a pull request. Nothing that a post
# holds may be more than text there, and it has to fit.
. "$(dirname "$0")/lib.sh"
new_workspace
export PREGON_NOW=2026-11-24T12:00:00+01:00
write brand/accounts.yml <<'END2'
accounts:
  log: {network: "null", log: public/log}
  blog: {network: blog, title: El Horno, url: "https://horno.example/", out: public/blog}
END2
commit 'brand: two accounts'
git checkout -q -b change

# --- what is told ---
write content/posts/2026/12/pan.md <<'END2'
---
title: Pan
date: 2026-11-24 11:00
accounts: [blog]
---
Pan de hoy.
END2
write content/posts/2026/12/tarta.md <<'END2'
---
title: Tarta
date: 2026-12-01 9:30
accounts: [blog]
---
Uno.

---

Dos.
END2
write content/posts/2026/12/malo.md <<'END2'
---
title: Malo
date: 2026-13-01 9:30
accounts: [blog]
---
Hoy.
END2
commit 'post: three'
run plan --format markdown --since main --lang en
is_status 1 'a post that can not be read ends it with 1'
out_has '### This changes 3 posts' 'the posts are counted'
out_has '1 error' 'and what check finds'
out_has 'content/posts/2026/12/malo.md:3' 'with its place'
out_has '**1 is due: the first run after the merge sends it**' 'what merging does'
out_has "| **Tue 1 Dec 2026, 09:30** | scheduled | \`blog\` | \`2026/12/tarta\` |" 'the calendar has what changes, in bold'
out_has "| Tue 24 Nov 2026, 09:30 |" 'and the days around'
out_has 'Pan de hoy.' 'the text is there'
check 'the first line is the mark by which the comment is found again' [ "$(head -n 1 "$T/stdout")" = '<!-- pregon -->' ]
cp "$T/stdout" "$T/first"
run plan --format markdown --since main --lang en
same "$T/first" "$T/stdout" 'the same input gives the same bytes'
run plan --since main --format json
json '[.deliveries[].post] == ["2026/12/pan", "2026/12/tarta", "2026/12/malo"]' 'other formats list what is theirs'
run plan --since main --lang en
out_lacks 'scheduled      log' 'as text does'
out_has '2026/12/tarta' 'whatever the days'
run plan --format markdown --since main --lang es
out_has 'Esto cambia 3 publicaciones' 'in Spanish'
git rm -q content/posts/2026/12/malo.md content/posts/2026/11/otono.md
commit 'post: not these'
change=$(git rev-parse HEAD)
run plan --format markdown --since main --lang en
is_status 0 'without it, with 0'
out_has '1 file is removed' 'what is gone is said'
out_has '  - `content/posts/2026/11/otono.md`' 'by its name'
git mv content/posts/2026/11/hilo.md content/posts/2026/11/madeja.md
commit 'post: under another name'
run plan --format markdown --since main --lang en
out_has '1 file is renamed' 'what has another name is said'
out_has '  - `content/posts/2026/11/hilo.md → content/posts/2026/11/madeja.md`' 'with both'
out_has '1 file is removed' 'and is not gone'
git checkout -q main
write content/posts/otro.md <content/posts/2026/11/hilo.md
commit 'post: meanwhile on the main branch'
run plan --format markdown --since main --rev "$change" --lang en
is_status 0 'the change of a commit that is not checked out'
out_has '### This changes 2 posts' 'is what its own branch has changed'
run check --since main --rev "$change" --format json
json '[.findings[].path] | all(test("2026/12"))' 'check, too, looks at that branch'

# --- wrong usage ---
run plan --format markdown
is_status 2 'it goes with --since'
run plan --format markdown --since main --mix
is_status 2 'and not with --mix'
run plan --format markdown --since main --account blog
is_status 2 'nor for one account'
run plan --format markdown --since nada
is_status 2 'a revision that is not there'

# --- hostile ---
# Takes out what stands in code; what is left is ours, and may hold none of what a host obeys.
outside_code() {
    python3 - "$T/stdout" <<'END2'
import re, sys
out, fence = [], None
for line in open(sys.argv[1], encoding='utf-8').read().split('\n')[1:]:
    mark = re.match(r'`{3,}', line)
    if fence:
        if mark and len(mark.group()) >= fence and line.strip('`') == '':
            fence = None
        continue
    if mark and '`' not in line[len(mark.group()):]:
        fence = len(mark.group())
        continue
    out.append(re.sub(r'(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)', '', line))
assert not fence, 'a fence is open at the end'
print('\n'.join(out))
END2
}
hostile=(
    '@ana @org/team' '<script>alert(1)</script>' '</details><h1>x' '![x](https://evil.example/x.png)'
    '[x](javascript:alert(1))' '```' '````' '`' '`` ` ```' '~~~' '-->' '<!--' '&#64;ana' '\@ana' '| a | b |'
    '#1' 'https://evil.example' '/close' '/label ~x' '${{ secrets.X }}' '$(id)' '::error::x' '##[error]x'
    'GH-1' '0123456789012345678901234567890123456789' $'\xe2\x80\xae x' 'a \` b' '***' '> x' '# x'
)
git checkout -q -b hostile
for i in "${!hostile[@]}"; do
    { printf -- '---\ntitle: '; printf '%s' "${hostile[i]}" | jq -Rs .
      printf 'date: 2026-12-02 %02d:00\naccounts: [blog, log]\n---\n' $((i % 24))
      printf '````````text\n%s\n````````\n' "${hostile[i]}"; } >"content/posts/h$i.md"
done
printf -- '---\ntitle: "x"\nsensitive: "@eva <b>"\nlink: "https://horno.example/@eva"\nmedia:\n  - {file: no.jpg, alt: "@eva ![x](y) ```"}\ndate: 2026-12-03 9:00\naccounts: [log]\n---\n@eva\n' >content/posts/medio.md
commit 'post: hostile'
run plan --format markdown --since main --lang en
check 'hostile posts are told' [ "$(grep -c '^#### ' "$T/stdout")" -ge ${#hostile[@]} ]
outside_code >"$T/outside"
check_not 'outside of code nobody is mentioned' grep -q '@' "$T/outside"
check_not 'and there is no HTML' grep -q '[<>]' "$T/outside"
check_not 'no picture and no link' grep -qE '!\[|\]\(|https?:' "$T/outside"
check_not 'nothing that a runner would obey' grep -qE '^::|##\[' "$T/stdout"
check_not 'and no sign that turns text round' grep -q $'\xe2\x80\xae' "$T/stdout"

# --- size ---
git checkout -q main && git checkout -q -b large
for i in $(seq 100 199); do
    { printf -- '---\ntitle: Largo %s\ndate: 2026-12-04 10:00\naccounts: [blog]\n---\n' "$i"
      for _ in $(seq 150); do printf 'Ñandú y pingüino: «¡qué sí!» '; done; } >"content/posts/l$i.md"
done
commit 'post: large'
run plan --format markdown --since main --lang en
check 'it fits into a comment' [ "$(wc -m <"$T/stdout")" -lt 65536 ]
out_has 'more posts have no room here' 'what is left out is counted'
out_has 'characters more' 'a long text is cut'
check 'between characters' iconv -f UTF-8 -t UTF-8 "$T/stdout" -o "$T/utf8"
shown=$(grep -c '^#### ' "$T/stdout")
left=$(sed -n 's/^\*\*\([0-9]*\) more posts have no room.*/\1/p' "$T/stdout")
check 'and nothing is forgotten' [ $((shown + left)) = 100 ]

# --- a secret ---
new_workspace secret
commit 'post: none'
git checkout -q -b secreto
printf -- '---\ntitle: Con AKIAIOSFODNN7EXAMPLE\ndate: 2026-11-26 10:00\naccounts: [blog]\n---\nLlámanos: AKIAIOSFODNN7EXAMPLE\n' >content/posts/secreto.md
commit 'post: secret'
run plan --format markdown --since main --now 2026-11-24T10:00:00+01:00
out_has 'may be a secret, so it is not shown' 'a post that may hold a secret is named'
check_not 'and no more of it' grep -q AKIAIOSFODNN7EXAMPLE "$T/stdout"
finish
