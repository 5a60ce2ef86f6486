#!/bin/bash
# build again: what is remembered of the last build may save work, and never shows. After each of
# many changes, one at a time, the site built on top of the last is that of a machine which
# remembers nothing.
. "$(dirname "$0")/lib.sh"
NOW=2026-11-24T10:00:00+01:00
cp -R "$TESTS/../content" "$TESTS/../brand" "$TESTS/../calendar" "$T" && mkdir "$T/example" &&
    mv "$T/content" "$T/brand" "$T/calendar" "$T/example" && cd "$T/example" && git init -q -b main && commit 'post: all'
# Nothing here is sent anywhere but to the example's own network.
sed -i 's/^\( *network: \)\(bluesky\|mastodon\)$/\1null/; /^ *secret: /d; /^ *service: /d' brand/accounts.yml

again() { # WHAT [BUILD-ARGUMENT …]
    local what=$1 options=()
    shift
    [ -z "${SPANISH:-}" ] || options=(--lang es)
    "$PREGON" "${options[@]}" build -q --now "$NOW" --out site "$@" 2>"$T/err"
    local status=$?
    rm -rf fresh
    CI=1 "$PREGON" "${options[@]}" build -q --now "$NOW" --out fresh "$@" 2>"$T/err.fresh"
    if [ $status -ne $? ]; then
        fail "$what: ends the same" "$status" "$(cat "$T/err" "$T/err.fresh")"
    elif ! diff -r site fresh >"$T/difference"; then
        fail "$what: the same site" "$(head -n 20 "$T/difference")"
    else
        pass "$what: the same site"
    fi
}
P=content/posts/2026/11

again 'the first build'
again 'nothing changed'
sed -i '$a Una frase más.' $P/castanas.md; again 'a text'
sed -i 's/^title: .*/title: Otro título/' $P/castanas.md; again 'a title'
sed -i 's/^date: .*/date: 2026-12-03 11:00/' $P/castanas.md; again 'a date'
sed -i '/^date: /d' $P/castanas.md; again 'no date any more'
sed -i '2i queue: sobremesa' $P/castanas.md; again 'in a queue'
sed -i '2i draft: true' $P/castanas.md; again 'a draft'
sed -i '/^draft: /d; /^queue: /d; 2i date: 2026-11-26 12:00' $P/castanas.md; again 'as it was, nearly'
sed -i '/^campaign: /d' $P/castanas.md; again 'out of the campaign'
sed -i '/^pillar: /d; 2i pillar: oficio' $P/castanas.md; again 'another pillar'
sed -i '/^accounts: /d; 2i accounts: [bluesky]' $P/castanas.md; again 'fewer accounts'
sed -i '/^tags: /d; 2i tags: [uno, dos]' $P/castanas.md; again 'tags'
sed -i '2i notes: para el jueves' $P/castanas.md; again 'notes'
sed -i '$a ¡Oferta! ¡Corre! ¡Ya!' $P/castanas.md; again 'findings'
printf -- '---\ntext in English\n' >>$P/castanas.en.md; again 'a variant'
printf 'Solo aquí.\n' >$P/castanas.bluesky.md; again 'a variant that comes'
rm $P/castanas.bluesky.md; again 'and goes'
printf -- '---\ntitle: Nuevo\ndate: 2027-02-01 10:00\naccounts: [bluesky]\n---\nAño nuevo.\n' >$P/nuevo.md; again 'a new post, in a month of its own'
git mv -f $P/pan-duro.md $P/pan-tierno.md; again 'a post under another name'
rm $P/nuevo.md; again 'a post that is gone'
printf -- '---\ntitle: Lejano\ndate: 2099-12-31 10:00\naccounts: [bluesky]\ncampaign: otono-2026\n---\nSiglo nuevo.\n' >$P/lejano.md; again 'a post in a month far away'
printf -- '---\ntitle: Menos lejano\ndate: 2060-02-01 10:00\naccounts: [bluesky]\n---\nMedio siglo.\n' >$P/medio.md; again 'and one between'
rm $P/lejano.md; again 'the far one is gone'
rm $P/medio.md; again 'and the other'
sed -i '2i id: 2026/11/otro' $P/pan-negro.md; again 'another id'
printf -- '---\ntitle: [\n---\nx\n' >$P/roto.md; again 'front matter that is broken'
printf -- '---\ntitle: Mejor\ndate: 2026-11-27 10:00\naccounts: [bluesky]\n---\nx\n' >$P/roto.md; again 'and mended'
printf -- '---\ntitle: Clave\ndate: 2026-11-27 10:00\naccounts: [bluesky]\n---\nghp_%s\n' "$(printf 'a8Zq2LmN4rT6vX1yB3dF5hJ7kP9sW0eC2gQi')" >$P/roto.md; again 'what may be a secret'
sed -i 's/^ghp_.*/ya no/' $P/roto.md; again 'and is no more'
cp content/media/barras.jpg content/media/horno.jpg; again 'another picture'
sed -i 's/^alt: .*/alt: Otra descripción/' content/media/horno.jpg.yml; again 'another description'
"$PREGON" check -q --now $NOW >/dev/null 2>&1; sed -i '$a Y otra.' $P/pan-de-ayer.md
"$PREGON" check -q --now $NOW >/dev/null 2>&1; again 'check between two builds'
touch -d 2020-01-01 $P/*.md; again 'files with another time'
sed -i 's/^name: .*/name: Otro horno/' brand/brand.yml; again 'the name of the brand'
sed -i 's/handle: elhornodeana/handle: otracuenta/' brand/accounts.yml; again 'a handle'
sed -i '/^accounts:$/a\  nueva: {network: null}' brand/accounts.yml; again 'one account more'
sed -i 's/"TU 16:30"/"TU 17:15"/' calendar/calendar.yml; again 'another slot'
sed -i 's/per-day: 4/per-day: 1/' calendar/calendar.yml; again 'another limit'
sed -i '$a Y algo más.' calendar/campaigns/otono-2026.md; again 'a brief'
sed -i 's/^title: .*/title: Otoño, otra vez/' calendar/campaigns/otono-2026.md; again "a campaign's title"
sed -i 's/metric: clicks, target: 400,/& reached: 120,/' calendar/campaigns/otono-2026.md; again 'a figure that somebody has read'
check 'it is shown' grep -rq '120 .* 400' site/campaigns
sed -i 's/max: 40%/max: 10%/' calendar/calendar.yml; again 'the mix'
printf 'extends: existence\nmessage: "no: %%s"\nlevel: error\ntokens: [barrio]\n' >brand/voice/Horno/Barrio.yml; again 'a rule of the voice'
commit 'post: changes'; again 'history'
sed -i '$a Fin.' $P/castanas.md; commit 'post: the end'; again 'a commit of one post'
git remote add origin https://github.com/horno/redes.git; again 'a git host'
git branch -m main principal; again 'another branch'
echo basura >site/index.html; again 'a page that somebody spoiled'
rm -r site/week site/posts/2026/12; again 'pages that somebody took away'
: >site/.pregon-files; again 'the list of files is empty'
for file in "$XDG_CACHE_HOME"/pregon/site-*; do truncate -s 1000 "$file"; done; again 'half of what is remembered'
for file in "$XDG_CACHE_HOME"/pregon/check-*; do truncate -s 1000 "$file"; done; again 'half of what check knows'
SPANISH=yes; again 'in Spanish'
SPANISH=; again 'in English again'
git remote remove origin; again 'no git host any more'
run hold --account bluesky --why 'lluvia' --now $NOW; again 'a hold'
is_status 0 'held'
run resume --account bluesky --skip --now $NOW
is_status 0 'resumed'
run hold --account bluesky --why 'nieve' --now $NOW; again 'held for another reason'
run resume --account bluesky --skip --now $NOW; again 'no hold any more'
run publish --now 2026-11-24T09:00:00+01:00 --no-push; again 'a run'
is_status 0 'the run sends'
NOW=2026-11-24T18:00:00+01:00; again 'some hours later'
run publish --now $NOW --no-push; again 'another run'
NOW=2026-11-25T00:30:00+01:00; again 'tomorrow'
NOW=2026-12-01T09:00:00+01:00; again 'next month'
run publish --now $NOW --no-push; again 'a run then'
NOW=2027-03-01T09:00:00+01:00; again 'next year'
NOW=2027-03-05T09:00:00+01:00; again 'a Friday'
NOW=2027-03-06T09:00:00+01:00; again 'a day on which nothing happens'
again 'the posts of a commit' --rev HEAD
again 'those on disk again'
git rm -rqf content/posts && commit 'post: none'; again 'no post at all'
finish 75
