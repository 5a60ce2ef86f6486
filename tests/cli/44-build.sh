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
check 'beside whose time its title keeps its own direction' grep -q '<time>10:00</time> <bdi>' public/index.html
check 'a post has a card for each account' test "$(grep -c '<article class="card' public/posts/2026/11/otono.html)" = 5
check 'with its picture in the site' cmp -s content/posts/2026/11/otono/calabaza.jpg public/media/content/posts/2026/11/otono/calabaza.jpg
check 'its description' grep -q '<b>ALT</b> Ilustración' public/posts/2026/11/otono.html
check 'and what it takes of the limit' grep -q '134 of 300 characters' public/posts/2026/11/otono.html
check 'all links lead to pages that are there' test -z "$(cd public && find . -name '*.html' | while read -r page; do
    grep -oE '(href|src)="[^":#]*"' "$page" | sed 's/^[a-z]*="//; s/"$//' | while read -r to; do
        [ -e "$(dirname "$page")/$to" ] || echo "$page: $to"; done; done)"
check 'every page says what it may load' test -z "$(find public -name '*.html' -exec grep -L "Content-Security-Policy\" content=\"default-src .*none" {} +)"
check 'the only script is that of the site' test -z "$(grep -rhoi '<script[^>]*>' public --include='*.html' | grep -vx '<script src="\(\.\./\)*script.js" defer>')"
check 'a week has a page' grep -q '<caption>Week 48 of 2026</caption>' public/week/2026-W48.html
check 'with a holiday' grep -q 'class="closure note">' public/month/2026-11.html
check 'and a free slot' grep -q 'class="free">20:00 free (sobremesa: instagram)' public/week/2026-W48.html
check 'a campaign has a page with its brief' grep -q '<h3>Qué queremos</h3>' public/campaigns/otono-2026.html
check 'and its posts' grep -q 'href="../posts/2026/11/otono.html"' public/campaigns/otono-2026.html
check 'queues are told' grep -q '<h2>sobremesa</h2>' public/queues.html
check 'the mix has bars' grep -q '<rect class="ahead"' public/mix.html
check 'and says which is which' grep -q '</svg> upper bar: now</li>' public/mix.html
check 'of what readers do, a goal says that only the networks know' grep -q '<td>clicks</td><td>400</td>.*only the networks' public/campaigns/otono-2026.html
check 'for whom, what for and at what cost' test "$(grep -cE '<dd>(150 EUR|to be known|Vecinas y vecinos .*)</dd>' public/campaigns/otono-2026.html)" = 3
check 'accounts say how large a picture may be' grep -q '<dt>Size of a picture</dt><dd>2 MB</dd>' public/accounts.html
check 'and what is lost there' grep -q '<li>Bluesky has no polls: the poll is left out</li>' public/accounts.html
check 'without a ledger the page says so' grep -q "There is no ledger here (branch &#39;pregon-ledger&#39;)" public/ledger.html
check_not 'and not that nothing was sent' grep -q 'Nothing was sent yet' public/ledger.html
check 'what is to be sent by hand waits for a person there' grep -q '<caption>To be sent by hand</caption>' public/ledger.html
check 'times are told in UTC, too' grep -q '24 November 2026, 09:30 (08:30Z)' public/posts/2026/11/otono.html
check 'on the lists as well' grep -q '<td>09:30 <small>(08:30Z)</small></td>' public/list.html
check 'accounts say what they take' grep -q '<dt>Characters</dt><dd>300</dd>' public/accounts.html
check 'every post can be found' test "$(grep -c '<li><a href="posts/' public/search.html)" = "$(find public/posts -name '*.html' | wc -l)"
check 'what is sent can be read' grep -q 'app.bsky.feed.post' public/posts/2026/11/otono.html
check 'what goes out by hand can be copied' grep -q '<textarea readonly' public/posts/2026/11/otono.html
check 'and its pictures saved' grep -q '<a download href="../../../media/content/posts/2026/11/otono/calabaza.jpg">calabaza.jpg</a>' public/posts/2026/11/otono.html
check 'and their descriptions copied' grep -q "<textarea readonly rows=\"2\" cols=\"40\" aria-label=\"Description of &#39;calabaza.jpg&#39;\"" public/posts/2026/11/otono.html
check 'a post has its history' grep -q ': post: all <code>' public/posts/2026/11/otono.html
check_not 'without a git host nothing can be edited there' grep -rq 'class="edit"' public
check 'the calendar is one' test "$(grep -c '^BEGIN:VEVENT' public/calendar.ics)" -gt 60
check 'the JSON feed is one' jq -e '.version == "https://jsonfeed.org/version/1.1"' public/feed.json
check 'the Atom feed says where it is' grep -qxF '<link rel="self" href="atom.xml"/>' public/atom.xml
check_not 'no page shows the marks of code' grep -rq 'class="\(why\|note\)[^>]*>[^<]*`' public

sum public >"$T/first"
touch -d 2020-01-01 public/index.html public/posts/2026/11/otono.html
run build --now $NOW --format json
json '.version == 1 and .out == "public" and .files > 40' 'machines are told, too'
sum public >"$T/second"
same "$T/first" "$T/second" 'the same input gives the same bytes'
check 'and what is the same is not written again' test "$(stat -c %y public/posts/2026/11/otono.html | cut -c1-4)" = 2020
run --lang es build --now $NOW --out sitio/es
check 'in Spanish, elsewhere' grep -q '<html lang="es">' sitio/es/index.html
check 'the calendar, too' grep -q '^DESCRIPTION:programado' sitio/es/calendar.ics
check 'and the names of formats' grep -q '>una imagen <small>Formato</small>' sitio/es/mix.html
check 'with its months' grep -q '<h1>noviembre de 2026</h1>' sitio/es/index.html
git rm -q -r content/posts/2026/11/otono && commit 'post: take one away'
run build --now $NOW
check_not 'a post that is gone has no page any more' test -e public/posts/2026/11/otono.html
check 'what others put there stays' test -d public
run build --out ../elsewhere
is_status 2 'a folder outside of the workspace is wrong usage'
check_not 'and is not made' test -e ../elsewhere
mkfifo "$T/held"
(exec 9<public && flock 9 && echo >"$T/held" && sleep 0.3 && touch "$T/given-back") &
read -r <"$T/held"
run build --now $NOW
is_status 0 'while another writes the site'
check 'build waits for it' [ -e "$T/given-back" ]
for folder in content content/site Brand/site calendar/ ./content public/../brand .git .git/site . '' public/..; do
    run build --out "$folder"
    is_status 2 "so is '$folder'"
done
check 'where people write nothing is written' [ -z "$(find content brand calendar -name .pregon-files -o -name '*.html' -o -name site)" ]
mkdir ../elsewhere && ln -s ../elsewhere link
for folder in link link/site; do
    run build --now $NOW --out "$folder"
    is_status 4 "$folder leads elsewhere"
done
check 'and there nothing is made' [ -z "$(ls -A ../elsewhere)" ]
rm -r link ../elsewhere
run build --now $NOW --out ./sitio/en/
check 'a path as shells complete it is one' [ -e sitio/en/index.html ]
run build --out public/blog/
is_status 2 'the folder of the blog is another'"'"'s'
run build --out public/blog
is_status 2 'the folder of the blog, too'
err_has "name another with --out" 'with a remedy'
mkdir other && echo mine >other/index.html
run build --now $NOW --out other
is_status 1 'a file in the way that is not ours is an error'
check 'and stays' test "$(cat other/index.html)" = mine
rm -rf other sitio

# --- the git host ---
git remote add origin git@github.com:horno/redes.git
run build --now $NOW
check 'a file can be edited on the host' grep -q 'href="https://github.com/horno/redes/edit/main/brand/accounts.yml"' public/accounts.html
check 'a free slot leads to its new post' grep -q 'href="https://github.com/horno/redes/new/main?filename=content%2Fposts%2F2026%2F11%2Fsobremesa-24' public/index.html
grep -o 'new/main?filename=[^"]*' public/queues.html | sort -u | python3 -c '
import html, sys, urllib.parse
for line in sys.stdin:
    asked = urllib.parse.parse_qs(html.unescape(line.strip().split("?")[1]))
    with open(asked["filename"][0], "w") as file:
        file.write(asked["value"][0].replace("title: ", "title: Hueco") + "Una frase sobre el pan de ese día.\n")'
check 'every free slot has one' test "$(find content -name 'sobremesa-????.md' | wc -l)" -ge 8
run check --now $NOW --level error
check_not 'and what is begun there gets that slot' grep -q 'no free slot' "$T/stdout"
find content -name 'sobremesa-????.md' -delete
check 'a change to its commit' grep -qE 'href="https://github.com/horno/redes/commit/[0-9a-f]{40}"' public/posts/2026/11/votacion.html
git branch -m main master
run build --now $NOW
check 'on the branch that is there' grep -q 'redes/edit/master/brand/accounts.yml"' public/accounts.html
git branch -m master main
git remote set-url origin https://token:secreto@git.example.org/horno/redes.git
run build --now $NOW
check_not 'a host of an unknown kind has no pages' grep -rq 'class="edit"' public
check_not 'and the address of a remote is not shown' grep -rq 'secreto' public
printf '%s\n' 'site: {repository: "https://git.example.org/horno/redes/", forge: forgejo}' >>brand/brand.yml
run build --now $NOW
check 'brand.yml can name it' grep -q 'href="https://git.example.org/horno/redes/_edit/main/brand/accounts.yml"' public/accounts.html

# --- what is wrong, at its line ---
printf -- '---\ntitle: Malo\ndate: 2026-11-25 10:00\naccounts: [bluesky]\ncolor: azul\n---\nPan.\n' >content/posts/2026/11/malo.md
printf -- '---\ntitle: Con AKIAIOSFODNN7EXAMPLE\ndate: 2026-11-25 11:00\naccounts: [bluesky, instagram]\n---\nLlámanos: AKIAIOSFODNN7EXAMPLE\n' >content/posts/2026/11/secreto.md
printf -- '---\ntitle: Otro\ndate: AKIAIOSFODNN7EXAMPLE\naccounts: [bluesky]\n---\nHola.\n' >content/posts/2026/11/secreta-fecha.md
printf -- '---\ntitle: Otro\ndate: 2026-11-26 10:00\naccounts: [bluesky]\ncampaign: AKIAIOSFODNN7EXAMPLE\n---\nHola.\n' >content/posts/2026/11/secreta-campana.md
printf -- '---\r\ntitle: Windows\r\ndate: 2026-11-25 12:00\r\naccounts: [bluesky]\r\n---\r\nPan.\r\n' >content/posts/2026/11/windows.md
run build --now $NOW
check 'line ends of Windows are no signs' grep -q '<code>title: Windows</code>' public/posts/2026/11/windows.html
check 'a finding stands at its line' grep -q '<code>color: azul</code><p class="finding error">' public/posts/2026/11/malo.html
check 'and on the page of findings' grep -q 'malo.md:5' public/findings.html
check 'a post with a secret has a page that says so' grep -q "may be a secret, so it is not shown" public/posts/2026/11/secreto.html
check_not 'the secret is nowhere' grep -rq AKIAIOSFODNN7EXAMPLE public
run plan --now $NOW --format json
json '[.deliveries[] | select(.post == "2026/11/secreta-fecha")] | length == 1' 'nor does the plan'
check_not 'repeat it as its reason' grep -q AKIAIOSFODNN7EXAMPLE "$T/stdout"

new_workspace empty
rm -r content/posts
run build --now $NOW
is_status 0 'a workspace without posts has a site, too'
check 'that says how to begin' grep -q 'pregon new' public/list.html

# --- hostile texts ---
new_workspace hostile
rm -r content/posts && mkdir -p content/posts/a
printf '%s\n' 'accounts:' '  n: {network: "null", class: I, log: public/n.log}' '  b: {network: blog, title: B, url: "https://horno.example/", out: blog}' '  i: {network: instagram, send: manual, handle: "<b>"}' >brand/accounts.yml
COUNT=0
while IFS= read -r line; do
    case $line in '' | '# '*) continue ;; esac
    COUNT=$((COUNT + 1))
    printf -v text %b "$line"
    quoted=$(jq -an --arg s "$text" '$s')
    printf '%s\n' --- "title: $quoted" "date: 2026-11-24 11:00" "accounts: [n, b, i]" "notes: $quoted" "owner: ana" "description: $quoted" "sensitive: $quoted" "sponsored: $quoted" "first-comment: $quoted" "poll: {options: [$quoted, no]}" "media: [{file: no.jpg, alt: $quoted}]" --- '' "$text" '' "x $text" >content/posts/a/$COUNT.md
done <"$TESTS/hostile/markup"
commit 'post: evil'
mkdir -p calendar/campaigns
{ printf -- '---\ntitle: "<script>alert(1)</script>"\n---\n'; grep -v '^#' "$TESTS/hostile/markup" | while IFS= read -r line; do printf '%b\n\n' "$line"; done | iconv -c -f utf-8 -t utf-8 | tr -d '\000-\010\013-\037\177'; } >calendar/campaigns/evil.md
check "$COUNT texts" [ $COUNT -ge 100 ]
run build --now $NOW
is_status 0 'hostile texts have a site'
check 'a hostile brief is drawn' grep -q 'class="brief"' public/campaigns/evil.html
check 'all of them are posts in it' test "$(find public/posts -name '*.html' | wc -l)" -ge 100
check 'and have all that a card can have' test "$(grep -rlE 'class="poll"' public/posts | xargs grep -l '<b>First comment</b>' | wc -l)" -ge 100
if command -v python3 >/dev/null; then
    python3 - public >"$T/found" <<'END'
import html.parser, pathlib, sys
TAGS = set('html head meta title link body a header p nav ul li main h1 h2 h3 small table caption thead '
           'tbody tr th td time span b dl dt dd div section article br details summary meter figure img '
           'figcaption video footer mark ol blockquote pre code em strong hr h4 h5 h6 script textarea svg rect q bdi'.split())
VOID = 'meta link br img hr'.split()
class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            print(page, 'ends', tag)
    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        if tag not in TAGS:
            print(page, 'element', tag)
        if tag == 'script' and (attributes[0][0] != 'src' or attributes[0][1].lstrip('./') != 'script.js'):
            print(page, 'script', attributes)
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
    reader = Reader()
    reader.feed(page.read_text(encoding='utf-8'))
    if reader.open:
        print(page, 'leaves open', reader.open)
END
    check 'no script, no handler, nothing from elsewhere in any of them' test ! -s "$T/found"
    head -5 "$T/found" | sed 's/^/# /'
else
    skip 1 'python3 is not here'
fi
check 'no control character but line ends' test -z "$(LC_ALL=C grep -rlP '[\x00-\x08\x0b-\x1f\x7f]' public --include='*.html')"

# --- goals: what is sent, and what is planned until their day ---
new_workspace goals
write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
  blog: {network: blog, title: Horno, url: "https://horno.example/", out: public/blog}
END
printf 'timezone: Europe/Madrid\n' >calendar/calendar.yml
write calendar/campaigns/pan.md <<'END'
---
title: Pan
kpis:
  - {metric: posts, target: 4, by: 2026-11-26}
  - {metric: envios, target: 3}
  - {metric: accounts, target: 2, by: 2026-11-25}
  - {metric: clicks, target: 10}
  - {metric: replies, target: 400, reached: 120}
  - {metric: saves, target: 10, reached: 0}
---
END
rm -rf content/posts
for day in 24 25 26 27; do
    printf -- '---\ntitle: Pan %s\ndate: 2026-11-%s 10:00\naccounts: [log]\ncampaign: pan\n---\nPan del %s.\n' $day $day $day | write content/posts/$day.md
done
sed -i 's/\[log\]/[log, blog]/' content/posts/26.md
printf -- '---\ntitle: Otro\ndate: 2026-11-24 10:00\naccounts: [log]\n---\nOtro.\n' | write content/posts/otro.md
commit 'post: a campaign'
PREGON_NOW=2026-11-24T08:00:00+01:00 run publish
PREGON_NOW=2026-11-24T10:05:00+01:00 run publish
PREGON_NOW=2026-11-25T10:05:00+01:00 run publish
run build --now 2026-11-25T12:00:00+01:00
grep '^<tr><td>[a-z]*</td><td>[0-9]' public/campaigns/pan.html | sed 's/<meter.*<.meter> //; s/<[^>]*>/|/g; s/||*/|/g' >"$T/counted"
cat >"$T/expected" <<'END'
|posts|4|Thu 26 Nov 2026, 23:59|2 of 4, 1 more planned|
|envios|3|–|2 of 3, 3 more planned|
|accounts|2|Wed 25 Nov 2026, 23:59|1 of 2|
|clicks|10|–|only the networks&#39; figures tell|
|replies|400|–|120 of 400|
|saves|10|–|0 of 10|
END
same "$T/expected" "$T/counted" 'goals are counted: until their day, each post and account once'
finish
