#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "content/media_facts.h"

#define FACTS(out, literal) media_facts_read(&(out), (literal), sizeof(literal) - 1)

#define PNG "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x04\xB0\0\0\x03\x84\x08\x06\0\0\0"
#define GIF "GIF89a\x40\x01\xF0\0\xF7\0\0"
/* APP0, then a frame of 1080 × 1350. */
#define JPEG                                                                                       \
    "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xFF\xC0\0\x11\x08\x05\x46\x04\x38\3\1\x22\0"   \
    "\2\x11\1\3\x11\1"
/* EXIF that says "turn it by a quarter", big-endian, then the same frame. */
#define JPEG_TURNED                                                                                \
    "\xFF\xD8\xFF\xE1\0\x22"                                                                       \
    "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"                              \
    "\xFF\xC0\0\x11\x08\x05\x46\x04\x38\3\1\x22\0\2\x11\1\3\x11\1"
#define WEBP_LOSSY                                                                                 \
    "RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\1\0\x9D\x01\x2A\x90\x01\x2C\x01\0\0\0\0\0\0"
#define WEBP_LOSSLESS "RIFF\x24\0\0\0WEBPVP8L\x18\0\0\0\x2F\x8F\x41\x4A\0\0\0\0\0\0\0\0\0"
#define WEBP_EXTENDED "RIFF\x24\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x8F\x01\0\x2B\x01\0\0\0\0\0\0\0"

TEST(media_facts_of_pictures)
{
    struct media_facts facts;
    FACTS(facts, PNG);
    assert_int_equal(facts.kind, MEDIA_PNG);
    assert_string_equal(facts.mime, "image/png");
    assert_int_equal(facts.width, 1200);
    assert_int_equal(facts.height, 900);
    FACTS(facts, GIF);
    assert_int_equal(facts.kind, MEDIA_GIF);
    assert_int_equal(facts.width, 320);
    assert_int_equal(facts.height, 240);
    FACTS(facts, JPEG);
    assert_int_equal(facts.kind, MEDIA_JPEG);
    assert_int_equal(facts.width, 1080);
    assert_int_equal(facts.height, 1350);
    FACTS(facts, WEBP_LOSSY);
    assert_int_equal(facts.kind, MEDIA_WEBP);
    assert_int_equal(facts.width, 400);
    assert_int_equal(facts.height, 300);
    FACTS(facts, WEBP_LOSSLESS);
    assert_int_equal(facts.width, 400);
    assert_int_equal(facts.height, 298);
    FACTS(facts, WEBP_EXTENDED);
    assert_int_equal(facts.width, 400);
    assert_int_equal(facts.height, 300);
}

TEST(media_facts_turn_a_picture_as_exif_says)
{
    struct media_facts facts;
    FACTS(facts, JPEG_TURNED);
    assert_int_equal(facts.width, 1350);
    assert_int_equal(facts.height, 1080);
}

static void put_u32(unsigned char *at, uint32_t number)
{
    at[0] = (unsigned char)(number >> 24);
    at[1] = (unsigned char)(number >> 16);
    at[2] = (unsigned char)(number >> 8);
    at[3] = (unsigned char)number;
}

/* ftyp, then moov with mvhd (12.5 s) and one track of 1920 × 1080. */
static size_t make_mp4(unsigned char out[300])
{
    memset(out, 0, 300);
    put_u32(out, 16);
    memcpy(out + 4, "ftypisom", 8);
    unsigned char *movie = out + 16;
    put_u32(movie, 8 + 108 + 8 + 92);
    memcpy(movie + 4, "moov", 4);
    unsigned char *header = movie + 8;
    put_u32(header, 108);
    memcpy(header + 4, "mvhd", 4);
    put_u32(header + 8 + 12, 600);
    put_u32(header + 8 + 16, 7500);
    unsigned char *track = header + 108;
    put_u32(track, 8 + 92);
    memcpy(track + 4, "trak", 4);
    put_u32(track + 8, 92);
    memcpy(track + 12, "tkhd", 4);
    put_u32(track + 16 + 76, 1920U << 16);
    put_u32(track + 16 + 80, 1080U << 16);
    return 16 + 8 + 108 + 8 + 92;
}

TEST(media_facts_of_a_video)
{
    unsigned char file[300];
    struct media_facts facts;
    media_facts_read(&facts, file, make_mp4(file));
    assert_int_equal(facts.kind, MEDIA_MP4);
    assert_string_equal(facts.mime, "video/mp4");
    assert_int_equal(facts.width, 1920);
    assert_int_equal(facts.height, 1080);
    assert_int_equal(facts.duration_ms, 12500);
}

TEST(media_facts_of_a_video_that_says_it_lasts_longer_than_time)
{
    unsigned char file[300];
    struct media_facts facts;
    size_t bytes = make_mp4(file);
    unsigned char *header = file + 16 + 8;
    header[8] = 1; /* version 1: 64 bits for each time */
    put_u32(header + 8 + 20, 1);
    put_u32(header + 8 + 24, 0x400000);
    media_facts_read(&facts, file, bytes);
    assert_int_equal(facts.kind, MEDIA_MP4);
    assert_int_equal(facts.duration_ms, 0);
}

TEST(media_facts_name_what_no_network_takes)
{
    struct media_facts facts;
    FACTS(facts, "\0\0\0\x18"
                 "ftypheic\0\0\0\0");
    assert_int_equal(facts.kind, MEDIA_OTHER);
    assert_string_equal(facts.mime, "image/heic");
    FACTS(facts, "just text");
    assert_int_equal(facts.kind, MEDIA_UNKNOWN);
    assert_null(facts.mime);
    FACTS(facts, "");
    assert_int_equal(facts.kind, MEDIA_UNKNOWN);
}

/* Every cut, and every byte turned over, in a block of its own: a read outside is seen. */
static void try_all(const void *file, size_t bytes)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    struct media_facts facts;
    for (size_t i = 0; i < bytes; i++) {
        media_facts_read(&facts, arena_copy(&arena, file, i), i);
        unsigned char *changed = arena_copy(&arena, file, bytes);
        changed[i] ^= 0xFF;
        media_facts_read(&facts, changed, bytes);
    }
}

TEST(media_facts_survive_any_cut_and_any_changed_byte)
{
    unsigned char video[300];
    try_all(PNG, sizeof PNG - 1);
    try_all(GIF, sizeof GIF - 1);
    try_all(JPEG, sizeof JPEG - 1);
    try_all(JPEG_TURNED, sizeof JPEG_TURNED - 1);
    try_all(WEBP_LOSSY, sizeof WEBP_LOSSY - 1);
    try_all(WEBP_LOSSLESS, sizeof WEBP_LOSSLESS - 1);
    try_all(WEBP_EXTENDED, sizeof WEBP_EXTENDED - 1);
    try_all(video, make_mp4(video));
}
