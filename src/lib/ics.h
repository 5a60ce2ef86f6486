/* iCalendar (RFC 5545): content lines, folded at 75 bytes and never inside a character.
 *
 *     ics_put(&out, "BEGIN", "VEVENT");
 *     ics_put_text(&out, "SUMMARY", "Pan, y más pan");      SUMMARY:Pan\, y más pan
 *     ics_put_utc(&out, "DTSTART", due_utc);                DTSTART:20261124T083000Z
 *     ics_put(&out, "END", "VEVENT"); */
#ifndef PREGON_LIB_ICS_H
#define PREGON_LIB_ICS_H

#include <stdint.h>

struct text_buffer;

/* A value as it is: no text of people's. */
void ics_put(struct text_buffer *out, const char *name, const char *value);
/* Text, escaped; its line breaks stay. Control characters, which no reader takes, are left out. */
void ics_put_text(struct text_buffer *out, const char *name, const char *text);
void ics_put_utc(struct text_buffer *out, const char *name, int64_t utc);

#endif
