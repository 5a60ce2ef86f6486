#!/bin/bash
# The site in a real browser: the example's pages by axe-core and an HTML validator, and posts that
# are changed in `serve`.
. "$(dirname "$0")/lib.sh"
browser_install || skip_all "$SERVER_WHY"
NOW=2026-11-24T10:00:00+01:00
cp -R "$TESTS/../content" "$TESTS/../brand" "$TESTS/../calendar" "$T" && mkdir "$T/example" &&
    mv "$T/content" "$T/brand" "$T/calendar" "$T/example" && cd "$T/example" && git init -q -b main && commit 'post: all'
git remote add origin git@github.com:horno/redes.git

# With one post that has something wrong, so that findings are looked at, too.
printf -- '---\ntitle: Con errores, y una palabra %s\ndate: 2026-11-25 10:00\naccounts: [sociales]\ncolor: azul\n---\n¡¡¡OFERTA!!! Lo mejor de lo mejor.\n' "$(printf 'larga%.0s' {1..60})" >content/posts/2026/11/errores.md
long=$(printf 'x%.0s' {1..80})
printf -- '---\ntitle: %s\nfrom: 2026-11-01\nuntil: 2026-11-30\n---\n```\n%s %s\n```\n' "$long$long" "$long" "$long" >calendar/campaigns/larga.md
sed -i 's/^color: azul/campaign: larga\n&/' content/posts/2026/11/errores.md
run --lang es build --now $NOW
is_status 0 'the example has a site'
[ -z "${SHOTS:-}" ] || mkdir -p "$SHOTS"
browser look.cjs public ${SHOTS:+"$SHOTS"} >"$T/looked" 2>&1
views=$(sed -n 's/^\([0-9]*\) views$/\1/p' "$T/looked")
check "pages were looked at (${views:-0} views)" test "${views:-0}" -ge 80
grep -v ' views$' "$T/looked" >"$T/wrong"
check 'no violation of WCAG 2.2 AA, no message, no request elsewhere, none too wide' test ! -s "$T/wrong"
head -20 "$T/wrong" | sed 's/^/# /'
(cd "$NPM_PACKAGES" && node_modules/.bin/html-validate --preset standard "$T/example/public/**/*.html") >"$T/invalid" 2>&1
check 'the pages are valid HTML' test ! -s "$T/invalid"
head -20 "$T/invalid" | sed 's/^/# /'
rm content/posts/2026/11/errores.md calendar/campaigns/larga.md

# The blog's own pages, with long words and code.
mkdir "$T/blogged" && cd "$T/blogged" || exit
run init --ci none --networks blog --name "$long" --timezone UTC
printf -- '---\ntitle: %s\ndate: 2026-11-24 08:00\naccounts: [blog]\ntags: [%s]\nlink: https://example.com/%s\n---\n%s\n\n```\n%s %s\n```\n' \
    "$long" "${long:0:40}" "$long" "$long" "$long" "$long" >content/posts/larga.md
git init -q -b main && commit 'post: long'
run publish --now $NOW
is_status 0 'a blog of long words'
rm -f public/blog/404.html # whose links are for a server
browser look.cjs public/blog >"$T/looked" 2>&1
check 'its pages are looked at' grep -q ' views$' "$T/looked"
grep -v ' views$' "$T/looked" >"$T/wrong"
check 'no violation, none too wide' test ! -s "$T/wrong"
head -20 "$T/wrong" | sed 's/^/# /'
cd "$T/example" || exit

# The pictures that CI takes of the cards of a change.
png_size() { # FILE
    python3 -c 'import struct, sys; print(*struct.unpack(">II", open(sys.argv[1], "rb").read()[16:24]))' "$1"
}
git checkout -q -b change && sed -i 's/^title: .*/&!/' content/posts/2026/11/otono/post.md &&
    printf -- '---\ntitle: Corta\ndraft: true\naccounts: [bluesky]\n---\nUna frase.\n' >content/posts/corta.md && commit 'post: change'
run init --ci github --source https://git.example/pregon
mkdir "$T/bin" && ln -s "$PREGON" "$T/bin/pregon" && printf '#!/bin/sh\necho emoji\n' >"$T/bin/fc-list" && chmod +x "$T/bin/fc-list"
PATH="$T/bin:$PATH" HOME=$T LANGUAGE=es PREGON_NOW=$NOW sh .ci/cards.sh main change >"$T/pictures" 2>"$T/pictures.log"
same <(printf 'cards/2026/11/otono.png\ncards/corta.png\n') "$T/pictures" 'CI takes a picture of the cards of each post that changes'
read -r width height <<<"$(png_size cards/2026/11/otono.png)"
check "as high as they are (${width:-0} x ${height:-0})" test "${width:-0}" = 1100 -a "${height:-0}" -gt 3000
read -r width height <<<"$(png_size cards/corta.png)"
check "each (${width:-0} x ${height:-0})" test "${height:-0}" -gt 200 -a "${height:-0}" -lt 1200
check 'and leaves no copies of pages behind' test -z "$(find public -name '*picture*')"
[ -z "${SHOTS:-}" ] || cp cards/2026/11/otono.png "$SHOTS/card.png"
git checkout -qf main

"$PREGON" serve --port 0 --now $NOW >"$T/served" 2>&1 </dev/null &
SERVE=$!
SERVER_PIDS+=($SERVE)
wait_until 10 grep -qs '^http' "$T/served" || fail 'it serves' "$(cat "$T/served")"
browser edit.cjs "$(head -1 "$T/served")" "$T/example" >"$T/edited" 2>&1
cat >"$T/expected" <<'END'
the token is out of the address: true
dragged: -date: 2026-11-27 10:00 +date: 2026-11-28 10:00
taken back: 2026-11-27 10:00
moved by keys: -date: 2026-11-27 10:00 +date: 2026-11-28 11:15
a change of the file is seen
edited: -Una novedad. +Otra cosa.
line ends stay: +# nota\r false
begun: true
filtered: true
found: Vuelve la hogaza de calabaza content/posts/2026/11/otono/post.md · otono-2026 · producto #PanDeMasaMadre
eight tabs at once are fresh
END
same "$T/expected" "$T/edited" 'posts are dragged, moved by keys, edited and begun in it'
kill $SERVE
wait $SERVE 2>/dev/null
finish
