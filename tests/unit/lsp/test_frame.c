#include "../test.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/text.h"
#include "lsp/frame.h"

static void feed(struct frames *frames, const char *text)
{
    frames_feed(frames, text, strlen(text));
}

static void next_is(struct frames *frames, const char *wanted)
{
    const char *message;
    size_t bytes;
    assert_int_equal(frames_next(frames, &message, &bytes), FRAME_MESSAGE);
    assert_int_equal(bytes, strlen(wanted));
    assert_memory_equal(message, wanted, bytes);
}

static void next_is_none(struct frames *frames)
{
    const char *message;
    size_t bytes;
    assert_int_equal(frames_next(frames, &message, &bytes), FRAME_NONE);
}

TEST(messages_come_whole_however_they_are_cut)
{
    static const char stream[] = "Content-Length: 2\r\n\r\n{}"
                                 "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
                                 "content-length:  4 \r\n\r\n";
    CLEANUP(frames_release) struct frames frames = { 0 };
    for (size_t i = 0; i < strlen("Content-Length: 2\r\n\r\n{"); i++) {
        frames_feed(&frames, stream + i, 1);
        next_is_none(&frames);
    }
    feed(&frames, stream + strlen("Content-Length: 2\r\n\r\n{"));
    next_is(&frames, "{}");
    next_is_none(&frames);
    assert_true(frames.is_broken); /* a number is a number */
}

TEST(two_messages_in_one_piece_are_two)
{
    CLEANUP(frames_release) struct frames frames = { 0 };
    feed(&frames, "Content-Length: 2\r\n\r\n{}Content-Length: 3\r\nX: y\r\n\r\n[1]Content-");
    next_is(&frames, "{}");
    next_is(&frames, "[1]");
    next_is_none(&frames);
    feed(&frames, "Length: 1\r\n\r\n1");
    next_is(&frames, "1");
    assert_false(frames.is_broken);
}

TEST(a_message_too_large_is_passed_over)
{
    enum { PIECE = 1 << 20 };
    static char piece[PIECE];
    CLEANUP(frames_release) struct frames frames = { 0 };
    char header[64];
    const char *message;
    size_t bytes;
    size_t large = LIMIT_LSP_MESSAGE_BYTES + 1;
    snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", large);
    feed(&frames, header);
    assert_int_equal(frames_next(&frames, &message, &bytes), FRAME_TOO_LARGE);
    next_is_none(&frames);
    for (size_t left = large; left > 0;) {
        size_t now = left < PIECE ? left : PIECE;
        frames_feed(&frames, piece, now);
        next_is_none(&frames);
        left -= now;
    }
    feed(&frames, "Content-Length: 2\r\n\r\n{}");
    next_is(&frames, "{}");
    assert_true(frames.capacity <= 2 * PIECE);
}

TEST(a_header_that_says_nothing_ends_it)
{
    static const char *const headers[] = {
        "Content-Length: -1\r\n\r\n",
        "Content-Length: x\r\n\r\n",
        "Content-Length:\r\n\r\n",
        "Length: 2\r\n\r\n{}",
        "\r\n\r\n",
        "Content-Length: 99999999999\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        CLEANUP(frames_release) struct frames frames = { 0 };
        feed(&frames, headers[i]);
        next_is_none(&frames);
        assert_true(frames.is_broken);
    }
}

TEST(a_header_without_an_end_is_bounded)
{
    CLEANUP(frames_release) struct frames frames = { 0 };
    for (int i = 0; i < LIMIT_LSP_HEADER_BYTES / 8; i++)
        feed(&frames, "X: aaaaa");
    next_is_none(&frames);
    assert_false(frames.is_broken);
    feed(&frames, "X");
    next_is_none(&frames);
    assert_true(frames.is_broken);
}

TEST(what_is_put_is_read)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    CLEANUP(frames_release) struct frames frames = { 0 };
    struct text_buffer out = text_buffer_in(&arena, 1024);
    frame_put(&out, "{\"a\":\"ñ\"}", strlen("{\"a\":\"ñ\"}"));
    frames_feed(&frames, text_end(&out), out.bytes);
    next_is(&frames, "{\"a\":\"ñ\"}");
}
