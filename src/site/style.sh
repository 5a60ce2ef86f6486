#!/bin/sh
# style.sh STYLE.css CARD.html …: the style sheet, and behind it what stands between the cards'
# <style> and </style>, as a C file: a string a line, since no compiler must take a literal of more
# than 4,095 bytes.
echo '#include "site/style.h"'
echo
echo 'const char *const site_style_lines[] = {'
sheet=$1
shift
{
    cat "$sheet"
    sed -n '/^<style>$/,/^<\/style>$/{/style>$/!p;}' "$@"
} | sed 's/\\/\\\\/g; s/"/\\"/g; s/^.*$/    "&\\n",/'
echo '    NULL,'
echo '};'
