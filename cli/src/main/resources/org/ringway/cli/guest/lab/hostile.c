// SPDX-License-Identifier: Apache-2.0
// A kernel that keeps no rule: for the lab, which looks whether anybody else notices. User programs
// of a guest cannot make hypercalls, so this is the whole guest, entered by PVH.
#include "hostile.h"

#define CODE_POST 0x5C
#define CODE_SIGNAL 0x5D
#define FAST 0x10000
#define SOON 400000
#define AT_ONCE 20000

extern const char hypercall_page[PAGE];

// From 32 bits to 64, with the first GiB mapped as it is.
__asm__(
    ".section .note.pvh, \"a\", @note\n"
    ".balign 4\n"
    ".long 4, 4, 18\n"
    ".asciz \"Xen\"\n"
    ".long enter32\n"
    ".bss\n"
    ".balign 4096\n"
    "level4: .skip 4096\n"
    "level3: .skip 4096\n"
    "level2: .skip 4096\n"
    "hypercall_page: .skip 4096\n"
    "stack: .skip 16384\n"
    "stack_end:\n"
    ".text\n"
    ".balign 16\n"
    "segments: .quad 0, 0x00af9a000000ffff, 0x00cf92000000ffff\n"
    "segments_pointer: .word 23\n"
    ".long segments\n"
    ".code32\n"
    "enter32:\n"
    "movl $level3 + 3, level4\n"
    "movl $level2 + 3, level3\n"
    "xorl %ecx, %ecx\n"
    "1: movl %ecx, %eax\n"
    "shll $21, %eax\n"
    "orl $0x83, %eax\n"
    "movl %eax, level2(, %ecx, 8)\n"
    "incl %ecx\n"
    "cmpl $512, %ecx\n"
    "jne 1b\n"
    "movl $level4, %eax\n"
    "movl %eax, %cr3\n"
    "movl %cr4, %eax\n"
    "orl $0x20, %eax\n"
    "movl %eax, %cr4\n"
    "movl $0xC0000080, %ecx\n"
    "rdmsr\n"
    "orl $0x100, %eax\n"
    "wrmsr\n"
    "movl %cr0, %eax\n"
    "orl $0x80000000, %eax\n"
    "movl %eax, %cr0\n"
    "lgdt segments_pointer\n"
    "ljmp $8, $enter64\n"
    ".code64\n"
    "enter64:\n"
    "movl $16, %eax\n"
    "movl %eax, %ds\n"
    "movl %eax, %es\n"
    "movl %eax, %ss\n"
    "movl $stack_end, %esp\n"
    "call begin\n"
    "1: hlt\n"
    "jmp 1b\n");

static uint8_t messages[PAGE] __attribute__((aligned(PAGE)));
static uint8_t events[PAGE] __attribute__((aligned(PAGE)));
static uint8_t input[PAGE] __attribute__((aligned(PAGE)));
uint8_t ring[RING_PAGES * PAGE] __attribute__((aligned(PAGE)));

struct offer offers[MAX_OFFERS];
unsigned offer_count;
static uint64_t dice = 88172645463325252u;

static void out(uint16_t port, uint8_t value) {
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static void set_register(uint32_t number, uint64_t value) {
    __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t) value),
        "d"((uint32_t) (value >> 32)) : "memory");
}

void say(const char *text) {
    for (; *text; text++) {
        out(0x3F8, (uint8_t) *text);
    }
    out(0x3F8, '\n');
}

uint32_t roll(void) {
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (uint32_t) (dice >> 16);
}

static unsigned call(uint64_t control, uint64_t first, uint64_t second) {
    uint64_t result;
    register uint64_t last __asm__("r8") = second;
    __asm__ volatile("call *%[page]" : "=a"(result), "+c"(control), "+d"(first), "+r"(last)
        : [page] "r"(hypercall_page) : "memory", "r9", "r10", "r11", "cc");
    return (unsigned) result & 0xFFFF;
}

void put(uint8_t *at, uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++) {
        at[i] = (uint8_t) (value >> 8 * i);
    }
}

uint32_t word(const volatile uint8_t *at) {
    return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t) at[3] << 24;
}

uint8_t *message(uint32_t type) {
    for (unsigned i = 0; i < 256; i++) {
        input[i] = 0;
    }
    put(input + 16, type, 4);
    return input + 16;
}

unsigned post(uint32_t connection, uint32_t type, uint32_t bytes) {
    put(input, connection, 4);
    put(input + 8, type, 4);
    put(input + 12, bytes, 4);
    return call(CODE_POST, (uint64_t) (uintptr_t) input, 0);
}

// As long as that is worth while: a flood is told that there is no room, and who reads no answers
// is told so for ever.
void send(uint32_t bytes) {
    for (unsigned i = 0; i < 2000 && post(1, 1, bytes) == 0x13; i++) {
        __asm__ volatile("pause");
    }
}

// What stands in the slot, if anything comes so soon: its type, and the slot is free again. A pause
// takes about a microsecond in the lab.
static uint32_t hear_within(unsigned pauses, uint8_t *copy) {
    volatile uint8_t *slot = messages + 2 * 256;
    for (unsigned i = 0; i < pauses; i++) {
        if (word(slot) != 0) {
            for (unsigned n = 0; n < 240; n++) {
                copy[n] = slot[16 + n];
            }
            put((uint8_t *) slot, 0, 4);
            set_register(0x40000084, 0);
            return word(copy);
        }
        __asm__ volatile("pause");
    }
    return 0;
}

uint32_t hear(uint8_t *copy) {
    return hear_within(SOON, copy);
}

int hear_until(uint32_t type, uint8_t *copy) {
    uint32_t heard = hear(copy);
    while (heard != 0 && heard != type) {
        heard = hear(copy);
    }
    return heard == type;
}

static void drain(void) {
    uint8_t copy[240];
    while (hear_within(AT_ONCE, copy) != 0) {
    }
}

static void post_contact(void) {
    uint8_t *contact = message(14);
    put(contact + 8, 0x50003, 4);
    contact[16] = 2;
    send(40);
}

// Takes messages until one of a type has come, or there are so many offers. The host needs a moment
// for another link to its root, and one to offer its services there.
static int await(uint32_t type, unsigned enough) {
    uint8_t copy[240];
    uint32_t heard = 0;
    for (unsigned silent = 0; silent < 5 && heard != type && offer_count < enough;) {
        heard = hear(copy);
        if (heard == 1) {
            offers[offer_count].id = word(copy + 184);
            offers[offer_count++].connection = word(copy + 192);
        }
        silent += heard == 0;
    }
    return heard == type;
}

// As a good guest, until it knows the offers of its host: what was said before is over.
void connect(void) {
    for (unsigned tries = 0; tries < 10; tries++) {
        drain();
        offer_count = 0;
        post_contact();
        if (await(15, MAX_OFFERS)) {
            offer_count = 0;
            message(3);
            send(8);
            if (await(4, MAX_OFFERS)) {
                await(4, 4);
                return;
            }
        }
    }
}

uint8_t *grant(uint32_t id, uint32_t number, uint16_t bytes, uint16_t ranges,
        uint32_t length) {
    uint8_t *header = message(8);
    put(header + 8, id, 4);
    put(header + 12, number, 4);
    put(header + 16, bytes, 2);
    put(header + 18, ranges, 2);
    put(header + 20, length, 4);
    return header;
}

void grant_ring(uint32_t id, uint32_t number) {
    uint8_t *header = grant(id, number, 8 + 8 * RING_PAGES, 1, RING_PAGES * PAGE);
    for (unsigned i = 0; i < RING_PAGES; i++) {
        put(header + 28 + 8 * i, (uint64_t) (uintptr_t) ring / PAGE + i, 8);
    }
    send(28 + 8 * RING_PAGES);
}

static void storm(void) {
    for (unsigned i = 0; i < 2000; i++) {
        uint8_t *contact = message(14);
        put(contact + 8, i % 3 ? 0x50003 : roll(), 4);
        post(4, 1, 40);
    }
    drain();
}

// Pages beyond memory, pages of the machine's tables, lists that say something else than they are.
static void grants(void) {
    static const uint64_t pages[] = {0xE0, 0x10, 0x40000000, 0xFFFFFFFFFFFFF, ~0ull, 1ull << 63};
    connect();
    for (unsigned i = 0; i < sizeof pages / sizeof *pages; i++) {
        put(grant(offers[0].id, 100 + i, 16, 1, PAGE) + 28, pages[i], 8);
        send(36);
    }
    drain();
    for (unsigned i = 0; i < 15; i++) {
        connect();
        put(grant(roll() % 8, roll() % 4, (uint16_t) roll(), (uint16_t) roll(), roll()) + 28,
            roll(), 8);
        send(20 + roll() % 100);
        put(message(9) + 12, roll() % 4, 4);
        send(16 + roll() % 100);
    }
    connect();
    for (unsigned i = 0; i < 3000; i++) {
        put(grant(offers[0].id, 1000 + i, 16, 1, PAGE) + 28,
            (uint64_t) (uintptr_t) ring / PAGE, 8);
        post(1, 1, 36);
    }
    drain();
}

// Opens what it is offered, and rewrites the rings while they are read.
static void rings(void) {
    uint8_t copy[240];
    connect();
    for (unsigned n = 0; n < offer_count; n++) {
        for (unsigned i = 0; i < sizeof ring; i++) {
            ring[i] = 0;
        }
        grant_ring(offers[n].id, 500 + n);
        uint8_t *open = message(5);
        put(open + 8, offers[n].id, 4);
        put(open + 12, 7, 4);
        put(open + 16, 500 + n, 4);
        put(open + 24, RING_PAGES / 2, 4);
        send(148);
        hear_until(6, copy);
        for (unsigned i = 0; i < 500; i++) {
            for (unsigned k = 0; k < 64; k++) {
                put(ring + roll() % 2 * (RING_PAGES / 2 * PAGE)
                    + (k < 32 ? roll() % 16 * 4 : roll() % (RING_PAGES / 2 * PAGE - 4)),
                    roll() >> roll() % 32, 4);
            }
            call(CODE_SIGNAL | FAST, offers[n].connection, 0);
        }
    }
    drain();
}

static void nonsense(void) {
    for (unsigned round = 0; round < 8; round++) {
        connect();
        for (unsigned i = 0; i < 100; i++) {
            uint8_t *any = message(roll() % 8 ? roll() % 30 : 0x52570000 + roll() % 70);
            for (unsigned k = 4; k < 240; k++) {
                any[k] = (uint8_t) (roll() % 4 ? roll() % 3 : roll());
            }
            post(1, 1, 1 + roll() % 240);
        }
    }
    for (unsigned i = 0; i < 2000; i++) {
        message(roll());
        post(roll() % 6, roll() % 3, roll() % 300);
        call(CODE_POST | FAST, roll(), roll());
        call(CODE_POST, (uint64_t) roll() << roll() % 32, 0);
        call(roll(), roll(), roll());
    }
    drain();
}

// Slots that move beyond memory, over the tables and over itself, and are rewritten.
static void slots(void) {
    static const uint64_t pages[] = {0xFFFFFFFFF001, 0xE0001, 0x40000001, 0, 0xFFFFFFFFFFFFF001};
    for (unsigned i = 0; i < sizeof pages / sizeof *pages; i++) {
        set_register(0x40000083, pages[i]);
        set_register(0x40000082, pages[i]);
        for (unsigned n = 0; n < 20; n++) {
            message(14);
            post(4, 1, 40);
        }
    }
    set_register(0x40000083, (uint64_t) (uintptr_t) messages | 1);
    set_register(0x40000082, (uint64_t) (uintptr_t) events | 1);
    connect();
    message(3);
    for (unsigned i = 0; i < 20000; i++) {
        put(messages + 512 + roll() % 64, roll(), 4);
    }
    put(messages + 512, 0, 4);
    drain();
}

static void signals(void) {
    for (unsigned i = 0; i < 20000; i++) {
        call(CODE_SIGNAL | FAST, i % 4 ? roll() % 64 : roll(), roll());
    }
}

// Asks for everything, and looks at nothing.
static void silence(void) {
    connect();
    for (unsigned i = 0; i < 3000; i++) {
        message(i % 2 ? 3 : 14);
        put(input + 24, 0x50003, 4);
        post(1, 1, 40);
    }
}

void begin(void) {
    set_register(0x40000000, 0x8100000000000000);
    set_register(0x40000001, (uint64_t) (uintptr_t) hypercall_page | 1);
    set_register(0x40000083, (uint64_t) (uintptr_t) messages | 1);
    set_register(0x40000082, (uint64_t) (uintptr_t) events | 1);
    set_register(0x40000092, 0x20040);
    set_register(0x40000080, 1);
    try_cases();
    say("storm");
    storm();
    say("grants");
    grants();
    say("rings");
    rings();
    say("nonsense");
    nonsense();
    say("slots");
    slots();
    say("signals");
    signals();
    say("silence");
    silence();
    say(offer_count == 0 ? "=NO OFFERS" : "=HOSTILE DONE");
    out(0x605, 0x34);
}
