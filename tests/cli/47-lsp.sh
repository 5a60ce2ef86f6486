#!/bin/bash
# pregon lsp: it tells editors what check tells people, ends with its editor, and works in Neovim.
# What it answers to which message, the cases of tests/cases/lsp/ show.
. "$(dirname "$0")/lib.sh"
root=$(cd "$TESTS/.." && pwd)
export PREGON_NOW=2026-11-23T09:00:00+01:00

# A message as an editor frames it.
frame() { # JSON
    printf 'Content-Length: %d\r\n\r\n%s' "$(printf %s "$1" | wc -c)" "$1"
}
hello() { frame "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"rootUri\":\"file://$1\",\"capabilities\":{}}}"; }

if [ -x "$root/$BUILD/run-cases" ]; then
    (cd "$root" && env -u PREGON_NOW LSP=1 tests/run-cases check) >"$T/cases" 2>&1
    status=$?
    check 'of every case of check, editors are told what people are' [ $status -eq 0 ]
    [ $status -eq 0 ] || grep -v '^ok' "$T/cases" | head -n 60 | sed 's/^/#   /'
else
    skip 1 'run-cases is not built: make unit does it'
fi

new_workspace
mkfifo "$T/to"
"$PREGON" lsp <"$T/to" >"$T/stdout" 2>"$T/stderr" &
server=$!
RUN_PIDS+=("$server")
exec 9>"$T/to"
hello "$PWD" >&9
wait_until 10 grep -q '"positionEncoding":"utf-16"' "$T/stdout"
check 'it answers at once' grep -q '"positionEncoding":"utf-16"' "$T/stdout"
exec 9>&-
run_wait "$server"
is_status 1 'an editor that dies ends it'

mkfifo "$T/from"
"$PREGON" lsp <"$T/to" >"$T/from" 2>"$T/stderr" &
server=$!
RUN_PIDS+=("$server")
exec 9>"$T/to" 8<"$T/from"
hello "$PWD" >&9
head -c 20 <&8 >/dev/null
exec 8<&-
frame '{"jsonrpc":"2.0","id":2,"method":"shutdown"}' >&9
run_wait "$server"
is_status 4 'so does one that reads no more'
exec 9>&-

# --- files that are not open ---
write content/posts/nueces.md <<'END'
---
title: Pan de nueces
date: 2026-12-01 10:07
accounts: [blgo]
---
Hoy hay pan de nueces. ¿Te guardamos uno?
END
uri="file://$PWD/content/posts/nueces.md"
told() { # what was told of it so far: how many findings each time, `1 0 …`
    tr -d '\r' <"$T/stdout" | sed 's/Content-Length: [0-9]*/\n/g' | grep -F "\"uri\":\"$uri\"" |
        sed 's/"severity"/\n&/g' | awk '/publishDiagnostics/ { if (NR > 1) printf "%d ", n; n = 0 } /^"severity"/ { n++ } END { printf "%d", n }'
}
is_told() { [ "$(told)" = "$1" ]; }
"$PREGON" lsp --lang en <"$T/to" >"$T/stdout" 2>"$T/stderr" &
server=$!
RUN_PIDS+=("$server")
exec 9>"$T/to"
hello "$PWD" >&9
wait_until 20 is_told 1
check 'what is wrong in a file that is not open is told, too' grep -q "did you mean 'blog'" "$T/stdout"
frame "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"$uri\",\"version\":1,\"text\":\"---\\ntitle: Pan\\ndraft: true\\naccounts: [blog]\\n---\\nHoy.\\n\"}}}" >&9
wait_until 20 is_told '1 0'
check 'once it is open, what it says there counts' is_told '1 0'
frame "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"$uri\"}}}" >&9
wait_until 20 is_told '1 0 0 1'
check 'once it is closed, what is on disk' is_told '1 0 0 1'
sed -i 's/blgo/blog/' content/posts/nueces.md
frame "{\"jsonrpc\":\"2.0\",\"method\":\"workspace/didChangeWatchedFiles\",\"params\":{\"changes\":[{\"uri\":\"$uri\",\"type\":2}]}}" >&9
wait_until 20 is_told '1 0 0 1 0'
check 'and when it was mended, that nothing is wrong' is_told '1 0 0 1 0'
frame '{"jsonrpc":"2.0","id":2,"method":"shutdown"}' >&9
frame '{"jsonrpc":"2.0","method":"exit"}' >&9
exec 9>&-
run_wait "$server"
is_status 0 'it ends as it should'

command -v nvim >/dev/null || { skip 9 'nvim is not here'; finish; }
write content/posts/nueces.md <<'END'
---
title: Pan de nueces
date: 2026-12-01 10:07
accounts: [blgo]
---
Hoy hay pan de nueces. ¿Te guardamos uno?
END
PREGON=$PREGON FILE=content/posts/nueces.md SEEN=$T/stdout \
    timeout 120 nvim --headless -u NONE -i NONE -n -S "$TESTS/cli/lsp.lua" >"$T/nvim" 2>&1 </dev/null
[ -s "$T/stdout" ] || sed 's/^/# nvim: /' "$T/nvim"
out_lacks 'waited in vain' 'Neovim: what it waits for comes'
out_has "found: 4:12 reference there is no account or group 'blgo'; did you mean 'blog'?" 'it shows what is wrong, where'
out_has "action: Write 'blog'" 'it offers the mend'
out_has 'line: accounts: [blog]' 'which does what it says'
out_has 'found then: 0' 'and then nothing is wrong'
out_has 'proposed: blog' 'it proposes accounts'
out_has 'written: blog' 'as they are to be written'
out_has 'hover: - blog: 41 characters, no limit' 'it tells how long the text is'
out_has 'definition: brand/accounts.yml 2' 'it goes to where the account is written'
finish
