/* HTML and XML with places. */
#include "lib/html_put.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "lib/escape.h"

void html_put(struct text_buffer *out, const char *template, ...)
{
    va_list args;
    va_start(args, template);
    for (;;) {
        const char *percent = strchr(template, '%');
        if (!percent)
            break;
        text_append(out, template, (size_t)(percent - template));
        const char *text = va_arg(args, const char *);
        switch (percent[1]) {
        case 't':
            escape_html(out, text);
            break;
        case 'e':
            escape_html_element(out, text, strlen(text));
            break;
        case 'u':
            escape_html_address(out, text);
            break;
        default:
            assert(percent[1] == 'h');
            text_puts(out, text);
            break;
        }
        template = percent + 2;
    }
    va_end(args);
    text_puts(out, template);
}
