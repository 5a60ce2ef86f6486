#!/bin/bash
# build: the site of the example; the second run; hostile texts (tests/hostile/markup) in it; wrong
# use; nothing from elsewhere.
. "$(dirname "$0")/lib.sh"
NOW=2026-11-24T10:00:00+01:00
cp -R "$TESTS/../content" "$TESTS/../brand" "$TESTS/../calendar" "$T" && mkdir "$T/example" &&
    mv "$T/content" "$T/brand" "$T/calendar" "$T/example" && cd "$T/example" && git init -q -b main && commit 'post: all'
sum() { (cd "$1" && find . -type f -exec sha256sum {} + | sort); }

run build --now $NOW
is_status 0 'the example has a site'
out_has 'public/index.html' 'and says where'
check 'this month is the first page' grep -q '<title>November 2026 · El Horno de Ana</title>' public/index.html
check 'today is marked' grep -q 'class="today" aria-current="date"' public/index.html
check 'a post is in it' grep -q 'href="posts/2026/11/otono.html"' public/index.html
check 'the next month has a page' grep -q 'href="../posts/2026/12/' public/month/2026-12.html
check 'a post has a card for each account' test "$(grep -c '<article class="card' public/posts/2026/11/otono.html)" = 5
check 'with its picture in the site' cmp -s content/posts/2026/11/otono/calabaza.jpg public/media/content/posts/2026/11/otono/calabaza.jpg
check 'its description' grep -q '<b>ALT</b> Ilustración' public/posts/2026/11/otono.html
check 'and what it takes of the limit' grep -q '134 of 300 characters' public/posts/2026/11/otono.html
check 'all links lead to pages that are there' test -z "$(cd public && find . -name '*.html' | while read -r page; do
    grep -oE '(href|src)="[^":#]*"' "$page" | sed 's/^[a-z]*="//; s/"$//' | while read -r to; do
        [ -e "$(dirname "$page")/$to" ] || echo "$page: $to"; done; done)"
check 'every page says what it may load' test -z "$(find public -name '*.html' -exec grep -L "Content-Security-Policy\" content=\"default-src .*none" {} +)"
check_not 'no page has a script' grep -rqi '<script' public --include='*.html'

sum public >"$T/first"
touch -d 2020-01-01 public/index.html public/posts/2026/11/otono.html
run build --now $NOW --format json
json '.version == 1 and .out == "public" and .files > 40' 'machines are told, too'
sum public >"$T/second"
same "$T/first" "$T/second" 'the same input gives the same bytes'
check 'and what is the same is not written again' test "$(stat -c %y public/posts/2026/11/otono.html | cut -c1-4)" = 2020
run --lang es build --now $NOW --out sitio/es
check 'in Spanish, elsewhere' grep -q '<html lang="es">' sitio/es/index.html
check 'with its months' grep -q '<h1>noviembre de 2026</h1>' sitio/es/index.html
git rm -q -r content/posts/2026/11/otono && commit 'post: take one away'
run build --now $NOW
check_not 'a post that is gone has no page any more' test -e public/posts/2026/11/otono.html
check 'what others put there stays' test -d public
run build --out ../elsewhere
is_status 2 'a folder outside of the workspace is wrong usage'
check_not 'and is not made' test -e ../elsewhere
run build --out public/blog
is_status 2 'the folder of the blog, too'
err_has "name another with --out" 'with a remedy'
mkdir other && echo mine >other/index.html
run build --now $NOW --out other
is_status 1 'a file in the way that is not ours is an error'
check 'and stays' test "$(cat other/index.html)" = mine
rm -rf other sitio

new_workspace empty
rm -r content/posts
run build --now $NOW
is_status 0 'a workspace without posts has a site, too'
check 'that says how to begin' grep -q 'pregon new' public/list.html

# --- hostile texts ---
new_workspace hostile
rm -r content/posts && mkdir -p content/posts/a
printf '%s\n' 'accounts:' '  n: {network: "null", class: I, log: public/n.log}' '  b: {network: blog, title: B, url: "https://horno.example/", out: blog}' >brand/accounts.yml
COUNT=0
while IFS= read -r line; do
    case $line in '' | '# '*) continue ;; esac
    COUNT=$((COUNT + 1))
    printf -v text %b "$line"
    quoted=$(jq -anr --arg s "$text" '$s | @json')
    printf '%s\n' --- "title: $quoted" "date: 2026-11-24 11:00" "accounts: [n, b]" "notes: $quoted" "owner: ana" --- '' "$text" '' "x $text" >content/posts/a/$COUNT.md
done <"$TESTS/hostile/markup"
commit 'post: evil'
check "$COUNT texts" [ $COUNT -ge 100 ]
run build --now $NOW
is_status 0 'hostile texts have a site'
check 'all of them are posts in it' test "$(find public/posts -name '*.html' | wc -l)" -ge 100
if command -v python3 >/dev/null; then
    python3 - public >"$T/found" <<'END'
import html.parser, pathlib, sys
TAGS = set('html head meta title link body a header p nav ul li main h1 h2 h3 small table caption thead '
           'tbody tr th td time span b dl dt dd div section article br details summary meter figure img '
           'figcaption video footer mark ol blockquote pre code em strong hr h4 h5 h6'.split())
class Reader(html.parser.HTMLParser):
    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            print(page, 'element', tag)
        for name, value in attributes:
            value = value or ''
            if name.startswith('on') or name in ('style', 'srcset', 'ping', 'srcdoc', 'action', 'poster'):
                print(page, 'attribute', name)
            scheme = value.split(':')[0].strip().lower() if ':' in value.split('/')[0] else ''
            if name == 'href' and scheme not in ('', 'http', 'https', 'mailto'):
                print(page, 'address', value)
            if (name == 'src' or (name == 'href' and tag == 'link')) and (scheme or value.startswith('//')):
                print(page, 'loads', value)
        if tag == 'meta' and dict(attributes).get('http-equiv', '').lower() not in ('', 'content-security-policy'):
            print(page, 'meta', attributes)
for page in sorted(pathlib.Path(sys.argv[1]).rglob('*.html')):
    Reader().feed(page.read_text(encoding='utf-8'))
END
    check 'no script, no handler, nothing from elsewhere in any of them' test ! -s "$T/found"
    head -5 "$T/found" | sed 's/^/# /'
else
    skip 1 'python3 is not here'
fi
check 'no control character but line ends' test -z "$(LC_ALL=C grep -rlP '[\x00-\x08\x0b-\x1f\x7f]' public --include='*.html')"
finish
