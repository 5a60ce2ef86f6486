#!/bin/bash
# build: accounts in zones of their own, posts far from today, clock changes, and texts that are written from right to left.
. "$(dirname "$0")/lib.sh"
NOW=2026-11-24T10:00:00+01:00
links() { # FOLDER: prints those that lead nowhere
    (cd "$1" && find . -name '*.html' | while read -r page; do
        grep -oE '(href|src)="[^":#]*"' "$page" | sed 's/^[a-z]*="//; s/"$//' | while read -r to; do
            [ -e "$(dirname "$page")/$to" ] || echo "$page: $to"
        done
    done)
}
post() { # NAME FRONT-MATTER TEXT
    printf -- '---\n%b\n---\n%b\n' "$2" "$3" | write "content/posts/$1.md"
}
new_workspace
rm -r content/posts/*
write calendar/campaigns/siglo.md <<'EOF'
---
title: Un siglo
from: 1970-01-01
until: 2099-12-31
---
EOF

# --- far from today ---
post a/1970 'title: Antes\ndate: 1970-01-01 00:30\naccounts: [blog]\ncampaign: siglo' 'Hace mucho.'
post a/2099 'title: Después\ndate: 2099-12-31 23:59\naccounts: [blog]\ncampaign: siglo' 'Falta mucho.'
post a/2027 'title: Pronto\ndate: 2027-01-01 10:00\naccounts: [blog]' 'Falta poco.'
run build --now $NOW
is_status 0 'posts of 1970 and 2099 have a site'
check 'which leads nowhere in vain' [ -z "$(links public)" ]
check 'and has no hundreds of empty pages' [ "$(find public/month public/week -name '*.html' | wc -l)" -lt 150 ]
check 'the first month leads to the next with something near' grep -q 'rel="next" href="../month/2025-11.html"' public/month/1970-01.html
check 'and to its week' grep -q 'href="../week/1970-W01.html"' public/month/1970-01.html
check 'the last leads back' grep -q 'rel="prev" href="../month/2027-11.html"' public/month/2099-12.html
check 'a week that ends a year is that of its Thursday' grep -q 'href="../posts/a/2027.html"' public/week/2026-W53.html
check 'a campaign of a century has both of its ends' [ "$(grep -cE 'href="../week/(1970-W01|2099-W53).html"' public/campaigns/siglo.html)" = 2 ]

# --- what nobody sees ---
post hidden 'title: Pan\ndate: 2026-11-25 10:00\naccounts: [blog]' 'Pan \u202e50\u202c\u200b de ayer 👩‍🍳.'
run build --now $NOW
check 'the source shows signs that turn texts around or hide' grep -qF '<code>Pan <b>\u{202E}</b>50<b>\u{202C}</b><b>\u{200B}</b> de ayer 👩‍🍳.</code>' public/posts/hidden.html

# --- hours of the last day of a month in one zone are before hours of the next month in another ---
new_workspace zones
write brand/accounts.yml <<'END'
accounts:
  tokio: {network: instagram, send: manual, handle: tokio, timezone: Asia/Tokyo}
  angeles: {network: threads, send: manual, handle: angeles, timezone: America/Los_Angeles}
END
rm -r content/posts
for i in 1 2 3; do
    post "t$i" "title: T$i\\ndate: 2026-12-01 0$i:00\\naccounts: [tokio]" "Pan $i de Tokio."
    post "a$i" "title: A$i\\ndate: 2026-11-30 1$i:30\\naccounts: [angeles]" "Pan $i de Los Ángeles."
done
run build --now $NOW
is_status 0 'accounts in two zones have a site'
check 'the list of a month has all its posts' test "$(grep -oE 'posts/[ta][0-9]' public/list/2026-11.html | tr '\n' ' ')" = 'posts/a1 posts/a2 posts/a3 '
check 'and that of the next' test "$(grep -oE 'posts/[ta][0-9]' public/list/2026-12.html | tr '\n' ' ')" = 'posts/t1 posts/t2 posts/t3 '
check 'each day is named once' test "$(grep -c 'Tuesday 1 December 2026' public/list/2026-12.html)" = 1
check 'and each month' test "$(grep -o 'href="[^"]*2026-1[12].html"' public/list/2026-11.html | sort | uniq -c | tr -s ' ')" = ' 1 href="../list/2026-11.html"
 1 href="../list/2026-12.html"'
check 'this month is on the first page' test "$(grep -oE 'posts/a[0-9]' public/list.html | tr '\n' ' ')" = 'posts/a1 posts/a2 posts/a3 '

# --- a disk that is full ---
(ulimit -f 4 && run build --now $NOW --out small; exit $RUN_STATUS)
check 'a file that can not be written ends it' [ $? -eq 4 ]
check 'and leaves nothing behind' [ -z "$(find small -name '.pregon-new*')" ]
run build --now $NOW --out small
is_status 0 'the next run goes on'
check 'to the same site' diff -rq public small

# --- the hour that comes twice ---
new_workspace twice
rm -r content/posts
post a-uno 'title: Uno\ndate: 2026-10-25T02:30:00+02:00\naccounts: [blog]' 'La primera vez.'
post b-dos 'title: Dos\ndate: 2026-10-25T02:30:00+01:00\naccounts: [blog]' 'La segunda vez.'
post c-tres 'title: Tres\ndate: 2026-10-25 03:30\naccounts: [blog]' 'Otra hora.'
run build --now $NOW
for page in month/2026-10 week/2026-W43; do
    check "$page: in the hour that comes twice UTC says which" [ "$(grep -oE '<time>0[23]:30</time> [^<]*<bdi>[A-Z]' "public/$page.html" | tr -d '\n')" = \
        '<time>02:30</time> (00:30Z) <bdi>U<time>02:30</time> (01:30Z) <bdi>D<time>03:30</time> <bdi>T' ]
done

# --- a repository that can't be read ---
new_workspace unread
rm -rf .git && git init -q -b main --object-format=sha256 && commit 'post: all'
run build --now $NOW
is_status 0 'without what git knows there is a site'
err_has 'what git knows is left out' 'and it is said'
err_has 'SHA-256' 'with the reason'
run plan --now $NOW --since HEAD
is_status 4 'what needs git ends'
err_has 'SHA-256' 'with it, too'
finish
