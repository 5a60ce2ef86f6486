#!/bin/bash
# build: a card for every network, drawn by its own template; folds, what is too much, crops, boxes.
. "$(dirname "$0")/lib.sh"
NOW=2026-11-24T10:00:00+01:00
SRC=$TESTS/../src
# Every network that has a name: those with a driver, and those that a person serves.
mapfile -t DRIVERS < <(sed -n 's/^extern const struct network \(.*\);/\1/p' "$SRC/networks/networks.h" | tr -d ' ' | tr ',' '\n' | sed 's/^network_//')
mapfile -t BY_HAND < <(sed -n '/ known\[\]/,/^};/s/^ *{ \.name = "\([a-z]*\)".*/\1/p' "$SRC/networks/manual.c")
check 'the networks are known' test "${#DRIVERS[@]}" -ge 4 -a "${#BY_HAND[@]}" -ge 10

new_workspace cards
rm -r content/posts && mkdir -p content/posts/a content/media
cp "$TESTS"/../content/media/{hogaza,horno,roscon,manos,centeno,barras}.jpg content/media
{
    echo accounts:
    for name in "${BY_HAND[@]}"; do echo "  $name: {network: $name, send: manual, handle: horno}"; done
    echo '  otra: {network: hoja-parroquial, send: manual}'
    echo '  nada: {network: "null"}'
    echo '  bluesky: {network: bluesky, handle: horno.example, secret: PREGON_B, label: graphic-media}'
    echo '  mastodon: {network: mastodon, service: "https://mastodon.example", secret: PREGON_M}'
    echo '  blog: {network: blog, title: El Horno, url: "https://horno.example/", out: blog}'
} >brand/accounts.yml
ALL=$(printf '%s, ' "${DRIVERS[@]/null/nada}" "${BY_HAND[@]}")otra
write content/posts/a/texto.md <<END
---
title: "La <hogaza> & yo"
description: Un pan con cara.
date: 2026-11-24 11:00
accounts: [$ALL]
visibility: followers
language: es
link: https://example.org/pan?a=1&b=2
first-comment: Pregunta lo que quieras.
sponsored: Molino del Río
poll: {options: [Hogaza, Barra], for: 2d, multiple: true}
reply-to: https://mastodon.example/@ana/1
---

Vuelve la [hogaza](https://horno.example/receta) de https://horno.example/una/direccion/tan/larga/que/se/pliega/en/medio/y/sigue/y/sigue/y/sigue/hasta/el/final.

Segunda.

Tercera.

---

$(printf 'palabra %.0s' {1..100})
END
for count in 1 2 3 5; do
    {
        printf '%s\n' --- "title: Fotos $count" "date: 2026-11-24 1$count:00" "accounts: [$ALL]" 'sensitive: Hay harina' 'quote: https://otro.example/@ana/2' media:
        for name in $(printf '%s\n' hogaza horno roscon manos centeno | head -n $count); do
            echo "  - {file: $name.jpg, alt: \"Foto <de> $name\", focus: [0.2, 0.9], crop: {instagram: \"16:9\", x: \"2:3\"}}"
        done
        printf '%s\n' --- '' 'Fotos. #pan' '' '![Una barra](barras.jpg)'
    } >content/posts/a/fotos$count.md
done
printf '%s\n' --- 'title: Nada' 'date: 2026-11-25 11:00' 'accounts: [nada, mastodon, bluesky]' 'sensitive: true' 'repost: https://example.org/otro' 'media: [{file: no-esta.jpg, alt: No está}, {file: horno.jpg, decorative: true}]' --- '' 'Falta una.' >content/posts/a/falta.md
printf '\0\0\0\020ftypisom\0\0\0\0' >content/media/masa.mp4
printf '%s\n' --- 'title: Vídeo' 'date: 2026-11-26 11:00' 'accounts: [instagram, mastodon, blog, bluesky]' 'media: [{file: masa.mp4, alt: "La masa \"crece\""}]' --- '' 'Crece.' >content/posts/a/video.md
commit 'post: all networks'
run --lang es build --now $NOW --out es
is_status 0 'cards in Spanish'
run build --now $NOW
is_status 0 'every network has cards'
# The card of a network, of a page.
card() { sed -n "/<article class=\"card $1\"/,/<\/article>/p" "$2"; }
has() { # NETWORK PAGE TEXT WHAT
    if card "$1" "$2" | tr '\n' ' ' | grep -qF -e "$3"; then pass "$4"; else fail "$4" "missing in the card of $1: $3"; fi
}
TEXT=public/posts/a/texto.html
for name in "${DRIVERS[@]}" "${BY_HAND[@]}"; do
    check "$name has a template" test -f "$SRC/site/cards/$name.html"
    title=$(sed -n "/\"$name\"/,/title/s/.*\.title = \"\([^\"]*\)\".*/\1/p" "$SRC"/networks/{manual,bluesky,mastodon,blog,null}.c | head -n 1)
    has "$name" $TEXT "<article class=\"card $name\" aria-label=\"$title\">" "and a card that says so"
done
check 'another is drawn all the same' test "$(grep -c '<article class="card plain"' $TEXT)" = 1
check 'and all cards are of one account each' test "$(grep -c '<article class="card' $TEXT)" = $((${#DRIVERS[@]} + ${#BY_HAND[@]} + 1))
check 'their looks are in the style sheet' test "$(grep -c '^\.card\.mastodon {' public/style.css)" = 1
check_not 'and in no page' grep -rq ' style=' public --include='*.html'

# --- texts ---
has mastodon $TEXT '<a rel="nofollow" href="https://horno.example/receta">' 'an address is a link where the network makes it one'
check_not 'but not in a caption' grep -q 'href="https://horno.example/receta"' <(card instagram $TEXT)
has linkedin $TEXT '<details class="fold"><summary>see more</summary>' 'a text is folded'
has linkedin es/posts/a/texto.html '<details class="fold"><summary>ver más</summary>' 'in the words of the reader'
has instagram $TEXT '<summary>more</summary>' 'each network with its own'
check_not 'not where it is short enough' grep -q 'class="fold"' <(card x public/posts/a/fotos1.html)
has bluesky $TEXT '<mark><span class="unseen">(too much from here) </span>' 'what is too much is marked'
has bluesky $TEXT 'characters: 499 too many' 'and counted in words'
check_not 'what fits is not' grep -q '<mark>' <(card linkedin $TEXT)
has mastodon $TEXT 'part 2 of 2' 'a thread is numbered'
has mastodon $TEXT 'lang="es" dir="auto"' 'its language is said'

# --- boxes ---
has mastodon $TEXT '<ul class="poll" lang="es"> <li>Hogaza</li> <li>Barra</li> </ul> <p class="note">Poll · 2 days</p>' 'a poll'
check_not 'not where there is none' grep -q 'class="poll"' <(card bluesky $TEXT)
has mastodon $TEXT '<p class="note">Followers only</p>' 'who sees it'
has instagram $TEXT '<b>First comment</b>' 'the first comment'
has mastodon $TEXT 'Sponsored · Molino del Río' 'who pays'
has mastodon $TEXT '<b>In reply to</b> <a rel="nofollow" href="https://mastodon.example/@ana/1">' 'what it answers'
has bluesky $TEXT '<p class="host">example.org</p>' 'the card of a link'
has bluesky $TEXT '<b lang="es">La &lt;hogaza&gt; &amp; yo</b>' 'with its title'
has blog $TEXT '<h3 lang="es">La &lt;hogaza&gt; &amp; yo</h3>' 'the page of the blog'

# --- pictures ---
has mastodon public/posts/a/fotos1.html '<details class="warned"><summary>Hay harina</summary>' 'a warning hides what is behind it'
has mastodon public/posts/a/fotos2.html '<div class="media mosaic n3">' 'a mosaic of three'
has mastodon public/posts/a/fotos5.html '<span class="beyond" aria-hidden="true">+2</span>' 'more than four are counted'
has mastodon public/posts/a/fotos5.html '<summary>2 more</summary>' 'and can be looked at'
has mastodon public/posts/a/fotos5.html '<li lang="es"><b>ALT</b> Foto &lt;de&gt; centeno</li>' 'and described all the same'
has instagram public/posts/a/fotos2.html 'class="cropped r16-9 x2 y9"' 'a crop of the post, with its point in focus'
has x public/posts/a/fotos1.html 'class="cropped r2-3 x2 y9"' 'each network its own'
check_not 'and none where there is none' grep -q 'cropped' <(card threads public/posts/a/fotos1.html)
has blog public/posts/a/fotos1.html '<img src="../../media/content/media/hogaza.jpg"' 'the page of the blog has its pictures from here'
check_not 'and from nowhere else' grep -rqE ' src="https?:' public --include='*.html'
check 'they are there' test -f public/media/content/media/barras.jpg
has instagram public/posts/a/video.html 'src="../../media/content/media/masa.mp4" aria-label="La masa &quot;crece&quot;"' 'a video'
has blog public/posts/a/video.html 'src="../../media/content/media/masa.mp4" aria-label="La masa &quot;crece&quot;"' 'on the blog, too'
has mastodon public/posts/a/falta.html "&#39;no-esta.jpg&#39; is not there" 'a picture that is missing is said'
has mastodon public/posts/a/falta.html '<summary>Sensitive content</summary>' 'what is sensitive is hidden'
has bluesky public/posts/a/falta.html '<summary>Sensitive content</summary>' 'also by a label'
check_not 'and nothing else is' grep -q 'Sensitive' <(card bluesky public/posts/a/video.html)
has null public/posts/a/falta.html '<b>Reposted</b> <a rel="nofollow" href="https://example.org/otro">' 'what it passes on'
finish
