#include "../test.h"

#include <string.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "lib/personal.h"

/* What is found, a letter each: Mail, Phone, iBan, Id, Card. */
static const char *kinds(struct arena *arena, const char *text)
{
    char found[32] = "";
    struct personal one;
    size_t count = 0;
    for (size_t at = 0; count < 31 && personal_next(&one, text, strlen(text), at);
         at = one.end_byte)
        found[count++] = "MPBIC"[one.kind];
    return arena_strdup(arena, found);
}

static const char *first(struct arena *arena, const char *text)
{
    struct personal one;
    if (!personal_next(&one, text, strlen(text), 0))
        return "";
    return arena_strndup(arena, text + one.start_byte, one.end_byte - one.start_byte);
}

TEST(ways_to_reach_somebody_are_found)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *const phones[] = {
        "612 345 678",
        "612345678",
        "912 34 56 78",
        "91 234 56 78",
        "+34 612 345 678",
        "(+34) 612345678",
        "+34612345678",
        "0034 912 345 678",
        "+44 20 7946 0958",
        "+1 (212) 555-0123",
        "612-345-678",
        "612.345.678",
        "912\xC2\xA0"
        "345\xC2\xA0"
        "678",
    };
    for (size_t i = 0; i < sizeof phones / sizeof phones[0]; i++) {
        const char *text = arena_printf(&arena, "Llama al %s, de lunes a viernes.", phones[i]);
        if (strcmp(kinds(&arena, text), "P") != 0)
            fail_msg("%s", phones[i]);
    }
    assert_string_equal(first(&arena, "¿Dudas? Al 612 345 678."), "612 345 678");
    assert_string_equal(first(&arena, "Escribe a ana.ruiz+pan@horno.example."),
                        "ana.ruiz+pan@horno.example");
    assert_string_equal(first(&arena, "(lucía@correo.example)"), "lucía@correo.example");
}

TEST(numbers_with_check_digits_are_proved)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(first(&arena, "Ingresa en ES91 2100 0418 4502 0005 1332 hoy mismo."),
                        "ES91 2100 0418 4502 0005 1332");
    assert_string_equal(kinds(&arena, "ES9121000418450200051332, DE89370400440532013000"), "BB");
    assert_string_equal(kinds(&arena, "ES92 2100 0418 4502 0005 1332"), "");
    assert_string_equal(kinds(&arena, "12345678Z, 12345678-z, 12.345.678-Z y X1234567L"), "IIII");
    assert_string_equal(kinds(&arena, "12345678A y X1234567A"), "");
    assert_string_equal(kinds(&arena, "4111 1111 1111 1111 y 5500005555555559"), "CC");
    assert_string_equal(kinds(&arena, "3782 822463 10005"), "C");
    assert_string_equal(kinds(&arena, "4111 1111 1111 1112"), "");
}

TEST(other_numbers_are_nobodys)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    const char *const harmless[] = {
        "Del 24/11/2026 al 30-11-2026, de 9:30 a 14:30.",
        "Cuesta 1.250,50 € y pesa 1.200 g.",
        "Somos 650 000 000 en el mundo, y 8 100 000 aquí.",
        "Vendimos 612.345.678 € en pan.",
        "Tu pedido 612345678 y la factura n.º 912345678.",
        "Ref. 612345678, lote: 712345678, #612345678.",
        "ISBN 978-84-376-0494-7, desde 2026-11-24T09:30.",
        "https://horno.example/612345678?tel=612345678&mail=ana@horno.example",
        "@ana@mastodon.example y @horno.example dicen hola",
        "Décimo 12345, 2026 2027 2028, 100 200 300 400",
        "A las 17:00 @ la plaza. C@sa. 3@4.",
        "De 0 a 100 en 3,5 s; 10 000 pasos; 112 y 016.",
    };
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        if (*kinds(&arena, harmless[i]))
            fail_msg("%s: %s", harmless[i], first(&arena, harmless[i]));
    }
}

TEST(signs_and_emoji_before_and_behind_are_no_part_of_it)
{
    CLEANUP(arena_release) struct arena arena = { 0 };
    assert_string_equal(first(&arena, "Tel:612345678"), "612345678");
    assert_string_equal(first(&arena, "Tel.612345678"), "612345678");
    assert_string_equal(first(&arena, "📞612 345 678📞"), "612 345 678");
    assert_string_equal(first(&arena, "«612345678»"), "612345678");
    assert_string_equal(first(&arena, "612345678\xC2\xA0(tardes)"), "612345678");
    assert_string_equal(first(&arena, "📧ana@correo.example…"), "ana@correo.example");
    assert_string_equal(first(&arena, "DNI:12345678Z»"), "12345678Z");
    assert_string_equal(first(&arena, "IBAN:ES91-2100-0418-4502-0005-1332"),
                        "ES91-2100-0418-4502-0005-1332");
    assert_string_equal(first(&arena, "Call (212) 736-5000 today"), "(212) 736-5000");
    assert_string_equal(kinds(&arena, "A las 12:612345678, ñ612345678 y x:1.612345678"), "");
    assert_string_equal(kinds(&arena, "+100 000 000 de veces, 612345678 seguidores"), "");
}

TEST(the_brands_own_are_the_same_however_they_are_written)
{
    assert_true(personal_is_same(PERSONAL_PHONE, "+34 912 345 678", 15, "912 34 56 78"));
    assert_false(personal_is_same(PERSONAL_PHONE, "912345678", 9, "912345679"));
    assert_true(personal_is_same(PERSONAL_MAIL, "Hola@Horno.example", 18, "hola@horno.example"));
    assert_true(personal_is_same(PERSONAL_IBAN, "ES91 2100", 9, "es912100"));
}
