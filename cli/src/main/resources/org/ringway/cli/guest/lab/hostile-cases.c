// SPDX-License-Identifier: Apache-2.0
// The cases of the list of hostile guests by their numbers, M for messages and G for grants: each
// on a connection of its own, because many end it. What the root does with each is tested in its
// module; here they come from a guest, and nobody else may notice. M17 to M19 are in hostile.c.
#include "hostile.h"

#define ONE (offers[0].id)
#define OTHER (offers[1].id)
#define COUNT(list) (sizeof(list) / sizeof *(list))

enum {
    REQUEST_OFFERS = 3, OPEN = 5, CLOSE = 7, HEADER = 8, BODY = 9, CREATED = 10, TEARDOWN = 11,
    TORNDOWN = 12, RELEASED = 13, CONTACT = 14, VERSION = 15, UNLOAD = 16, UNLOADED = 17,
    OPEN_RESERVED = 18, CLOSE_RESERVED = 19, TL_CONNECT = 21, MODIFY = 22,
    MODIFY_CONNECTION = 25, PAUSE = 27, RESUME = 29
};

static uint8_t copy[240];
static uint32_t numbers = 0x1000;

static void tell(uint32_t type, unsigned bytes, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    uint8_t *at = message(type);
    put(at + 8, a, 4);
    put(at + 12, b, 4);
    put(at + 16, c, 4);
    put(at + 20, d, 4);
    send(bytes);
}

static void open(uint32_t id, uint32_t number, uint32_t downstream)
{
    uint8_t *at = message(OPEN);
    put(at + 8, id, 4);
    put(at + 12, 7, 4);
    put(at + 16, number, 4);
    put(at + 24, downstream, 4);
    send(148);
}

// A channel that waits to be opened: answers the number of its ring.
static uint32_t granted(uint32_t id)
{
    grant_ring(id, ++numbers);
    hear_until(CREATED, copy);
    return numbers;
}

// An open channel.
static uint32_t opened(uint32_t id)
{
    uint32_t number = granted(id);
    open(id, number, RING_PAGES / 2);
    hear_until(6, copy);
    return number;
}

static void contact(uint32_t version, uint8_t sint, uint8_t vtl, uint32_t flags, uint64_t monitor)
{
    uint8_t *at = message(CONTACT);
    put(at + 8, version, 4);
    at[16] = sint;
    at[17] = vtl;
    put(at + 20, flags, 4);
    put(at + 24, monitor, 8);
    send(40);
}

static void m1_short(void)
{
    static const struct { uint8_t type, bytes; } least[] = {
        { OPEN, 148 }, { CLOSE, 12 }, { HEADER, 20 }, { BODY, 16 }, { TEARDOWN, 16 },
        { RELEASED, 12 }, { CONTACT, 40 }, { TL_CONNECT, 40 }, { MODIFY, 16 } };
    for (unsigned bytes = 0; bytes < 8; bytes++) {
        connect();
        message(REQUEST_OFFERS);
        send(bytes);
    }
    for (unsigned i = 0; i < COUNT(least); i++) {
        connect();
        message(least[i].type);
        send(least[i].bytes - 1);
        message(REQUEST_OFFERS);
        send(241);
    }
}

static void m2_no_such_type(void)
{
    static const uint32_t types[] = { 0, 30, 31, 255, 0x7FFFFFFF, 0xFFFFFFFF };
    static const uint32_t later[] = { TL_CONNECT, MODIFY };
    for (unsigned i = 0; i < COUNT(types); i++) {
        connect();
        message(types[i]);
        send(240);
    }
    for (unsigned i = 0; i < COUNT(later); i++) {
        connect();
        contact(0x20004, 0, 0, 0, 0);
        hear_until(VERSION, copy);
        tell(later[i], 40, ONE, 0, 0, 0);
    }
}

static void m3_what_a_root_says(void)
{
    static const uint8_t types[] = { 1, 2, 4, 6, 10, 12, 15, 17, 20, 23, 24, 26, 28 };
    for (unsigned i = 0; i < COUNT(types); i++) {
        connect();
        tell(types[i], 240, ONE, ONE, 0, 0);
    }
}

static void m4_before_contact(void)
{
    static const uint8_t types[] = { REQUEST_OFFERS, OPEN, CLOSE, HEADER, BODY, TEARDOWN, RELEASED,
        OPEN_RESERVED, CLOSE_RESERVED, TL_CONNECT, MODIFY };
    for (unsigned i = 0; i < COUNT(types); i++) {
        connect();
        tell(UNLOAD, 8, 0, 0, 0, 0);
        hear_until(UNLOADED, copy);
        tell(types[i], 240, ONE, 1, 0, 0);
    }
}

static void m5_offers_twice(void)
{
    tell(REQUEST_OFFERS, 8, 0, 0, 0, 0);
    tell(REQUEST_OFFERS, 8, 0, 0, 0, 0);
}

static void m6_open_of_nothing(void)
{
    static const uint32_t offsets[] = { 0, RING_PAGES, RING_PAGES + 5, 0xFFFFFFFF };
    uint32_t number;
    open(0, 1, 4);
    connect();
    open(0x7FFFFFFF, 1, 4);
    connect();
    open(2000, 1, 4);
    connect();
    open(ONE, 0x7777, 4);
    connect();
    number = granted(ONE);
    open(OTHER, number, 4);
    connect();
    put(grant(ONE, ++numbers, 8 + 8 * 100, 1, 100 * PAGE) + 28, 1, 8);
    send(36);
    open(ONE, numbers, 4);
    for (unsigned i = 0; i < COUNT(offsets); i++) {
        connect();
        number = granted(ONE);
        open(ONE, number, offsets[i]);
    }
    connect();
    number = granted(ONE);
    open(ONE, number, 4);
    open(ONE, number, 4);
    hear_until(6, copy);
    open(ONE, number, 4);
    connect();
    number = granted(ONE);
    tell(RELEASED, 12, ONE, 0, 0, 0);
    open(ONE, number, 4);
}

static void m7_close_out_of_turn(void)
{
    uint32_t number;
    tell(CLOSE, 12, ONE, 0, 0, 0);
    connect();
    tell(CLOSE, 12, 0x7FFFFFFF, 0, 0, 0);
    connect();
    number = granted(ONE);
    open(ONE, number, 4);
    tell(CLOSE, 12, ONE, 0, 0, 0);
    open(ONE, number, 4);
    tell(CLOSE, 12, ONE, 0, 0, 0);
    tell(CLOSE, 12, ONE, 0, 0, 0);
    connect();
    number = opened(ONE);
    tell(CLOSE, 12, ONE, 0, 0, 0);
    open(ONE, number, 4);
    tell(CLOSE, 12, ONE, 0, 0, 0);
}

static void m8_released_while_open(void)
{
    uint32_t number = granted(ONE);
    open(ONE, number, 4);
    tell(RELEASED, 12, ONE, 0, 0, 0);
    connect();
    opened(ONE);
    tell(RELEASED, 12, ONE, 0, 0, 0);
}

static void m9_interrupt_moved(void)
{
    static const uint32_t processors[] = { 0xFFFFFFFF, 99, 0, 0 };
    tell(MODIFY, 16, ONE, 0, 0, 0);
    for (unsigned i = 0; i < COUNT(processors); i++) {
        connect();
        opened(ONE);
        tell(MODIFY, 16, ONE, processors[i], 0, 0);
        tell(MODIFY, 16, ONE, processors[i], 0, 0);
    }
}

// The last one while a channel is open. M14 is that 6.0 is not spoken.
static void m10_contacts(void)
{
    contact(0x60000, 2, 0, 8, 0);
    contact(0xFFFFFFFF, 2, 0, 0, 0);
    contact(0x50003, 2, 0, 0, 0x1000);
    contact(0x50003, 7, 0, 0, 0);
    contact(0x50003, 2, 2, 0, 0);
    connect();
    opened(ONE);
    contact(0x50003, 2, 0, 0, 0);
}

static void m11_unload_half_done(void)
{
    uint32_t number;
    opened(ONE);
    number = granted(OTHER);
    put(grant(OTHER, ++numbers, 8 + 8 * 100, 1, 100 * PAGE) + 28, 1, 8);
    send(36);
    open(OTHER, number, 4);
    tell(UNLOAD, 8, 0, 0, 0, 0);
    hear_until(UNLOADED, copy);
}

static void m12_m13_of_later_versions(void)
{
    tell(MODIFY_CONNECTION, 24, 0x1000, 0, 0, 0);
    tell(MODIFY_CONNECTION, 24, 0x1000, 0, 0, 0);
    connect();
    tell(PAUSE, 8, 0, 0, 0, 0);
    tell(REQUEST_OFFERS, 8, 0, 0, 0, 0);
    tell(RESUME, 8, 0, 0, 0, 0);
}

static void m15_its_own_signals(void)
{
    for (unsigned i = 0; i < 2; i++) {
        uint32_t id = offers[i].id, number = granted(id);
        uint8_t *at = message(OPEN);
        put(at + 8, id, 4);
        put(at + 16, number, 4);
        put(at + 24, 4, 4);
        put(at + 148, 0xFFFFFFFF, 4);
        put(at + 152, 0xFFFF, 2);
        send(156);
    }
}

static void m16_connects_without_end(void)
{
    for (unsigned i = 0; i < 300; i++) {
        tell(TL_CONNECT, i % 2 ? 40 : 56, roll(), roll(), roll(), roll());
    }
}

static void g1_number_twice(void)
{
    uint32_t number = granted(ONE);
    grant_ring(ONE, number);
    connect();
    put(grant(ONE, ++numbers, 8 + 8 * 100, 1, 100 * PAGE) + 28, 1, 8);
    send(36);
    grant_ring(OTHER, numbers);
}

static void g2_g3_lists(void)
{
    uint32_t number = granted(ONE);
    tell(BODY, 240, 0, 0x7777, 1, 0);
    tell(BODY, 240, 0, number, 1, 0);
    put(grant(ONE, ++numbers, 16, 1, PAGE) + 28, 1, 8);
    send(240);
    put(grant(ONE, ++numbers, 8 + 8 * 100, 1, 100 * PAGE) + 28, 1, 8);
    send(36);
    tell(RELEASED, 12, ONE, 0, 0, 0);
}

static void g4_sizes(void)
{
    static const uint16_t bytes[] = { 0, 7, 12, 15, 16, 16, 16, 0xFFFF, 24 };
    static const uint16_t ranges[] = { 1, 1, 1, 1, 0, 2, 0xFFFF, 1, 3 };
    static const uint32_t lengths[] = { 0, 1, PAGE + 1, 0xFFFFFFFF };
    for (unsigned i = 0; i < COUNT(bytes); i++) {
        connect();
        put(grant(ONE, ++numbers, bytes[i], ranges[i], PAGE) + 28, 1, 8);
        send(44);
    }
    for (unsigned i = 0; i < COUNT(lengths); i++) {
        connect();
        put(grant(ONE, ++numbers, 16, 1, lengths[i]) + 28, 1, 8);
        send(36);
    }
    connect();
    put(grant(ONE, ++numbers, 16, 1, PAGE) + 24, 0xFFFFFFFF, 4);
    send(36);
}

static void g5_teardowns(void)
{
    uint32_t number;
    tell(TEARDOWN, 16, ONE, 0x7777, 0, 0);
    put(grant(ONE, ++numbers, 8 + 8 * 100, 1, 100 * PAGE) + 28, 1, 8);
    send(36);
    tell(TEARDOWN, 16, ONE, numbers, 0, 0);
    connect();
    number = granted(ONE);
    tell(TEARDOWN, 16, OTHER, number, 0, 0);
    connect();
    number = granted(ONE);
    tell(TEARDOWN, 16, ONE, number, 0, 0);
    tell(TEARDOWN, 16, ONE, number, 0, 0);
    connect();
    number = opened(ONE);
    tell(TEARDOWN, 16, ONE, number, 0, 0);
}

static void g6_reserved(void)
{
    grant_ring(0, ++numbers);
    connect();
    grant_ring(2000, ++numbers);
    connect();
    tell(OPEN_RESERVED, 28, ONE, 0, 2, 1);
    connect();
    tell(CLOSE_RESERVED, 20, ONE, 0, 2, 0);
}

// The lab rescinds an offer when it reads this.
static void g7_revoked(void)
{
    uint32_t id = 0;
    say("=RESCIND");
    for (unsigned i = 0; i < 1000 && id == 0; i++) {
        if (hear_until(2, copy)) {
            id = word(copy + 8);
        }
    }
    if (id == 0) {
        say("=NOT RESCINDED");
    }
    grant_ring(id, ++numbers);
    tell(TEARDOWN, 16, id, numbers, 0, 0);
    open(id, numbers, 4);
    tell(CLOSE, 12, id, 0, 0, 0);
    tell(RELEASED, 12, id, 0, 0, 0);
    grant_ring(id, ++numbers);
    tell(RELEASED, 12, id, 0, 0, 0);
}

// G10: each says that it goes on for 8,190 pages.
static void g8_g10_never_complete(void)
{
    for (unsigned i = 0; i < 500; i++) {
        put(grant(ONE, ++numbers, 8 + 8 * 8190, 1, 8190 * PAGE) + 28, 1, 8);
        send(36);
    }
}

static void g9_torn_down_at_once(void)
{
    uint32_t number = granted(ONE);
    open(ONE, number, 4);
    tell(CLOSE, 12, ONE, 0, 0, 0);
    tell(TEARDOWN, 16, ONE, number, 0, 0);
    open(ONE, number, 4);
    hear_until(TORNDOWN, copy);
    open(ONE, number, 4);
}

void try_cases(void)
{
    static const struct { const char *name; void (*run)(void); } cases[] = {
        { "M1", m1_short }, { "M2", m2_no_such_type }, { "M3", m3_what_a_root_says },
        { "M4", m4_before_contact }, { "M5", m5_offers_twice }, { "M6", m6_open_of_nothing },
        { "M7", m7_close_out_of_turn }, { "M8", m8_released_while_open },
        { "M9", m9_interrupt_moved }, { "M10 M14", m10_contacts },
        { "M11", m11_unload_half_done }, { "M12 M13", m12_m13_of_later_versions },
        { "M15", m15_its_own_signals }, { "M16", m16_connects_without_end },
        { "G1", g1_number_twice }, { "G2 G3", g2_g3_lists }, { "G4", g4_sizes },
        { "G5", g5_teardowns }, { "G6", g6_reserved }, { "G7", g7_revoked },
        { "G8 G10", g8_g10_never_complete }, { "G9", g9_torn_down_at_once } };
    for (unsigned i = 0; i < COUNT(cases); i++) {
        connect();
        say(offer_count < 2 ? "=NO OFFERS" : cases[i].name);
        cases[i].run();
    }
}
