#!/bin/bash
# serve: the site on a loopback address, fresh after a change; who may change posts, and what is
# refused.
. "$(dirname "$0")/lib.sh"
NOW=2026-11-24T10:00:00+01:00
command -v curl >/dev/null || skip_all 'curl is not here'
cp -R "$TESTS/../content" "$TESTS/../brand" "$TESTS/../calendar" "$T" && mkdir "$T/example" &&
    mv "$T/content" "$T/brand" "$T/calendar" "$T/example" && cd "$T/example" && git init -q -b main && commit 'post: all'

serve_start() { # OPTION...
    rm -f "$T/served"
    "$PREGON" serve --port 0 --now $NOW "$@" >"$T/served" 2>"$T/served.err" </dev/null &
    SERVE=$!
    SERVER_PIDS+=($SERVE)
    wait_until 10 grep -qs '^http' "$T/served" || { cat "$T/served.err"; return 1; }
    ADDRESS=$(head -1 "$T/served")
    AT=${ADDRESS%%\?*}
    TOKEN=${ADDRESS##*=}
    PORT=${AT##*:}
    PORT=${PORT%/}
    COOKIE="pregon-$PORT=$TOKEN"
}
get() { curl -s -m 30 -o "$T/got" -w '%{http_code}' "$@"; } # prints the status
ask() { # WHAT JSON [ORIGIN TYPE]: as the page does
    get -X POST -H "Cookie: $COOKIE" -H "Origin:${3-${AT%/}}" -H "Content-Type: ${4-application/json}" --data-binary "$2" "${AT}.pregon/$1"
}
state_is() { check "$3" test "$1" = "$2"; [ "$1" = "$2" ] || head -c 300 "$T/got" | sed 's/^/# /'; }

check 'it starts' serve_start
if grep -qs '^Seccomp:' "/proc/$SERVE/status"; then
    check 'it has given up what it does not need' grep -q '^Seccomp:[[:space:]]*2' "/proc/$SERVE/status"
fi
check 'on the loopback address, and says where' test "${AT:0:17}" = http://127.0.0.1:
state_is "$(get "$AT")" 200 'pages can be read'
check 'and are those of build' grep -q '<title>November 2026 · El Horno de Ana</title>' "$T/got"
check 'which say what they were drawn from' grep -q '^Server-Timing: version;dur=[0-9]' <(curl -s -D- -o /dev/null "$AT")
state_is "$(get "${AT}style.css")" 200 'so can what they need'
state_is "$(get "${AT}media/content/posts/2026/11/otono/calabaza.jpg")" 200 'and pictures'
check 'byte for byte' cmp -s "$T/got" content/posts/2026/11/otono/calabaza.jpg
state_is "$(get "${AT}posts/nobody.html")" 404 'a page that is not there is not found'
state_is "$(get --path-as-is "${AT}../brand/accounts.yml")" 404 'nothing outside of the site'
state_is "$(get --path-as-is "${AT}media/../../brand/accounts.yml")" 404 'by no way'
state_is "$(get -H 'Host: evil.example' "$AT")" 421 'another host is refused (DNS rebinding)'
state_is "$(get -X POST -d x "$AT")" 405 'pages are not written'
state_is "$(get "$ADDRESS")" 303 'the address with the token goes on to one without'
check_not 'a wrong token gives no cookie' grep -qi set-cookie <(curl -s -D- -o /dev/null "${AT}?token=00000000000000000000000000000000")
check 'the right one does, for this site alone' grep -qi "^set-cookie: $COOKIE; HttpOnly; SameSite=Strict" <(curl -s -D- -o /dev/null "$ADDRESS")
get "${AT}.pregon/session" >/dev/null
check 'without it nobody edits' jq -e '.edits == false' "$T/got"
get -H "Cookie: $COOKIE" "${AT}.pregon/session" >/dev/null
check 'with it somebody does' jq -e '.edits and (.queues | index("sobremesa"))' "$T/got"

# --- changes ---
POST=content/posts/2026/11/pan-negro.md
WISH='{"post": "2026/11/pan-negro", "to": "2026-11-28 11:15"}'
state_is "$(get -X POST -H "Origin: ${AT%/}" -H 'Content-Type: application/json' -d "$WISH" "${AT}.pregon/move")" 403 'no change without the token'
state_is "$(ask move "$WISH" https://evil.example)" 403 'nor from another site'
state_is "$(ask move "$WISH" '')" 403 'nor from nowhere'
state_is "$(ask move "$WISH" "${AT%/}" text/plain)" 403 'nor as a form of another site would'
check 'nothing has changed' git diff --quiet
state_is "$(ask move "$WISH")" 200 'a post is moved'
check 'in its file alone' test "$(git diff --numstat | tr '\t' ' ')" = "1 1 $POST"
check 'and the change is shown' jq -e '.diff | contains("+date: 2026-11-28 11:15")' "$T/got"
state_is "$(ask move '{"post": "2026/11/pan-negro", "to": "ayer"}')" 422 'to no time that is none'
state_is "$(ask move '{"post": "2026/11/nadie", "to": "2026-11-28 11:15"}')" 422 'nor a post that is not there'
state_is "$(ask move '{"post": ')" 422 'nor by what is no JSON'
state_is "$(ask erase '{}')" 404 'nor as nobody knows'
wait_until 5 sh -c "curl -s ${AT}posts/2026/11/pan-negro.html | grep -q 'Saturday 28 November 2026, 11:15'"
check 'the page is fresh' grep -q 'Saturday 28 November 2026, 11:15' <(curl -s "${AT}posts/2026/11/pan-negro.html")
state_is "$(get -H "Cookie: $COOKIE" "${AT}.pregon/file?path=$POST")" 200 'a file can be read'
MARK=$(jq -r .mark "$T/got")
jq '{path, mark, text: (.text + "\nUna línea más.\n")}' "$T/got" >"$T/save"
state_is "$(ask save @"$T/save")" 200 'and written'
check 'as it was sent' test "$(tail -1 $POST)" = 'Una línea más.'
state_is "$(ask save @"$T/save")" 409 'but not over what somebody has written meanwhile'
state_is "$(ask save "{\"path\": \"brand/accounts.yml\", \"mark\": \"$MARK\", \"text\": \"x\"}")" 422 'no other file can be'
state_is "$(ask save "{\"path\": \"content/posts/../../brand/brand.yml\", \"mark\": \"$MARK\", \"text\": \"x\"}")" 422 'by no way'
state_is "$(get -H "Cookie: $COOKIE" "${AT}.pregon/file?path=brand/accounts.yml")" 404 'nor read'
cp $POST "$T/whole" && printf 'A\xf1o nuevo.\n' >>$POST
state_is "$(get -H "Cookie: $COOKIE" "${AT}.pregon/file?path=$POST")" 422 'a file that is no UTF-8 is left to an editor: a page would lose what it can not show'
cp "$T/whole" $POST
state_is "$(ask new '{"title": "Pan de prueba", "date": "2026-12-03 10:00", "accounts": "bluesky", "text": "Hola, pan."}')" 200 'a post is begun'
check 'with its text' test "$(tail -1 content/posts/2026/12/pan-de-prueba.md)" = 'Hola, pan.'
state_is "$(ask new '{"title": "Pan de prueba", "date": "2026-12-03 10:00", "accounts": "bluesky"}')" 422 'and never over another'
state_is "$(ask new '{"title": ""}')" 422 'nor without a title'
state_is "$(ask new '{"title": "-50 % en pan", "date": "2026-12-03 11:00", "accounts": "bluesky"}')" 200 'which may begin with any sign'
for title in '🎃' 'خبز'; do
    state_is "$(ask new "{\"title\": \"$title\", \"date\": \"2026-12-03 12:00\", \"accounts\": \"bluesky\"}")" 200 "or have no letter for a file's name ($title)"
done
check 'each in a file of its own' test "$(ls content/posts/2026/12/post*.md | wc -l)" = 2
sleep 0.5
get -H "Cookie: $COOKIE" "${AT}.pregon/file?path=$POST" >/dev/null
jq '{path, mark, text: "---\ntitle: [\n---\nHola.\n"}' "$T/got" >"$T/save"
state_is "$(ask save @"$T/save")" 200 'a change may break a post'
jq '{path, mark, text: .before}' "$T/got" >"$T/undo"
wait_until 5 sh -c "! curl -sf -o /dev/null ${AT}posts/2026/11/pan-negro.html"
state_is "$(get "${AT}posts/2026/11/pan-negro.html")" 404 'whose page is gone then'
check 'until it is there again' grep -q 'http-equiv="refresh"' "$T/got"
state_is "$(get -H "Cookie: $COOKIE" "${AT}.pregon/file?path=$POST")" 200 'but whose file can be read'
state_is "$(ask save @"$T/undo")" 200 'and the change taken back'
check 'to the byte' test "$(tail -1 $POST)" = 'Una línea más.'
head -c 5000000 /dev/zero | tr '\0' x >"$T/large"
state_is "$(ask save @"$T/large")" 413 'what is too large is refused'
check 'nothing was committed' test "$(git rev-list --count HEAD)" = 1

# --- news ---
get "${AT}.pregon/news" >/dev/null
VERSION=$(jq .version "$T/got")
(sleep 0.3; echo '¡Más!' >>$POST) &
state_is "$(get "${AT}.pregon/news?version=$VERSION")" 200 'who waits is told of a change'
check 'once it is there' test "$(jq .version "$T/got")" -gt "$VERSION"
echo 'no: [' >>brand/brand.yml
wait_until 5 sh -c "curl -s ${AT}.pregon/news | jq -e .error >/dev/null"
check 'what breaks the workspace is said' jq -e '.error | contains("brand/brand.yml")' <(curl -s "${AT}.pregon/news")
state_is "$(get "$AT")" 200 'and the last good pages stay'
git checkout -q brand
wait_until 5 sh -c "curl -s ${AT}.pregon/news | jq -e '.error == null' >/dev/null"
check 'until it is mended' jq -e '.error == null' <(curl -s "${AT}.pregon/news")
VERSION=$(curl -s "${AT}.pregon/news" | jq .version)
for i in {1..70}; do curl -s -m 20 -o /dev/null "${AT}.pregon/news?version=$VERSION" & WAITING+=($!); done
wait_until 5 sh -c "[ \"\$(ls -l /proc/$SERVE/fd | grep -c socket)\" -ge 48 ]"
state_is "$(get -m 5 "$AT")" 200 'a page is handed out however many wait for news'
kill "${WAITING[@]}" 2>/dev/null
kill -TERM $SERVE
check 'a signal ends it' wait_until 5 sh -c "! kill -0 $SERVE 2>/dev/null"

run serve --port x
is_status 2 'a port is a number'
echo 'no: [' >>brand/brand.yml
check 'a broken workspace can be served' serve_start
state_is "$(get "$AT")" 503 'and says what is wrong'
check 'where' grep -q 'brand/brand.yml' "$T/got"
kill -INT $SERVE
wait $SERVE 2>/dev/null
finish
