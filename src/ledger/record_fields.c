/* The table of a record's keys. Times that a person compares with a post stand in the zone of its
 * account (`due`), all others in UTC. */
#include "ledger/record_fields.h"

#include "model/record.h"

#define OF_RECORD(member) offsetof(struct record, member)
#define OF_PART(member) offsetof(struct record_part, member)

const struct record_field record_fields[] = {
    { NULL, "post", FIELD_TEXT, OF_RECORD(post) },
    { NULL, "account", FIELD_TEXT, OF_RECORD(account) },
    { NULL, "network", FIELD_TEXT, OF_RECORD(network) },
    { NULL, "state", FIELD_STATE, OF_RECORD(state) },
    { NULL, "class", FIELD_LETTER, OF_RECORD(class_letter) },
    { NULL, "due", FIELD_DUE, OF_RECORD(due_utc) },
    { NULL, "queue", FIELD_TEXT, OF_RECORD(queue) },
    { NULL, "commit", FIELD_TEXT, OF_RECORD(commit) },
    { NULL, "content", FIELD_TEXT, OF_RECORD(content) },
    { NULL, "attempt", FIELD_COUNT, OF_RECORD(attempt) },
    { NULL, "run", FIELD_TEXT, OF_RECORD(run) },
    { "owner", "nonce", FIELD_TEXT, OF_RECORD(owner.nonce) },
    { "owner", "boot", FIELD_TEXT, OF_RECORD(owner.boot) },
    { "owner", "pid", FIELD_NUMBER, OF_RECORD(owner.pid) },
    { "owner", "started", FIELD_TEXT, OF_RECORD(owner.started) },
    { NULL, "claimed", FIELD_TIME, OF_RECORD(claimed_utc) },
    { NULL, "clock-offset", FIELD_NUMBER, OF_RECORD(clock_offset_s) },
    { NULL, "sent", FIELD_TIME, OF_RECORD(sent_utc) },
    { NULL, "retry-after", FIELD_TIME, OF_RECORD(retry_after_utc) },
    { "error", "code", FIELD_TEXT, OF_RECORD(error_code) },
    { "error", "status", FIELD_COUNT, OF_RECORD(http_status) },
    { "error", "message", FIELD_TEXT, OF_RECORD(error_message) },
    { "error", "remedy", FIELD_TEXT, OF_RECORD(remedy) },
    { "request", "at", FIELD_TIME, OF_RECORD(request_utc) },
    { "request", "sent-bytes", FIELD_BYTES, OF_RECORD(request_sent_bytes) },
    { "look-up", "at", FIELD_TIME, OF_RECORD(lookup_utc) },
    { "look-up", "found", FIELD_TEXT, OF_RECORD(lookup) },
    { NULL, "reason", FIELD_TEXT, OF_RECORD(reason) },
    { NULL, "by", FIELD_TEXT, OF_RECORD(by) },
    { NULL, "same", FIELD_FLAG, OF_RECORD(keeps_payload) },
    { NULL, "altered", FIELD_FLAG, OF_RECORD(is_altered) },
    { 0 },
};

const struct record_field record_part_fields[] = {
    { NULL, "state", FIELD_STATE, OF_PART(state) },
    { NULL, "key", FIELD_TEXT, OF_PART(key) },
    { NULL, "id", FIELD_TEXT, OF_PART(id) },
    { NULL, "url", FIELD_TEXT, OF_PART(url) },
    { NULL, "first-try", FIELD_TIME, OF_PART(first_try_utc) },
};

const size_t record_field_count = sizeof record_fields / sizeof record_fields[0] - 1;
const size_t record_part_field_count = sizeof record_part_fields / sizeof record_part_fields[0];
