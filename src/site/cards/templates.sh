#!/bin/sh
# templates.sh: prints the table of templates.h, made of the files *.html beside this one.
set -eu
export LC_ALL=C
cd "$(dirname "$0")"

echo '#include "site/cards/templates.h"'
echo
echo 'const struct card_template card_templates[] = {'
for file in *.html; do
    echo "    { \"${file%.html}\","
    sed '/^<style>$/,/^<\/style>$/d; s/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/^.*$/      "&\\n"/' "$file"
    echo '    },'
done
echo '    { 0, 0 },'
echo '};'
