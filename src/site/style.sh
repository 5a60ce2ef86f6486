#!/bin/sh
# style.sh STYLE.css: the style sheet as a C file, a string a line, since no compiler must take a
# literal of more than 4,095 bytes.
echo '#include "site/style.h"'
echo
echo 'const char *const site_style_lines[] = {'
sed 's/\\/\\\\/g; s/"/\\"/g; s/^.*$/    "&\\n",/' "$1"
echo '    NULL,'
echo '};'
