# shellcheck shell=bash
# What the manual's tables and the source's tables name, to hold them against each other.

# The words in backticks in a table's first column. HEAD is the first cell of its first line.
doc_names() { # FILE HEAD
    awk -v head="$2" '
        !/^\|/ { inside = 0; next }
        { split($0, cell, "|"); name = cell[2]; gsub(/^ +| +$/, "", name) }
        !inside { inside = 1; is_wanted = name == head; next }
        is_wanted {
            while (match(name, /`[^`]+`/)) {
                print substr(name, RSTART + 1, RLENGTH - 2)
                name = substr(name, RSTART + RLENGTH)
            }
        }' "$1"
}

# The names of a table in C: of `.name = "…"`, else of `{ "…"`, else of any "…".
code_names() { # FILE TABLE
    local block pattern
    block=$(awk -v table=" $2[" 'index($0, table) && /=/ { inside = 1 } inside; inside && /};/ { exit }' "$1")
    for pattern in '\.name = "[^"]*"' '^ *\{ "[^"]*"' '"[^"]*"'; do
        if grep -qE "$pattern" <<<"$block"; then
            grep -oE "$pattern" <<<"$block" | sed 's/^[^"]*"//; s/"$//'
            return
        fi
    done
}
