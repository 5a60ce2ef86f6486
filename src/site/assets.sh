#!/bin/sh
# assets.sh STYLE.css SCRIPT.js SERVE.js CARD.html …: files of the site as a C file, a string a line, since
# no compiler must take a literal of more than 4,095 bytes. What stands between the cards' <style>
# and </style> comes behind the style sheet.
set -e
sheet=$1
script=$2
serve=$3
shift 3

lines() { # NAME <TEXT
    echo
    echo "static const char *const $1[] = {"
    sed 's/\\/\\\\/g; s/"/\\"/g; s/^.*$/    "&\\n",/'
    echo '    NULL,'
    echo '};'
}

echo '#include "site/assets.h"'
{
    cat "$sheet"
    sed -n '/^<style>$/,/^<\/style>$/{/style>$/!p;}' "$@"
} | lines sheet
lines script <"$script"
lines serve <"$serve"
cat <<'END'

const struct site_asset site_assets[] = {
    { "style.css", sheet, false },
    { "script.js", script, false },
    { "serve.js", serve, true },
    { NULL, NULL, false },
};
END
