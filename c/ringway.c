// SPDX-License-Identifier: 0BSD
//
// See ringway.h, and docs/protocol.md for the bytes. From top to bottom: small things, the link
// to the root, own memory and what is granted of it, what others grant, channels, what the root
// says, the rings, and the calls that move packets.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "ringway.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the bytes are little-endian");
_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LLONG_LOCK_FREE == 2, "shared with others");

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

enum {
    MAX_MESSAGE = 240,
    MAX_FDS = 64,
    MAX_CHANNEL_ID = 2047,
    MAX_WAITING = 64,    // channels nobody has accepted
    MAX_VIEWS = 1024,    // grants of one peer on one channel: each costs a mapping
    MAX_RUNS = 9,        // in one PeerGpadl
    MAX_RANGE = 8,       // bytes before the page numbers of a range
    HEADER_DATA = 216,   // bytes of ranges in a GpadlHeader, and in a GpadlBody
    BODY_DATA = 224,
    MAX_PACKET = 0xFFFF * 8,
    DESCRIPTOR = 16,
    TRAILER = 8,
    SIGNAL = 1,
    GOODBYE = 2,
    SPIN_NANOS = 20000,
    ROOM_SLICE_MS = 100, // a peer that never signals costs speed, no more
    FAREWELL_MS = 2000,
    SPARE_BYTES = 16 << 20 // for the program itself
};

enum message {
    OFFER_CHANNEL = 1, RESCIND = 2, REQUEST_OFFERS = 3, ALL_OFFERS = 4, OPEN_CHANNEL = 5,
    OPEN_RESULT = 6, CLOSE_CHANNEL = 7, GPADL_HEADER = 8, GPADL_BODY = 9, GPADL_CREATED = 10,
    GPADL_TEARDOWN = 11, GPADL_TORNDOWN = 12, RELID_RELEASED = 13, INITIATE_CONTACT = 14,
    VERSION_RESPONSE = 15, UNLOAD = 16, UNLOAD_COMPLETE = 17, CLOSE_RESERVED_RESPONSE = 20,
    TL_CONNECT_RESULT = 23, MODIFY_RESPONSE = 24,
    PRIVATE = 0x52570000,
    HELLO, HELLO_RESULT, CHILD_OFFER, CHILD_OFFER_RESULT, WITHDRAW_OFFER, ANNOUNCE_REGION,
    REGION_RESULT, RETIRE_REGION, OFFER_IDENTITY, PEER_GPADL, PEER_GPADL_RESULT, PEER_TEARDOWN,
    PEER_TORNDOWN, PEER_OPEN, PEER_OPEN_RESULT, PEER_OPENED, PEER_CLOSED,
    REANNOUNCE, REANNOUNCE_RESULT, LIST, PARTITION_ENTRY, OFFER_ENTRY, CHANNEL_ENTRY, LIST_END,
    EXPLAIN, INSPECT, PEER_INSPECT, PEER_INSPECT_RESULT, INSPECT_RESULT,
    WITHDRAW_INSPECT, OFFER_SUBCHANNELS, SUBCHANNELS_RESULT
};

static const uint32_t VERSION_5_3 = 0x00050003;
static const int32_t INVALID_PARAMETER = (int32_t) 0xC000000D;
static const int32_t INSUFFICIENT_RESOURCES = (int32_t) 0xC000009A;
static const int32_t NOT_FOUND = (int32_t) 0xC0000225;
static const int32_t CONNECTION_REFUSED = (int32_t) 0xC0000236;
static const int32_t QUOTA_EXCEEDED = (int32_t) 0xC0000044;
static const int32_t CANCELLED = (int32_t) 0xC0000120;

// ---- what there is

struct outgoing { // a message that waits until the root reads
    struct outgoing *next;
    uint32_t length;
    int fd;
    uint8_t bytes[MAX_MESSAGE];
};

struct incoming {
    uint8_t bytes[256];
    uint32_t length;
    int fds[MAX_FDS];
    int fd_count;
};

struct seen_offer {
    struct seen_offer *next;
    rw_offer offer;
    int rescinded;
};

struct service {
    struct service *next;
    uint32_t id;
    int answered;
    int32_t status;
};

enum region_state { FRESH, ANNOUNCED, KNOWN };

struct region {
    struct region *next;
    rw_bus *bus;
    int fd;
    uint32_t pages;
    uint64_t pfn;
    int read_only;
    enum region_state state;
    int32_t status;
    int uses; // GPADLs that name it
    int retiring;
};

struct rw_buffer {
    rw_bus *bus;
    struct region *region;
    uint8_t *bytes;
    int leases;
    uint32_t partition; // that may see it, 0: none yet
};

enum gpadl_state { CREATING, LIVE, DENIED, TEARING };

struct gpadl {
    struct gpadl *next;
    uint32_t id;
    struct region *region;
    enum gpadl_state state;
    int32_t status;
};

struct run { // pages of a region somewhere
    uint64_t pfn;
    uint64_t first_page;
    uint32_t pages;
    int fd;
};

enum view_state { ARRIVING, HELD, MAPPED, WANTED_BACK };

struct view { // what the other side grants
    struct view *next;
    uint32_t gpadl;
    int read_only;
    enum view_state state;
    int32_t status;
    struct run *runs;
    uint32_t run_count, pages;
    int *fds;
    uint32_t fd_count;
    uint8_t *at;
};

struct control_page {
    _Atomic uint32_t write_index, read_index, interrupt_mask, pending_send_size;
    uint32_t reserved[12];
    _Atomic uint32_t feature_bits;
};
_Static_assert(offsetof(struct control_page, feature_bits) == 64, "as VMBus has it");

struct ring {
    struct control_page *control;
    uint8_t *data; // twice in a row
    uint32_t size; // of the data, once
};

struct out_ring {
    struct ring ring;
    uint32_t write, published, read, wanted;
};

struct in_ring {
    struct ring ring;
    uint32_t next, current, committed, write;
};

struct slot {
    uint32_t generation;
    int busy;
    rw_buffer *lent;
};

enum channel_state { GRANTING, OPENING, OPEN, CLOSING };

struct rw_channel {
    rw_channel *next;
    rw_bus *bus;
    uint32_t id;
    int is_provider, accepted, abandoned;
    enum channel_state state;
    rw_peer peer;
    int32_t status;
    uint32_t open_id;
    struct region *ring;    // of a consumer
    uint32_t ring_gpadl;    // of a provider
    struct gpadl *gpadls;
    struct view *views;
    int view_count;
    int leases; // packets whose external pages are in use
    int bell;
    int end; // 0 while the channel carries packets, else why not
    char end_text[200];
    struct out_ring out;
    struct in_ring in;
    struct slot slots[RW_MAX_REQUESTS];
    uint16_t free_slots[RW_MAX_REQUESTS];
    int free_count;
    uint8_t *scratch;
    uint32_t scratch_bytes;
};

enum bus_state { CONTACTING, GREETING, ENUMERATING, JOINED, LEAVING, LEFT };

struct rw_bus {
    int link; // -1 when there is no root
    char name[65];
    enum bus_state state;
    uint64_t next_pfn;
    uint32_t gpadl_ids, open_ids, offer_ids;
    struct outgoing *outbox;
    struct seen_offer *offers;
    rw_offer identity; // of the offer that comes next
    struct service *services;
    struct region *regions;
    rw_channel *channels;
    int waiting;
    int32_t status;
    char error[320];
    char explanation[209];
};

// ---- small things

const char *rw_code_text(int code)
{
    static const char *const texts[] = { "ok", "not now", "argument", "system", "protocol",
        "refused", "root lost", "closed", "peer lost", "ring corrupt" };
    return code <= 0 && code >= RW_CORRUPT ? texts[-code] : "unknown";
}

const char *rw_error(const rw_bus *bus)
{
    return bus == NULL ? "no memory" : bus->error;
}

int32_t rw_status(const rw_bus *bus)
{
    return bus->status;
}

__attribute__((format(printf, 3, 4)))
static int fail(rw_bus *bus, int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(bus->error, sizeof bus->error, format, arguments);
    va_end(arguments);
    return code;
}

static int fail_errno(rw_bus *bus, const char *what)
{
    return fail(bus, RW_SYSTEM, "%s: %s", what, strerror(errno));
}

static int refuse(rw_bus *bus, const char *what, int32_t status)
{
    bus->status = status;
    return fail(bus, RW_REFUSED, "%s: status=0x%08X %s", what, (unsigned) status,
            bus->explanation);
}

static int64_t nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static int64_t deadline(int timeout_ms)
{
    return timeout_ms < 0 ? INT64_MAX : nanos() + timeout_ms * INT64_C(1000000);
}

// Milliseconds until a deadline, rounded up, as poll wants them.
static int left(int64_t until, int most)
{
    if (until == INT64_MAX)
        return most;
    int64_t ms = (until - nanos() + 999999) / 1000000;
    return ms <= 0 ? 0 : most >= 0 && ms > most ? most : ms > 1000000 ? 1000000 : (int) ms;
}

static void put16(uint8_t *at, uint16_t value) { memcpy(at, &value, sizeof value); }
static void put32(uint8_t *at, uint32_t value) { memcpy(at, &value, sizeof value); }
static void put64(uint8_t *at, uint64_t value) { memcpy(at, &value, sizeof value); }

static uint16_t get16(const uint8_t *at) { uint16_t v; memcpy(&v, at, sizeof v); return v; }
static uint32_t get32(const uint8_t *at) { uint32_t v; memcpy(&v, at, sizeof v); return v; }
static uint64_t get64(const uint8_t *at) { uint64_t v; memcpy(&v, at, sizeof v); return v; }

// Names are shown on terminals: no control characters.
static void get_text(char *text, const uint8_t *field, size_t bytes)
{
    memcpy(text, field, bytes);
    text[bytes] = 0;
    for (unsigned char *at = (unsigned char *) text; *at; at++) {
        int second_control = at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0;
        if (*at < 0x20 || *at == 0x7F || second_control)
            *at = '?';
    }
}

static uint32_t rotate(uint32_t word, int bits)
{
    return word << bits | word >> (32 - bits);
}

static void sha1_block(uint32_t state[5], const uint8_t block[64])
{
    uint32_t w[80];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t) block[4 * i] << 24 | (uint32_t) block[4 * i + 1] << 16
                | (uint32_t) block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 80; i++) {
        uint32_t f = i < 20 ? ((b & c) | (~b & d)) + 0x5A827999
                : i < 40 ? (b ^ c ^ d) + 0x6ED9EBA1
                : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC
                : (b ^ c ^ d) + 0xCA62C1D6;
        uint32_t next = rotate(a, 5) + f + e + w[i];
        e = d, d = c, c = rotate(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

// RFC 9562 version 5 in Ringway's name space, then the first three fields little-endian.
void rw_guid_of_name(const char *name, uint8_t guid[16])
{
    static const uint8_t name_space[16] = { 0xF4, 0x52, 0x7F, 0x8B, 0x64, 0xD6, 0x4C, 0xB3,
        0x97, 0xBE, 0xE2, 0x06, 0xF9, 0x4B, 0xBA, 0xE7 };
    static const uint8_t order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
    uint32_t state[5] = { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 };
    uint8_t digest[16], block[64];
    size_t length = strlen(name), total = sizeof name_space + length;
    for (size_t start = 0; start < total + 9; start += 64) {
        for (size_t i = 0; i < 64; i++) {
            size_t at = start + i;
            block[i] = at < 16 ? name_space[at] : at < total ? (uint8_t) name[at - 16]
                    : at == total ? 0x80 : 0;
        }
        if (start + 64 >= total + 9)
            for (int i = 0; i < 8; i++)
                block[56 + i] = (uint8_t) ((uint64_t) total * 8 >> (56 - 8 * i));
        sha1_block(state, block);
    }
    for (int i = 0; i < 16; i++)
        digest[i] = (uint8_t) (state[i / 4] >> (24 - 8 * (i % 4)));
    digest[6] = (digest[6] & 0x0F) | 0x50;
    digest[8] = (digest[8] & 0x3F) | 0x80;
    for (int i = 0; i < 16; i++)
        guid[i] = digest[order[i]];
}

// ---- the link

static void settle(rw_channel *channel);
static void region_settle(struct region *region);

static void close_fds(const int *fds, int count)
{
    for (int i = 0; i < count; i++)
        close(fds[i]);
}

// There is no root any more. What that means for others waits until nobody walks through a list.
static void lose_root(rw_bus *bus)
{
    if (bus->link >= 0)
        close(bus->link);
    bus->link = -1;
    while (bus->outbox != NULL) {
        struct outgoing *next = bus->outbox->next;
        free(bus->outbox);
        bus->outbox = next;
    }
}

// Without a root nobody answers, and nobody wants anything back.
static void forget_root(rw_bus *bus)
{
    for (rw_channel *next, *each = bus->channels; each != NULL; each = next) {
        next = each->next;
        if (each->state == CLOSING)
            settle(each);
    }
    for (struct region *next, *each = bus->regions; each != NULL; each = next) {
        next = each->next;
        region_settle(each);
    }
}

// Returns whether it is sent; not because the root does not read, or because it is gone.
static int try_send(rw_bus *bus, const struct outgoing *message)
{
    union { struct cmsghdr header; char room[CMSG_SPACE(sizeof(int))]; } control;
    struct iovec vector = { (void *) message->bytes, message->length };
    struct msghdr header = { .msg_iov = &vector, .msg_iovlen = 1 };
    if (message->fd >= 0) {
        memset(&control, 0, sizeof control);
        header.msg_control = &control;
        header.msg_controllen = sizeof control.room;
        struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(rights), &message->fd, sizeof(int));
    }
    ssize_t sent;
    do
        sent = sendmsg(bus->link, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0 && errno != EAGAIN)
        lose_root(bus);
    return sent >= 0;
}

static void flush_outbox(rw_bus *bus)
{
    while (bus->link >= 0 && bus->outbox != NULL && try_send(bus, bus->outbox)) {
        struct outgoing *next = bus->outbox->next;
        free(bus->outbox);
        bus->outbox = next;
    }
}

static void say_with(rw_bus *bus, uint32_t type, const uint8_t *body, uint32_t bytes, int fd)
{
    struct outgoing message = { .length = 8 + bytes, .fd = fd };
    if (bus->link < 0)
        return;
    put32(message.bytes, type);
    memcpy(message.bytes + 8, body, bytes);
    flush_outbox(bus);
    if (bus->link < 0 || (bus->outbox == NULL && try_send(bus, &message)) || bus->link < 0)
        return;
    struct outgoing *kept = malloc(sizeof *kept), **end = &bus->outbox;
    if (kept == NULL) {
        lose_root(bus);
        return;
    }
    *kept = message;
    while (*end != NULL)
        end = &(*end)->next;
    *end = kept;
}

static void say(rw_bus *bus, uint32_t type, const uint8_t *body, uint32_t bytes)
{
    say_with(bus, type, body, bytes, -1);
}

// Most messages are a few numbers.
static void say_numbers(rw_bus *bus, uint32_t type, int count, uint32_t a, uint32_t b, uint32_t c)
{
    uint8_t body[12];
    put32(body, a), put32(body + 4, b), put32(body + 8, c);
    say(bus, type, body, 4 * (uint32_t) count);
}

// Returns 1 with a message, 0 if there is none, -1 when the root has hung up.
static int hear(rw_bus *bus, struct incoming *message)
{
    union { struct cmsghdr header; char room[CMSG_SPACE(MAX_FDS * sizeof(int))]; } control;
    struct iovec vector = { message->bytes, sizeof message->bytes };
    struct msghdr header = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control,
        .msg_controllen = sizeof control.room };
    ssize_t got;
    do
        got = recvmsg(bus->link, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EAGAIN)
        return 0;
    message->fd_count = 0;
    struct cmsghdr *rights = got < 0 ? NULL : CMSG_FIRSTHDR(&header);
    if (rights != NULL && rights->cmsg_level == SOL_SOCKET && rights->cmsg_type == SCM_RIGHTS) {
        message->fd_count = (int) ((rights->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(message->fds, CMSG_DATA(rights), (size_t) message->fd_count * sizeof(int));
    }
    if (header.msg_flags & MSG_CTRUNC) { // all or none
        close_fds(message->fds, message->fd_count);
        message->fd_count = 0;
    }
    message->length = got < 0 ? 0 : (uint32_t) got;
    return got > 0 ? 1 : -1;
}

// ---- own memory

static int seal(int fd, int seals)
{
    return fcntl(fd, F_ADD_SEALS, seals);
}

// The number in a file, alone or behind a word; the greatest if there is none.
static int64_t number_in(const char *folder, const char *name, const char *word)
{
    char path[600], line[128];
    long long number = INT64_MAX;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    size_t length = strlen(word);
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, word, length) == 0 && sscanf(line + length, "%lld", &number) == 1)
            break;
    if (file != NULL)
        fclose(file);
    return number;
}

// Bytes that the machine and this process's cgroups (version 2) still give. Beyond a cgroup's limit
// the kernel kills, it does not refuse; the page cache of files goes first.
static int64_t headroom(const char *root)
{
    char folder[500], line[400];
    int64_t available = number_in("/proc", "meminfo", "MemAvailable:");
    int64_t least = available > INT64_MAX / 1024 ? INT64_MAX : available * 1024;
    FILE *groups = fopen("/proc/self/cgroup", "re");
    snprintf(folder, sizeof folder, "%s", root);
    while (groups != NULL && fgets(line, sizeof line, groups) != NULL)
        if (strncmp(line, "0::", 3) == 0)
            snprintf(folder, sizeof folder, "%s%.*s", root, (int) strcspn(line + 3, "\n"),
                    line + 3);
    if (groups != NULL)
        fclose(groups);
    for (char *end; strlen(folder) >= strlen(root); *end = 0) {
        int64_t limit = number_in(folder, "memory.max", "");
        int64_t used = number_in(folder, "memory.current", "");
        int64_t cache = number_in(folder, "memory.stat", "inactive_file ");
        if (limit < INT64_MAX && used < INT64_MAX) {
            int64_t rest = limit - used + (cache < INT64_MAX ? cache : 0);
            least = rest < least ? rest : least;
        }
        end = strrchr(folder, '/');
    }
    return least;
}

// A memfd of fixed size with every block there: who touches a page that is not is killed.
static int new_region(rw_bus *bus, uint32_t pages, struct region **made)
{
    off_t bytes = (off_t) pages * RW_PAGE;
    int64_t rest = headroom("/sys/fs/cgroup");
    if (bytes > rest - SPARE_BYTES)
        return fail(bus, RW_SYSTEM, "not enough memory: bytes=%lld left=%lld spare=%d",
                (long long) bytes, (long long) rest, SPARE_BYTES);
    struct region *region = calloc(1, sizeof *region);
    if (region == NULL)
        return fail_errno(bus, "region");
    int fd = memfd_create("ringway", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
    if (fd < 0 && errno == EINVAL) // before Linux 6.3
        fd = memfd_create("ringway", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0 || fallocate(fd, 0, 0, bytes) < 0 || seal(fd, F_SEAL_SHRINK | F_SEAL_GROW) < 0) {
        int code = fail_errno(bus, "memfd");
        if (fd >= 0)
            close(fd);
        free(region);
        return code;
    }
    *region = (struct region) { .next = bus->regions, .bus = bus, .fd = fd, .pages = pages,
        .pfn = bus->next_pfn };
    bus->next_pfn += pages; // a number is never used again
    bus->regions = region;
    *made = region;
    return RW_OK;
}

// Lets a region go once nobody has it; it never comes back.
static void region_settle(struct region *region)
{
    rw_bus *bus = region->bus;
    int is_asked = bus->link >= 0 && region->state == ANNOUNCED;
    if (!region->retiring || region->uses > 0 || is_asked)
        return;
    if (region->state == KNOWN) {
        uint8_t body[8];
        put64(body, region->pfn);
        say(bus, RETIRE_REGION, body, sizeof body);
    }
    struct region **at = &bus->regions;
    while (*at != region)
        at = &(*at)->next;
    *at = region->next;
    close(region->fd);
    free(region);
}

static void retire(struct region *region)
{
    region->retiring = 1;
    region_settle(region);
}

static void announce(struct region *region)
{
    uint8_t body[16];
    put64(body, region->pfn);
    put32(body + 8, region->pages);
    put32(body + 12, (uint32_t) region->read_only);
    region->state = ANNOUNCED;
    region->status = 0;
    say_with(region->bus, ANNOUNCE_REGION, body, sizeof body, region->fd);
}

// Names all pages of a region to whoever is at the other end of a channel.
static struct gpadl *create_gpadl(rw_channel *channel, struct region *region)
{
    rw_bus *bus = channel->bus;
    struct gpadl *gpadl = calloc(1, sizeof *gpadl);
    if (gpadl == NULL)
        return NULL;
    *gpadl = (struct gpadl) { .next = channel->gpadls, .id = ++bus->gpadl_ids,
        .region = region, .state = CREATING };
    channel->gpadls = gpadl;
    region->uses++;
    uint8_t body[MAX_MESSAGE - 8];
    put32(body, channel->id);
    put32(body + 4, gpadl->id);
    put16(body + 8, (uint16_t) (MAX_RANGE + 8 * region->pages));
    put16(body + 10, 1);
    put32(body + 12, region->pages * RW_PAGE);
    put32(body + 16, 0);
    uint32_t in_header = (HEADER_DATA - MAX_RANGE) / 8, page = 0, at = 20;
    for (; page < region->pages && page < in_header; page++, at += 8)
        put64(body + at, region->pfn + page);
    say(bus, GPADL_HEADER, body, at);
    for (uint32_t number = 1; page < region->pages; number++) {
        put32(body, number);
        put32(body + 4, gpadl->id);
        for (at = 8; page < region->pages && at < 8 + BODY_DATA; page++, at += 8)
            put64(body + at, region->pfn + page);
        say(bus, GPADL_BODY, body, at);
    }
    return gpadl;
}

static void drop_gpadl(rw_channel *channel, struct gpadl *gpadl)
{
    struct gpadl **at = &channel->gpadls;
    while (*at != gpadl)
        at = &(*at)->next;
    *at = gpadl->next;
    gpadl->region->uses--;
    region_settle(gpadl->region);
    free(gpadl);
}

static void tear(rw_channel *channel, struct gpadl *gpadl)
{
    if (gpadl->state == LIVE) {
        gpadl->state = TEARING;
        say_numbers(channel->bus, GPADL_TEARDOWN, 2, channel->id, gpadl->id, 0);
    }
}

// ---- pages, own and of others

// Whether a file of somebody else can be mapped and touched without harm.
static const char *unfit(const struct run *run, int writable)
{
    struct stat file;
    struct statfs system;
    int seals = fcntl(run->fd, F_GET_SEALS), flags = fcntl(run->fd, F_GETFL);
    if (seals < 0 || flags < 0 || fstat(run->fd, &file) < 0 || fstatfs(run->fd, &system) < 0
            || !S_ISREG(file.st_mode) || system.f_type != 0x01021994)
        return "is no memfd on tmpfs";
    if (!(seals & F_SEAL_SHRINK) || !(seals & F_SEAL_GROW))
        return "is not sealed against shrinking and growing";
    if (file.st_size % RW_PAGE != 0 || file.st_size / RW_PAGE > RW_MAX_PAGES)
        return "has no legal size";
    if (file.st_blocks * 512 < file.st_size)
        return "has holes";
    if ((uint64_t) file.st_size / RW_PAGE < run->pages
            || run->first_page > (uint64_t) file.st_size / RW_PAGE - run->pages)
        return "has fewer pages than are granted";
    if ((flags & O_ACCMODE) == O_WRONLY)
        return "cannot be read";
    if (writable && ((seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
            || (flags & O_ACCMODE) != O_RDWR))
        return "is read-only";
    return NULL;
}

// Puts pages [from, to) of runs at an address.
static int place(uint8_t *at, const struct run *runs, uint32_t count, uint32_t from, uint32_t to,
        int protection)
{
    uint64_t start = 0;
    for (uint32_t i = 0; i < count; start += runs[i++].pages) {
        uint64_t first = from > start ? from : start;
        uint64_t end = to < start + runs[i].pages ? to : start + runs[i].pages;
        if (first >= end)
            continue;
        void *placed = mmap(at, (end - first) * RW_PAGE, protection,
                MAP_SHARED | MAP_FIXED | MAP_POPULATE, runs[i].fd,
                (off_t) ((runs[i].first_page + first - start) * RW_PAGE));
        if (placed == MAP_FAILED)
            return -1;
        at += (end - first) * RW_PAGE;
    }
    return 0;
}

static uint8_t *reserve_addresses(uint64_t pages)
{
    void *at = mmap(NULL, pages * RW_PAGE, PROT_NONE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

static uint8_t *map_runs(const struct run *runs, uint32_t count, uint32_t pages, int protection)
{
    uint8_t *at = reserve_addresses(pages);
    if (at != NULL && place(at, runs, count, 0, pages, protection) < 0) {
        munmap(at, (size_t) pages * RW_PAGE);
        return NULL;
    }
    return at;
}

static size_t ring_bytes(const struct ring *ring)
{
    return RW_PAGE + 2 * (size_t) ring->size;
}

static void unmap_ring(struct ring *ring)
{
    if (ring->control != NULL)
        munmap(ring->control, ring_bytes(ring));
    ring->control = NULL;
}

// Maps pages [from, to): the control page, then the data twice, so that no packet is in two parts.
static int map_ring(struct ring *ring, const struct run *runs, uint32_t count, uint32_t from,
        uint32_t to)
{
    uint32_t data = to - from - 1;
    uint8_t *at = reserve_addresses(1 + 2 * (uint64_t) data);
    if (at == NULL)
        return -1;
    *ring = (struct ring) { (void *) at, at + RW_PAGE, data * RW_PAGE };
    int both = PROT_READ | PROT_WRITE;
    if (place(at, runs, count, from, to, both) < 0
            || place(at + RW_PAGE + ring->size, runs, count, from + 1, to, both) < 0) {
        unmap_ring(ring);
        return -1;
    }
    return 0;
}

// ---- what others grant

static struct view *find_view(rw_channel *channel, uint32_t gpadl)
{
    struct view *view = channel->views;
    while (view != NULL && view->gpadl != gpadl)
        view = view->next;
    return view;
}

static void close_view_files(struct view *view)
{
    for (uint32_t i = 0; i < view->fd_count; i++)
        close(view->fds[i]);
    free(view->fds);
    view->fds = NULL;
    view->fd_count = 0;
}

static void drop_view(rw_channel *channel, struct view *view)
{
    struct view **at = &channel->views;
    while (*at != view)
        at = &(*at)->next;
    *at = view->next;
    channel->view_count--;
    if (view->at != NULL)
        munmap(view->at, (size_t) view->pages * RW_PAGE);
    close_view_files(view);
    free(view->runs);
    free(view);
}

static void unmap_wanted(rw_channel *channel)
{
    for (struct view *next, *view = channel->views; view != NULL; view = next) {
        next = view->next;
        if (view->state == WANTED_BACK && channel->leases == 0) {
            say_numbers(channel->bus, PEER_TORNDOWN, 2, channel->id, view->gpadl, 0);
            drop_view(channel, view);
        }
    }
}

static void map_view(rw_channel *channel, struct view *view)
{
    const char *why = NULL;
    for (uint32_t i = 0; i < view->run_count && why == NULL; i++)
        why = unfit(&view->runs[i], !view->read_only);
    int protection = view->read_only ? PROT_READ : PROT_READ | PROT_WRITE;
    if (why != NULL)
        view->status = INVALID_PARAMETER;
    else if ((view->at = map_runs(view->runs, view->run_count, view->pages, protection)) == NULL)
        view->status = INSUFFICIENT_RESOURCES;
    close_view_files(view);
    view->state = MAPPED;
    say_numbers(channel->bus, PEER_GPADL_RESULT, 3, channel->id, view->gpadl,
            (uint32_t) view->status);
    if (view->status != 0)
        drop_view(channel, view);
}

// ---- channels

static rw_channel *find_channel(rw_bus *bus, uint32_t id)
{
    rw_channel *channel = bus->channels;
    while (channel != NULL && channel->id != id)
        channel = channel->next;
    return channel;
}

static struct seen_offer *find_offer(rw_bus *bus, uint32_t id)
{
    struct seen_offer *seen = bus->offers;
    while (seen != NULL && seen->offer.channel_id != id)
        seen = seen->next;
    return seen;
}

static rw_channel *new_channel(rw_bus *bus, uint32_t id, int is_provider)
{
    rw_channel *channel = calloc(1, sizeof *channel);
    if (channel == NULL)
        return NULL;
    channel->next = bus->channels;
    channel->bus = bus;
    channel->id = id;
    channel->is_provider = is_provider;
    channel->state = is_provider ? OPENING : GRANTING;
    channel->bell = -1;
    channel->free_count = RW_MAX_REQUESTS;
    for (int i = 0; i < RW_MAX_REQUESTS; i++)
        channel->free_slots[i] = (uint16_t) (RW_MAX_REQUESTS - 1 - i);
    bus->channels = channel;
    return channel;
}

// The first end counts.
__attribute__((format(printf, 3, 4)))
static int end(rw_channel *channel, int code, const char *format, ...)
{
    if (channel->end == 0) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(channel->end_text, sizeof channel->end_text, format, arguments);
        va_end(arguments);
        channel->end = code;
    }
    return fail(channel->bus, channel->end, "%s", channel->end_text);
}

static int ended(const rw_channel *channel)
{
    return channel->end == 0 ? RW_OK : fail(channel->bus, channel->end, "%s", channel->end_text);
}

static int set_up_bell(int fd)
{
    int domain = 0, type = 0, on = 1, least = 1;
    socklen_t length = sizeof domain;
    struct sockaddr_un peer;
    socklen_t peer_length = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) < 0
            || getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) < 0
            || getpeername(fd, (struct sockaddr *) &peer, &peer_length) < 0
            || domain != AF_UNIX || type != SOCK_STREAM)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &least, sizeof least); // a few signals are enough
    return 0;
}

static ssize_t ring_bell(int fd, uint8_t byte)
{
    return send(fd, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// The goodbye is the last byte; unread ones would make the other side see a reset.
static void close_bell(int fd)
{
    char unread[4096];
    int room = 1 << 16;
    if (ring_bell(fd, GOODBYE) < 0 && errno == EAGAIN) {
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
        ring_bell(fd, GOODBYE);
    }
    shutdown(fd, SHUT_RDWR);
    for (int i = 0; i < 16 && recv(fd, unread, sizeof unread, MSG_DONTWAIT) > 0; i++) { }
    close(fd);
}

static void look_at_bell(rw_channel *channel)
{
    char bytes[4096];
    for (int i = 0; i < 16; i++) {
        ssize_t got = recv(channel->bell, bytes, sizeof bytes, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0)
            end(channel, RW_PEER_LOST, "the other side is gone without a goodbye");
        else if (memchr(bytes, GOODBYE, (size_t) got) != NULL)
            end(channel, RW_CLOSED, "the other side has closed the channel");
        if (got < (ssize_t) sizeof bytes)
            return;
    }
}

static void release_offer(rw_bus *bus, struct seen_offer *offer)
{
    struct seen_offer **at = &bus->offers;
    while (*at != offer)
        at = &(*at)->next;
    *at = offer->next;
    say_numbers(bus, RELID_RELEASED, 1, offer->offer.channel_id, 0, 0);
    free(offer);
}

// Goes on with a closing channel: takes back what it granted, then lets go of its id.
static void settle(rw_channel *channel)
{
    rw_bus *bus = channel->bus;
    for (struct gpadl *next, *gpadl = channel->gpadls; gpadl != NULL; gpadl = next) {
        next = gpadl->next;
        if (bus->link < 0 || gpadl->state == DENIED)
            drop_gpadl(channel, gpadl);
        else
            tear(channel, gpadl);
    }
    if (channel->gpadls != NULL)
        return;
    rw_channel **at = &bus->channels;
    while (*at != channel)
        at = &(*at)->next;
    *at = channel->next;
    struct seen_offer *offer = find_offer(bus, channel->id);
    if (channel->is_provider)
        say_numbers(bus, RELID_RELEASED, 1, channel->id, 0, 0);
    else if (offer != NULL && offer->rescinded)
        release_offer(bus, offer);
    free(channel->scratch);
    free(channel);
}

static void close_channel(rw_channel *channel)
{
    rw_bus *bus = channel->bus;
    if (channel->state == OPENING && !channel->is_provider && bus->link >= 0) {
        channel->abandoned = 1; // an OpenChannel cannot be taken back
        return;
    }
    if (channel->bell >= 0)
        close_bell(channel->bell);
    channel->bell = -1;
    unmap_ring(&channel->out.ring);
    unmap_ring(&channel->in.ring);
    while (channel->views != NULL) {
        struct view *view = channel->views;
        if (view->state == WANTED_BACK)
            say_numbers(bus, PEER_TORNDOWN, 2, channel->id, view->gpadl, 0);
        drop_view(channel, view);
    }
    for (int i = 0; i < RW_MAX_REQUESTS; i++)
        if (channel->slots[i].busy && channel->slots[i].lent != NULL)
            channel->slots[i].lent->leases--;
    if (channel->state == OPEN)
        say_numbers(bus, CLOSE_CHANNEL, 1, channel->id, 0, 0);
    channel->state = CLOSING;
    struct region *ring = channel->ring;
    settle(channel);
    if (ring != NULL)
        retire(ring);
}

static void start_rings(rw_channel *channel)
{
    struct out_ring *out = &channel->out;
    atomic_store_explicit(&out->ring.control->pending_send_size, 0, memory_order_relaxed);
    atomic_store_explicit(&out->ring.control->feature_bits, 1, memory_order_relaxed);
    atomic_store_explicit(&channel->in.ring.control->interrupt_mask, 1, memory_order_relaxed);
}

// ---- what the root says

static int need(rw_bus *bus, const struct incoming *message, uint32_t bytes)
{
    return message->length >= bytes ? RW_OK : fail(bus, RW_PROTOCOL,
            "message is too short: type=0x%X bytes=%u needed=%u", get32(message->bytes),
            message->length, bytes);
}

static void get_peer(rw_peer *peer, const uint8_t *facts, const uint8_t *name)
{
    peer->partition = get32(facts);
    peer->pid = get32(facts + 4);
    peer->uid = get32(facts + 8);
    peer->gid = get32(facts + 12);
    get_text(peer->name, name, 64);
}

static void on_identity(rw_bus *bus, const uint8_t *bytes)
{
    memset(&bus->identity, 0, sizeof bus->identity);
    bus->identity.channel_id = get32(bytes + 8);
    get_peer(&bus->identity.provider, bytes + 12, bytes + 96);
    get_text(bus->identity.name, bytes + 32, 64);
}

static int on_offer(rw_bus *bus, const uint8_t *bytes)
{
    rw_offer offer = bus->identity;
    uint32_t id = get32(bytes + 184);
    if (id < 1 || id > MAX_CHANNEL_ID)
        return fail(bus, RW_PROTOCOL, "offer has no legal channel id: channelId=%u", id);
    if (offer.channel_id != id || find_offer(bus, id) != NULL || get16(bytes + 180) != 0)
        return RW_OK; // without identity, offered twice, or a subchannel: not for us
    for (struct seen_offer *known = bus->offers; known != NULL; known = known->next)
        if (!known->rescinded && memcmp(known->offer.interface_id, bytes + 8, 16) == 0
                && memcmp(known->offer.instance_id, bytes + 24, 16) == 0)
            return RW_OK; // the same instance under another id
    struct seen_offer *seen = calloc(1, sizeof *seen), **last = &bus->offers;
    if (seen == NULL)
        return fail_errno(bus, "offer");
    memcpy(offer.interface_id, bytes + 8, 16);
    memcpy(offer.instance_id, bytes + 24, 16);
    offer.flags = get16(bytes + 56);
    memcpy(offer.user_data, bytes + 60, 120);
    seen->offer = offer;
    while (*last != NULL)
        last = &(*last)->next;
    *last = seen;
    bus->identity.channel_id = 0;
    return RW_OK;
}

static void on_rescind(rw_bus *bus, uint32_t id)
{
    struct seen_offer *offer = find_offer(bus, id);
    rw_channel *channel = find_channel(bus, id);
    if (offer == NULL || offer->rescinded)
        return;
    offer->rescinded = 1;
    if (channel == NULL)
        release_offer(bus, offer);
    else if (channel->state == OPEN)
        end(channel, RW_CLOSED, "the offer was withdrawn");
}

static struct gpadl *find_gpadl(rw_bus *bus, uint32_t id, rw_channel **owner)
{
    for (rw_channel *channel = bus->channels; channel != NULL; channel = channel->next)
        for (struct gpadl *each = channel->gpadls; each != NULL; each = each->next)
            if (each->id == id) {
                *owner = channel;
                return each;
            }
    return NULL;
}

static void on_created(rw_bus *bus, uint32_t id, int32_t status)
{
    rw_channel *channel;
    struct gpadl *gpadl = find_gpadl(bus, id, &channel);
    if (gpadl == NULL || gpadl->state != CREATING)
        return;
    gpadl->status = status;
    gpadl->state = status == 0 ? LIVE : DENIED;
    if (channel->state == CLOSING)
        settle(channel);
    else if (gpadl->region->retiring)
        tear(channel, gpadl);
}

static void on_torndown(rw_bus *bus, uint32_t id)
{
    rw_channel *channel;
    struct gpadl *gpadl = find_gpadl(bus, id, &channel);
    if (gpadl == NULL || gpadl->state != TEARING)
        return;
    drop_gpadl(channel, gpadl);
    if (channel->state == CLOSING)
        settle(channel);
}

static void on_region(rw_bus *bus, uint64_t pfn, int32_t status)
{
    struct region *region = bus->regions;
    while (region != NULL && region->pfn != pfn)
        region = region->next;
    if (region == NULL || region->state != ANNOUNCED)
        return;
    region->status = status;
    region->state = status == 0 ? KNOWN : FRESH;
    region_settle(region);
}

static void on_opened(rw_bus *bus, struct incoming *message)
{
    rw_channel *channel = find_channel(bus, get32(message->bytes + 8));
    int32_t status = (int32_t) get32(message->bytes + 16);
    if (channel == NULL || channel->state != OPENING || channel->is_provider
            || channel->open_id != get32(message->bytes + 12))
        return;
    if (status == 0) {
        channel->state = OPEN;
        if (message->fd_count == 1) {
            channel->bell = message->fds[0];
            message->fd_count = 0;
        }
        if (channel->bell < 0 || set_up_bell(channel->bell) < 0)
            status = INSUFFICIENT_RESOURCES;
    }
    channel->status = status;
    int is_open = channel->state == OPEN;
    if (!is_open)
        channel->state = GRANTING; // as before the question
    if (channel->abandoned)
        close_channel(channel);
}

static void answer_view(rw_bus *bus, uint32_t id, uint32_t gpadl, int32_t status)
{
    say_numbers(bus, PEER_GPADL_RESULT, 3, id, gpadl, (uint32_t) status);
}

// Adds the runs of one message to what came before; nothing is believed but the numbers checked.
static int append_runs(rw_channel *channel, struct view *view, struct incoming *message,
        uint32_t count)
{
    rw_bus *bus = channel->bus;
    uint64_t total = view->pages;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *run = message->bytes + 24 + 24 * i;
        uint32_t pages = get32(run + 16);
        total += pages;
        if (pages == 0 || total > RW_MAX_PAGES || get64(run) >= UINT64_C(1) << 52
                || get64(run + 8) > RW_MAX_PAGES)
            return fail(bus, RW_PROTOCOL, "PeerGpadl has an illegal run: pages=%u total=%llu",
                    pages, (unsigned long long) total);
    }
    struct run *runs = realloc(view->runs, (view->run_count + count) * sizeof *runs);
    if (runs == NULL)
        return fail_errno(bus, "grant");
    view->runs = runs;
    int *fds = realloc(view->fds, (view->fd_count + MAX_FDS) * sizeof *fds);
    if (fds == NULL)
        return fail_errno(bus, "grant");
    view->fds = fds;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *run = message->bytes + 24 + 24 * i;
        uint32_t index = get32(run + 20);
        if (index >= (uint32_t) message->fd_count)
            view->status = INSUFFICIENT_RESOURCES; // where descriptors are short none arrives
        runs[view->run_count++] = (struct run) { get64(run), get64(run + 8), get32(run + 16),
            index < (uint32_t) message->fd_count ? message->fds[index] : -1 };
    }
    view->pages = (uint32_t) total;
    for (int i = 0; i < message->fd_count; i++)
        fds[view->fd_count++] = message->fds[i];
    message->fd_count = 0;
    return RW_OK;
}

static struct view *new_view(rw_channel *channel, uint32_t gpadl, int read_only)
{
    struct view *view = calloc(1, sizeof *view);
    if (view != NULL) {
        int expected = channel->state == OPEN
                || (channel->state == OPENING && channel->is_provider);
        *view = (struct view) { .next = channel->views, .gpadl = gpadl, .read_only = read_only,
            .status = !expected ? CANCELLED
                    : channel->view_count >= MAX_VIEWS ? QUOTA_EXCEEDED : 0 };
        channel->views = view;
        channel->view_count++;
    }
    return view;
}

static int on_granted(rw_bus *bus, struct incoming *message)
{
    uint32_t id = get32(message->bytes + 8), gpadl = get32(message->bytes + 12);
    uint32_t flags = get32(message->bytes + 16), count = get32(message->bytes + 20);
    if (id < 1 || id > MAX_CHANNEL_ID || flags > 3 || count < 1 || count > MAX_RUNS)
        return fail(bus, RW_PROTOCOL, "PeerGpadl: channelId=%u flags=0x%X runs=%u", id, flags,
                count);
    if (need(bus, message, 24 + 24 * count) != RW_OK)
        return RW_PROTOCOL;
    rw_channel *channel = find_channel(bus, id);
    if (channel == NULL && find_offer(bus, id) != NULL) { // closed here, and we were told late
        if (flags & 2)
            answer_view(bus, id, gpadl, CANCELLED);
        return RW_OK;
    }
    if (channel == NULL)
        channel = new_channel(bus, id, 1);
    struct view *view = channel == NULL ? NULL : find_view(channel, gpadl);
    if (view == NULL && channel != NULL)
        view = new_view(channel, gpadl, flags & 1);
    if (view == NULL)
        return fail_errno(bus, "grant");
    if (view->state != ARRIVING || view->read_only != (int) (flags & 1))
        return fail(bus, RW_PROTOCOL, "PeerGpadl goes on with another one: gpadl=%u", gpadl);
    int code = append_runs(channel, view, message, count);
    if (code != RW_OK || !(flags & 2))
        return code;
    if (view->status != 0) {
        answer_view(bus, id, gpadl, view->status);
        drop_view(channel, view);
    } else if (channel->state == OPENING) {
        view->state = HELD;
    } else {
        map_view(channel, view);
    }
    return RW_OK;
}

static int on_wanted_back(rw_bus *bus, uint32_t id, uint32_t gpadl)
{
    rw_channel *channel = find_channel(bus, id);
    struct view *view = channel == NULL ? NULL : find_view(channel, gpadl);
    if (channel != NULL && channel->state == OPEN && channel->is_provider
            && channel->ring_gpadl == gpadl)
        return RW_OK; // it is mapped here until CloseChannel, which answers this
    if (view == NULL) {
        if (channel != NULL || find_offer(bus, id) != NULL)
            say_numbers(bus, PEER_TORNDOWN, 2, id, gpadl, 0);
    } else if (view->state == ARRIVING) {
        return fail(bus, RW_PROTOCOL, "PeerTeardown before PeerGpadlResult: gpadl=%u", gpadl);
    } else if (view->state == MAPPED) {
        view->state = WANTED_BACK;
        unmap_wanted(channel);
    }
    return RW_OK;
}

// Maps both rings of a channel that somebody opens; answers a status.
static int32_t map_peer_rings(rw_channel *channel, struct view *ring, uint32_t downstream)
{
    if (downstream < 2 || downstream > ring->pages || ring->pages - downstream < 2)
        return INVALID_PARAMETER;
    for (uint32_t i = 0; i < ring->run_count; i++)
        if (ring->read_only || unfit(&ring->runs[i], 1) != NULL)
            return INVALID_PARAMETER;
    if (map_ring(&channel->in.ring, ring->runs, ring->run_count, 0, downstream) < 0
            || map_ring(&channel->out.ring, ring->runs, ring->run_count, downstream,
                    ring->pages) < 0)
        return INSUFFICIENT_RESOURCES;
    return 0;
}

static int open_rings(rw_channel *channel);

static int32_t accept_channel(rw_bus *bus, rw_channel *channel, struct incoming *message)
{
    struct service *service = bus->services;
    while (service != NULL && service->id != get32(message->bytes + 12))
        service = service->next;
    if (service == NULL)
        return NOT_FOUND;
    if (bus->waiting >= MAX_WAITING)
        return CONNECTION_REFUSED;
    struct view *ring = find_view(channel, get32(message->bytes + 24));
    if (ring == NULL || ring->state != HELD || message->fd_count != 1
            || set_up_bell(message->fds[0]) < 0)
        return INSUFFICIENT_RESOURCES;
    int32_t status = map_peer_rings(channel, ring, get32(message->bytes + 28));
    if (status == 0 && open_rings(channel) != RW_OK)
        status = INVALID_PARAMETER;
    return status;
}

static int on_open(rw_bus *bus, struct incoming *message)
{
    uint32_t id = get32(message->bytes + 8), gpadl = get32(message->bytes + 24);
    rw_channel *channel = find_channel(bus, id);
    if (channel == NULL || !channel->is_provider || channel->state != OPENING)
        return fail(bus, RW_PROTOCOL, "PeerOpen without a ring, or once more: channelId=%u", id);
    int32_t status = accept_channel(bus, channel, message);
    answer_view(bus, id, gpadl, status);
    if (status == 0) {
        drop_view(channel, find_view(channel, gpadl));
        channel->ring_gpadl = gpadl;
        channel->bell = message->fds[0];
        message->fd_count = 0;
        channel->state = OPEN;
        get_peer(&channel->peer, message->bytes + 32, message->bytes + 168);
        bus->waiting++;
        for (struct view *next, *view = channel->views; view != NULL; view = next) {
            next = view->next;
            if (view->state == HELD) // a plain client may have granted more before it asked
                map_view(channel, view);
        }
    }
    say_numbers(bus, PEER_OPEN_RESULT, 2, id, (uint32_t) status, 0);
    if (status != 0)
        close_channel(channel); // RelIdReleased, no CloseChannel
    return RW_OK;
}

static void on_closed(rw_bus *bus, uint32_t id, uint32_t reason)
{
    rw_channel *channel = find_channel(bus, id);
    if (channel == NULL)
        return;
    if (channel->state == OPEN)
        end(channel, reason == 2 ? RW_PEER_LOST : RW_CLOSED, "the root says: %s",
                reason == 1 ? "closed by the other side"
                : reason == 2 ? "the other side is gone" : "the offer was withdrawn");
    else if (channel->is_provider && channel->state == OPENING)
        close_channel(channel);
}

static int on_version(rw_bus *bus, const uint8_t *bytes)
{
    if (bytes[8] == 0 || bytes[9] != 0)
        return fail(bus, RW_PROTOCOL, "root does not speak VMBus 5.3: supported=%u state=%u",
                bytes[8], bytes[9]);
    uint8_t hello[80] = { 1 };
    memcpy(hello + 16, bus->name, 64);
    say(bus, HELLO, hello, sizeof hello);
    bus->state = GREETING;
    return RW_OK;
}

static int on_hello(rw_bus *bus, const uint8_t *bytes)
{
    int32_t status = (int32_t) get32(bytes + 12);
    if (status != 0 || get32(bytes + 8) != 1)
        return refuse(bus, "root refuses this partition", status);
    say_numbers(bus, REQUEST_OFFERS, 0, 0, 0, 0);
    bus->state = ENUMERATING;
    return RW_OK;
}

static void on_offered(rw_bus *bus, uint32_t id, int32_t status)
{
    struct service *service = bus->services;
    while (service != NULL && service->id != id)
        service = service->next;
    if (service != NULL) {
        service->answered = 1;
        service->status = status;
    }
}

// The least that each message has.
static uint32_t size_of(uint32_t type)
{
    switch (type) {
    case OFFER_CHANNEL: return 196;
    case RESCIND: case GPADL_TORNDOWN: case CLOSE_RESERVED_RESPONSE: return 12;
    case OPEN_RESULT: case GPADL_CREATED: case SUBCHANNELS_RESULT: return 20;
    case VERSION_RESPONSE: case CHILD_OFFER_RESULT: case PEER_TEARDOWN: case PEER_CLOSED:
    case MODIFY_RESPONSE: case REANNOUNCE_RESULT: case PEER_INSPECT: return 16;
    case HELLO_RESULT: return 32;
    case REGION_RESULT: case PEER_GPADL: case PEER_OPENED: return 24;
    case TL_CONNECT_RESULT: return 44;
    case CHANNEL_ENTRY: return 64;
    case PARTITION_ENTRY: return 96;
    case OFFER_ENTRY: return 120;
    case OFFER_IDENTITY: return 160;
    case PEER_OPEN: case EXPLAIN: return 232;
    case INSPECT_RESULT: return 240;
    default: return 8;
    }
}

static int take(rw_bus *bus, struct incoming *message)
{
    const uint8_t *bytes = message->bytes;
    if (message->length < 8 || message->length > MAX_MESSAGE)
        return fail(bus, RW_PROTOCOL, "no message: bytes=%u", message->length);
    uint32_t type = get32(bytes);
    if (need(bus, message, size_of(type)) != RW_OK)
        return RW_PROTOCOL;
    if (type == EXPLAIN) {
        get_text(bus->explanation, bytes + 24, 208);
        return RW_OK;
    }
    if (bus->state == CONTACTING)
        return type == VERSION_RESPONSE ? on_version(bus, bytes) : fail(bus, RW_PROTOCOL,
                "root says something before it agrees on a version: type=0x%X", type);
    if (bus->state == GREETING)
        return type == HELLO_RESULT ? on_hello(bus, bytes) : fail(bus, RW_PROTOCOL,
                "root says something before HelloResult: type=0x%X", type);
    switch (type) {
    case OFFER_CHANNEL: return on_offer(bus, bytes);
    case RESCIND: on_rescind(bus, get32(bytes + 8)); break;
    case ALL_OFFERS: if (bus->state == ENUMERATING) bus->state = JOINED; break;
    case OPEN_RESULT: on_opened(bus, message); break;
    case GPADL_CREATED: on_created(bus, get32(bytes + 12), (int32_t) get32(bytes + 16)); break;
    case GPADL_TORNDOWN: on_torndown(bus, get32(bytes + 8)); break;
    case UNLOAD_COMPLETE: if (bus->state == LEAVING) bus->state = LEFT; break;
    case CHILD_OFFER_RESULT: on_offered(bus, get32(bytes + 8), (int32_t) get32(bytes + 12)); break;
    case REGION_RESULT: on_region(bus, get64(bytes + 8), (int32_t) get32(bytes + 16)); break;
    case OFFER_IDENTITY: on_identity(bus, bytes); break;
    case PEER_GPADL: return on_granted(bus, message);
    case PEER_TEARDOWN: return on_wanted_back(bus, get32(bytes + 8), get32(bytes + 12));
    case PEER_OPEN: return on_open(bus, message);
    case PEER_CLOSED: on_closed(bus, get32(bytes + 8), get32(bytes + 12)); break;
    case PEER_OPENED: break; // its serial is needed only by who rejoins
    case VERSION_RESPONSE: case HELLO_RESULT: break; // late
    case CLOSE_RESERVED_RESPONSE: case TL_CONNECT_RESULT: case MODIFY_RESPONSE:
    case REANNOUNCE_RESULT: case PARTITION_ENTRY: case OFFER_ENTRY: case CHANNEL_ENTRY:
    case LIST_END: case PEER_INSPECT: case INSPECT_RESULT: case SUBCHANNELS_RESULT:
        break; // nobody here asks for these
    default: return fail(bus, RW_PROTOCOL, "root says what only a child may: type=0x%X", type);
    }
    return RW_OK;
}

// Takes what the root has said. On error the link is closed and the text says why.
static int take_all(rw_bus *bus)
{
    for (int turn = 0; turn < 64 && bus->link >= 0; turn++) {
        struct incoming message;
        int heard = hear(bus, &message);
        if (heard == 0)
            return RW_OK;
        int code = heard < 0 ? fail(bus, RW_ROOT_LOST, "root has hung up: %s", bus->explanation)
                : take(bus, &message);
        close_fds(message.fds, message.fd_count);
        if (code != RW_OK) {
            lose_root(bus);
            forget_root(bus);
            return code;
        }
    }
    return RW_OK;
}

// Waits for the root, or for the doorbell of a channel, whatever comes first.
static int pump(rw_bus *bus, rw_channel *channel, int ms)
{
    int bell = channel == NULL || channel->end != 0 ? -1 : channel->bell;
    struct pollfd files[2] = {
        { bus->link, (short) (POLLIN | (bus->outbox == NULL ? 0 : POLLOUT)), 0 },
        { bell, POLLIN, 0 } };
    int ready = poll(files, 2, ms);
    if (ready < 0 && errno != EINTR)
        return fail_errno(bus, "poll");
    if (ready <= 0)
        return ready == 0 ? RW_AGAIN : RW_OK;
    if (files[1].revents != 0)
        look_at_bell(channel);
    if (files[0].revents != 0) {
        flush_outbox(bus);
        return take_all(bus);
    }
    return RW_OK;
}

static int need_root(rw_bus *bus)
{
    if (bus->link >= 0)
        return RW_OK;
    forget_root(bus);
    return fail(bus, RW_ROOT_LOST, "there is no root");
}

// Waits for something that only the root can bring.
static int await_root(rw_bus *bus, rw_channel *channel, int64_t until, const char *what)
{
    if (need_root(bus) != RW_OK)
        return RW_ROOT_LOST;
    int code = pump(bus, channel, left(until, -1));
    if (code == RW_AGAIN && left(until, -1) == 0)
        return fail(bus, RW_AGAIN, "time has passed: %s", what);
    return code == RW_AGAIN ? RW_OK : code;
}

// ---- the bus, for callers

static int usual_socket(char *path, size_t bytes, const char *given)
{
    const char *named = getenv("RINGWAY_SOCKET"), *folder = getenv("XDG_RUNTIME_DIR");
    int length = given != NULL ? snprintf(path, bytes, "%s", given)
            : named != NULL && *named ? snprintf(path, bytes, "%s", named)
            : folder != NULL && *folder ? snprintf(path, bytes, "%s/ringway/root.sock", folder)
            : snprintf(path, bytes, "/run/ringway/root.sock");
    return length < (int) bytes ? 0 : -1;
}

static rw_bus *new_bus(void)
{
    rw_bus *bus = calloc(1, sizeof *bus);
    if (bus != NULL) {
        bus->link = -1;
        bus->next_pfn = 1;
    }
    return bus;
}

int rw_join(rw_bus **made, const char *socket_path, const char *name, int timeout_ms)
{
    rw_bus *bus = *made = new_bus();
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int64_t until = deadline(timeout_ms);
    if (bus == NULL)
        return RW_SYSTEM;
    if (strlen(name) > 64)
        return fail(bus, RW_ARGUMENT, "name is too long: bytes=%zu max=64", strlen(name));
    memcpy(bus->name, name, strlen(name));
    if (usual_socket(address.sun_path, sizeof address.sun_path, socket_path) < 0)
        return fail(bus, RW_ARGUMENT, "socket path is too long: max=%zu",
                sizeof address.sun_path - 1);
    bus->link = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (bus->link < 0)
        return fail_errno(bus, "socket");
    if (connect(bus->link, (struct sockaddr *) &address, sizeof address) < 0)
        return fail(bus, RW_SYSTEM, "cannot connect: socket=%s: %s", address.sun_path,
                strerror(errno));
    uint8_t contact[32] = { 0 };
    put32(contact, VERSION_5_3);
    contact[8] = 2; // the interrupt source of VMBus; no VTL, no monitor pages
    say(bus, INITIATE_CONTACT, contact, sizeof contact);
    int code = RW_OK;
    while (bus->state != JOINED && code == RW_OK)
        code = await_root(bus, NULL, until, "join");
    return code;
}

void rw_leave(rw_bus *bus)
{
    if (bus == NULL)
        return;
    for (rw_channel *next, *each = bus->channels; each != NULL; each = next) {
        next = each->next;
        if (each->state != CLOSING)
            close_channel(each);
    }
    if (bus->state == JOINED && bus->link >= 0) {
        int64_t until = deadline(FAREWELL_MS);
        bus->state = LEAVING;
        say_numbers(bus, UNLOAD, 0, 0, 0, 0);
        while (bus->state != LEFT && await_root(bus, NULL, until, "goodbye") == RW_OK) { }
    }
    lose_root(bus);
    forget_root(bus);
    for (rw_channel *next, *each = bus->channels; each != NULL; each = next) {
        next = each->next;
        close_channel(each);
    }
    for (struct region *next, *each = bus->regions; each != NULL; each = next) {
        next = each->next;
        retire(each);
    }
    while (bus->offers != NULL)
        release_offer(bus, bus->offers);
    for (struct service *next, *each = bus->services; each != NULL; each = next) {
        next = each->next;
        free(each);
    }
    free(bus);
}

size_t rw_offers(rw_bus *bus, rw_offer *offers, size_t max)
{
    size_t count = 0;
    if (bus->link >= 0)
        pump(bus, NULL, 0);
    for (struct seen_offer *each = bus->offers; each != NULL; each = each->next)
        if (!each->rescinded && count++ < max)
            offers[count - 1] = each->offer;
    return count;
}

int rw_await_offer(rw_bus *bus, const char *name, rw_offer *offer, int timeout_ms)
{
    int64_t until = deadline(timeout_ms);
    for (;;) {
        for (struct seen_offer *each = bus->offers; each != NULL; each = each->next)
            if (!each->rescinded && strcmp(each->offer.name, name) == 0) {
                *offer = each->offer;
                return RW_OK;
            }
        int code = await_root(bus, NULL, until, "offer");
        if (code != RW_OK)
            return code;
    }
}

int rw_provide(rw_bus *bus, const char *name, int timeout_ms)
{
    int64_t until = deadline(timeout_ms);
    uint8_t body[224] = { 0 };
    if (strlen(name) > 64)
        return fail(bus, RW_ARGUMENT, "name is too long: bytes=%zu max=64", strlen(name));
    struct service *service = calloc(1, sizeof *service);
    if (service == NULL)
        return fail_errno(bus, "service");
    service->id = ++bus->offer_ids;
    service->next = bus->services;
    bus->services = service;
    put32(body, service->id);
    rw_guid_of_name(name, body + 8);
    rw_guid_of_name(name, body + 24);
    memcpy(body + 160, name, strlen(name));
    say(bus, CHILD_OFFER, body, sizeof body);
    int code = RW_OK;
    while (!service->answered && code == RW_OK)
        code = await_root(bus, NULL, until, "offer");
    if (code == RW_OK && service->status != 0)
        code = refuse(bus, "offer is refused", service->status);
    if (code == RW_AGAIN)
        say_numbers(bus, WITHDRAW_OFFER, 1, service->id, 0, 0);
    if (code != RW_OK) {
        struct service **at = &bus->services;
        while (*at != service)
            at = &(*at)->next;
        *at = service->next;
        free(service);
    }
    return code;
}

int rw_accept(rw_bus *bus, rw_channel **channel, int timeout_ms)
{
    int64_t until = deadline(timeout_ms);
    int code = RW_OK;
    for (;;) {
        rw_channel *oldest = NULL;
        for (rw_channel *each = bus->channels; each != NULL; each = each->next)
            if (each->is_provider && each->state == OPEN && !each->accepted)
                oldest = each;
        if (oldest != NULL) {
            oldest->accepted = 1;
            bus->waiting--;
            *channel = oldest;
            return RW_OK;
        }
        if (code != RW_OK) // only now: the root may have said this before it went
            return code;
        code = await_root(bus, NULL, until, "accept");
    }
}

const rw_peer *rw_channel_peer(const rw_channel *channel)
{
    return &channel->peer;
}

void rw_close(rw_channel *channel)
{
    close_channel(channel);
}

static int await_region(struct region *region, rw_channel *channel, int64_t until)
{
    rw_bus *bus = region->bus;
    if (region->state == FRESH)
        announce(region);
    while (region->state == ANNOUNCED) {
        int code = await_root(bus, channel, until, "region");
        if (code != RW_OK)
            return code;
    }
    return region->state == KNOWN ? RW_OK : refuse(bus, "root refuses a region", region->status);
}

// Grants a region on a channel, unless that has happened.
static int ensure_granted(rw_channel *channel, struct region *region, int64_t until)
{
    rw_bus *bus = channel->bus;
    struct gpadl *gpadl = channel->gpadls;
    while (gpadl != NULL && gpadl->region != region)
        gpadl = gpadl->next;
    if (gpadl == NULL) {
        int code = await_region(region, channel, until);
        if (code != RW_OK)
            return code;
        gpadl = create_gpadl(channel, region);
        if (gpadl == NULL)
            return fail_errno(bus, "grant");
    }
    while (gpadl->state == CREATING) {
        int code = await_root(bus, channel, until, "grant");
        if (code != RW_OK)
            return code;
    }
    if (gpadl->state == LIVE)
        return RW_OK;
    int32_t status = gpadl->status;
    drop_gpadl(channel, gpadl);
    return refuse(bus, "grant is refused", status);
}

static int ask_to_open(rw_channel *channel, uint32_t downstream, int64_t until)
{
    rw_bus *bus = channel->bus;
    int code = ensure_granted(channel, channel->ring, until);
    if (code != RW_OK)
        return code;
    uint8_t body[140] = { 0 };
    put32(body, channel->id);
    put32(body + 4, channel->open_id = ++bus->open_ids);
    put32(body + 8, channel->gpadls->id);
    put32(body + 16, downstream);
    channel->state = OPENING;
    say(bus, OPEN_CHANNEL, body, sizeof body);
    while (channel->state == OPENING) {
        code = await_root(bus, NULL, until, "open");
        if (code != RW_OK)
            return code;
    }
    return channel->status == 0 ? RW_OK : refuse(bus, "open is refused", channel->status);
}

int rw_open(rw_bus *bus, const rw_offer *offer, uint32_t outgoing_pages, uint32_t incoming_pages,
        rw_channel **made, int timeout_ms)
{
    int64_t until = deadline(timeout_ms);
    uint64_t pages = (uint64_t) outgoing_pages + incoming_pages;
    if (outgoing_pages < 2 || incoming_pages < 2 || pages > RW_MAX_PAGES)
        return fail(bus, RW_ARGUMENT, "rings have 2 pages each, %d in all: pages=%u+%u",
                RW_MAX_PAGES, outgoing_pages, incoming_pages);
    for (rw_channel *last; (last = find_channel(bus, offer->channel_id)) != NULL; ) {
        if (last->state != CLOSING && !last->abandoned)
            return fail(bus, RW_ARGUMENT, "there is a channel on this offer: name=%s",
                    offer->name);
        int code = await_root(bus, NULL, until, "end of the last channel");
        if (code != RW_OK)
            return code;
    }
    if (need_root(bus) != RW_OK)
        return RW_ROOT_LOST;
    struct seen_offer *seen = find_offer(bus, offer->channel_id);
    if (seen == NULL || seen->rescinded)
        return refuse(bus, "offer is gone", NOT_FOUND);
    rw_channel *channel = new_channel(bus, offer->channel_id, 0);
    if (channel == NULL)
        return fail_errno(bus, "channel");
    channel->peer = seen->offer.provider;
    int code = new_region(bus, (uint32_t) pages, &channel->ring);
    if (code == RW_OK) {
        struct run run = { 0, 0, (uint32_t) pages, channel->ring->fd };
        if (map_ring(&channel->out.ring, &run, 1, 0, outgoing_pages) < 0
                || map_ring(&channel->in.ring, &run, 1, outgoing_pages, (uint32_t) pages) < 0)
            code = fail_errno(bus, "map ring");
    }
    if (code == RW_OK) {
        start_rings(channel);
        code = ask_to_open(channel, outgoing_pages, until);
    }
    if (code != RW_OK)
        close_channel(channel);
    else
        *made = channel;
    return code;
}

int rw_attach(rw_bus **made, rw_channel **attached, void *outgoing, void *incoming,
        uint32_t data_bytes, int bell)
{
    rw_bus *bus = *made = new_bus();
    *attached = NULL;
    if (bus == NULL)
        return RW_SYSTEM;
    if (outgoing == NULL || incoming == NULL || data_bytes == 0 || data_bytes % RW_PAGE != 0
            || data_bytes / RW_PAGE >= RW_MAX_PAGES)
        return fail(bus, RW_ARGUMENT, "no rings of whole pages: bytes=%u", data_bytes);
    if (set_up_bell(bell) < 0)
        return fail(bus, RW_ARGUMENT, "no end of a stream pair of Unix sockets: fd=%d", bell);
    rw_channel *channel = new_channel(bus, 0, 0);
    if (channel == NULL)
        return fail_errno(bus, "channel");
    channel->out.ring = (struct ring) { outgoing, (uint8_t *) outgoing + RW_PAGE, data_bytes };
    channel->in.ring = (struct ring) { incoming, (uint8_t *) incoming + RW_PAGE, data_bytes };
    channel->bell = bell;
    channel->state = OPEN;
    *attached = channel;
    return open_rings(channel) == RW_OK ? RW_OK
            : end(channel, RW_CORRUPT, "indices are no positions");
}

// ---- memory to lend

int rw_allocate(rw_bus *bus, uint64_t bytes, int read_only, rw_buffer **made)
{
    uint64_t pages = (bytes + RW_PAGE - 1) / RW_PAGE;
    if (bytes == 0 || pages > RW_MAX_PAGES)
        return fail(bus, RW_ARGUMENT, "a buffer has 1 to %d pages: bytes=%llu", RW_MAX_PAGES,
                (unsigned long long) bytes);
    rw_buffer *buffer = calloc(1, sizeof *buffer);
    if (buffer == NULL)
        return fail_errno(bus, "buffer");
    int code = new_region(bus, (uint32_t) pages, &buffer->region);
    if (code != RW_OK) {
        free(buffer);
        return code;
    }
    struct run run = { 0, 0, (uint32_t) pages, buffer->region->fd };
    buffer->bus = bus;
    buffer->bytes = map_runs(&run, 1, (uint32_t) pages, PROT_READ | PROT_WRITE);
    // Mapped first: from now on nobody can write but through this mapping.
    if (buffer->bytes == NULL
            || seal(run.fd, read_only ? F_SEAL_FUTURE_WRITE | F_SEAL_SEAL : F_SEAL_SEAL) < 0) {
        code = fail_errno(bus, "buffer");
        retire(buffer->region);
        if (buffer->bytes != NULL)
            munmap(buffer->bytes, pages * RW_PAGE);
        free(buffer);
        return code;
    }
    buffer->region->read_only = read_only != 0;
    *made = buffer;
    return RW_OK;
}

void *rw_bytes(const rw_buffer *buffer)
{
    return buffer->bytes;
}

int rw_grant(rw_channel *channel, rw_buffer *buffer, int timeout_ms)
{
    if (channel->end != 0)
        return ended(channel);
    if (!buffer->region->read_only) {
        if (buffer->partition != 0 && buffer->partition != channel->peer.partition)
            return fail(channel->bus, RW_ARGUMENT, "another partition has seen this writable"
                    " buffer: partition=%u", buffer->partition);
        buffer->partition = channel->peer.partition;
    }
    return ensure_granted(channel, buffer->region, deadline(timeout_ms));
}

int rw_free(rw_buffer *buffer)
{
    rw_bus *bus = buffer->bus;
    struct region *region = buffer->region;
    if (buffer->leases > 0)
        return fail(bus, RW_AGAIN, "buffer is lent: leases=%d", buffer->leases);
    munmap(buffer->bytes, (size_t) region->pages * RW_PAGE);
    free(buffer);
    for (rw_channel *each = bus->channels; each != NULL; each = each->next)
        for (struct gpadl *gpadl = each->gpadls; gpadl != NULL; gpadl = gpadl->next)
            if (gpadl->region == region)
                tear(each, gpadl);
    retire(region);
    return RW_OK;
}

// ---- the ring this side writes

static uint32_t distance(const struct ring *ring, uint32_t from, uint32_t to)
{
    return to >= from ? to - from : to - from + ring->size;
}

static uint32_t advance(const struct ring *ring, uint32_t at, uint32_t bytes)
{
    return at + bytes >= ring->size ? at + bytes - ring->size : at + bytes;
}

// Eight bytes less than there are, so that a full ring does not look empty.
static uint32_t room(const struct ring *ring, uint32_t write, uint32_t read)
{
    return ring->size - distance(ring, read, write) - 8;
}

static int is_position(const struct ring *ring, uint32_t index)
{
    return index < ring->size && index % 8 == 0;
}

// Whether a record fits; loads the reader's index only if it must.
static int has_room(rw_channel *channel, uint32_t record)
{
    struct out_ring *out = &channel->out;
    if (room(&out->ring, out->write, out->read) >= record)
        return 1;
    // Acquire: no store into freed bytes comes before the load that frees them.
    uint32_t index = atomic_load_explicit(&out->ring.control->read_index, memory_order_acquire);
    if (!is_position(&out->ring, index) || distance(&out->ring, out->read, index)
            > distance(&out->ring, out->read, out->published))
        return end(channel, RW_CORRUPT, "read index is not where it can be: index=%u before=%u"
                " published=%u size=%u", index, out->read, out->published, out->ring.size);
    out->read = index;
    return room(&out->ring, out->write, out->read) >= record;
}

// Begins a packet and answers where its descriptor ends; it stays invisible until it is published.
static int put(rw_channel *channel, int type, int flags, uint64_t id, uint64_t head_bytes,
        uint32_t payload_bytes, uint8_t **body)
{
    struct out_ring *out = &channel->out;
    if (channel->state != OPEN || channel->end != 0)
        return ended(channel);
    uint64_t length = DESCRIPTOR + head_bytes + ((uint64_t) payload_bytes + 7) / 8 * 8;
    if (length > MAX_PACKET || length + TRAILER > out->ring.size - 8)
        return fail(channel->bus, RW_ARGUMENT, "packet does not fit into this ring: bytes=%llu"
                " size=%u", (unsigned long long) length, out->ring.size);
    uint32_t record = (uint32_t) length + TRAILER;
    int fits = has_room(channel, record);
    if (fits <= 0) {
        out->wanted = record;
        return fits < 0 ? fits : fail(channel->bus, RW_AGAIN, "no room: bytes=%u", record);
    }
    uint8_t *at = out->ring.data + out->write;
    put64(at + length - 8, 0); // no stale bytes behind the payload
    put64(at, (uint64_t) type | (DESCRIPTOR + head_bytes) / 8 << 16 | length / 8 << 32
            | (uint64_t) flags << 48);
    put64(at + 8, id);
    put64(at + length, (uint64_t) out->write << 32);
    out->write = advance(&out->ring, out->write, record);
    *body = at + DESCRIPTOR;
    return RW_OK;
}

// Makes visible what was written; answers whether the reader must be signalled.
static int publish(struct out_ring *out)
{
    struct control_page *control = out->ring.control;
    uint32_t before = out->published;
    if (before == out->write)
        return 0;
    out->published = out->write;
    // Release: bytes become visible no later than the index that covers them.
    atomic_store_explicit(&control->write_index, out->write, memory_order_release);
    // Index store before mask load, else both sides may sleep.
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load_explicit(&control->interrupt_mask, memory_order_relaxed) != 0)
        return 0;
    atomic_thread_fence(memory_order_acquire);
    return atomic_load_explicit(&control->read_index, memory_order_relaxed) == before;
}

static void signal_peer(rw_channel *channel)
{
    ring_bell(channel->bell, SIGNAL); // no room: the other side is due to wake
}

// ---- the ring this side reads

static int refresh(rw_channel *channel)
{
    struct in_ring *in = &channel->in;
    // Acquire: no packet byte is loaded before the index that covers it.
    uint32_t index = atomic_load_explicit(&in->ring.control->write_index, memory_order_acquire);
    if (!is_position(&in->ring, index) || distance(&in->ring, in->committed, index)
            < distance(&in->ring, in->committed, in->next))
        return end(channel, RW_CORRUPT, "write index is not where it can be: index=%u before=%u"
                " committed=%u size=%u", index, in->next, in->committed, in->ring.size);
    in->write = index;
    return index != in->next;
}

// Gives everything before a position back to the writer, and signals if that is what it waits for.
static int commit(rw_channel *channel, uint32_t upto)
{
    struct in_ring *in = &channel->in;
    struct control_page *control = in->ring.control;
    uint32_t before = in->committed;
    if (before == upto)
        return RW_OK;
    in->committed = upto;
    // Release: packet loads are over before the writer may overwrite the bytes.
    atomic_store_explicit(&control->read_index, upto, memory_order_release);
    // Index store before wish load, else both sides may sleep.
    atomic_thread_fence(memory_order_seq_cst);
    uint32_t wish = atomic_load_explicit(&control->pending_send_size, memory_order_relaxed) & ~7U;
    if (wish == 0)
        return RW_OK;
    atomic_thread_fence(memory_order_acquire);
    uint32_t write = atomic_load_explicit(&control->write_index, memory_order_relaxed);
    if (!is_position(&in->ring, write))
        return end(channel, RW_CORRUPT, "write index is no position: index=%u size=%u", write,
                in->ring.size);
    if (room(&in->ring, write, before) < wish && room(&in->ring, write, upto) >= wish)
        signal_peer(channel);
    return RW_OK;
}

// Looks at the next packet: the descriptor is read once, and checked on the copy.
static int look(rw_channel *channel, rw_packet *packet)
{
    struct in_ring *in = &channel->in;
    if (in->next == in->write) {
        int found = refresh(channel);
        if (found <= 0)
            return found < 0 ? found : RW_AGAIN;
    }
    uint32_t available = distance(&in->ring, in->next, in->write);
    const uint8_t *at = in->ring.data + in->next;
    uint64_t word = atomic_load_explicit((_Atomic uint64_t *) (uintptr_t) at,
            memory_order_relaxed);
    uint32_t type = word & 0xFFFF, offset = (uint32_t) (word >> 16 & 0xFFFF) * 8;
    uint32_t length = (uint32_t) (word >> 32 & 0xFFFF) * 8, flags = (uint32_t) (word >> 48);
    uint32_t least = type == RW_DIRECT ? DESCRIPTOR + 8 : DESCRIPTOR;
    if (available < DESCRIPTOR + TRAILER || offset < least || offset > length
            || length + TRAILER > available || flags > 1
            || (type != RW_IN_BAND && type != RW_DIRECT && type != RW_COMPLETION))
        return end(channel, RW_CORRUPT, "packet breaks a rule: type=%u offset=%u length=%u"
                " flags=0x%X available=%u", type, offset, length, flags, available);
    *packet = (rw_packet) { .kind = (enum rw_kind) type, .wants_completion = (int) flags,
        .id = get64(at + 8), .payload = at + offset, .bytes = length - offset,
        .list = at + DESCRIPTOR, .list_bytes = offset - DESCRIPTOR };
    in->current = in->next;
    in->next = advance(&in->ring, in->next, length + TRAILER);
    return RW_OK;
}

static int open_rings(rw_channel *channel)
{
    struct control_page *out = channel->out.ring.control, *in = channel->in.ring.control;
    uint32_t write = atomic_load_explicit(&out->write_index, memory_order_relaxed);
    uint32_t written = atomic_load_explicit(&out->read_index, memory_order_relaxed);
    uint32_t read = atomic_load_explicit(&in->read_index, memory_order_relaxed);
    if (!is_position(&channel->out.ring, write) || !is_position(&channel->out.ring, written)
            || !is_position(&channel->in.ring, read))
        return RW_CORRUPT;
    channel->out.write = channel->out.published = write;
    channel->out.read = written;
    channel->in.next = channel->in.current = channel->in.committed = channel->in.write = read;
    start_rings(channel);
    return RW_OK;
}

// ---- sending, for callers

uint32_t rw_largest_payload(const rw_channel *channel)
{
    uint32_t length = channel->out.ring.size - 16;
    return (length < MAX_PACKET ? length : MAX_PACKET) - DESCRIPTOR;
}

int rw_reserve(rw_channel *channel, uint32_t bytes, void **payload)
{
    uint8_t *body;
    int code = put(channel, RW_IN_BAND, 0, 0, 0, bytes, &body);
    if (code == RW_OK)
        *payload = body;
    return code;
}

int rw_write(rw_channel *channel, const void *payload, uint32_t bytes)
{
    void *body;
    int code = rw_reserve(channel, bytes, &body);
    if (code == RW_OK && bytes > 0)
        memcpy(body, payload, bytes);
    return code;
}

int rw_flush(rw_channel *channel)
{
    if (channel->end != 0)
        return ended(channel);
    if (publish(&channel->out))
        signal_peer(channel);
    return RW_OK;
}

static int write_direct(rw_channel *channel, const rw_slice *lent, uint64_t id,
        uint32_t payload_bytes, uint8_t **payload)
{
    struct region *region = lent->buffer->region;
    uint64_t most = (uint64_t) region->pages * RW_PAGE;
    if (lent->bytes == 0 || lent->offset > most || lent->bytes > most - lent->offset)
        return fail(channel->bus, RW_ARGUMENT, "slice outside the buffer: offset=%llu bytes=%llu"
                " size=%llu", (unsigned long long) lent->offset,
                (unsigned long long) lent->bytes, (unsigned long long) most);
    struct gpadl *gpadl = channel->gpadls;
    while (gpadl != NULL && (gpadl->region != region || gpadl->state != LIVE))
        gpadl = gpadl->next;
    if (gpadl == NULL)
        return fail(channel->bus, RW_ARGUMENT, "the buffer is not granted on this channel");
    uint64_t first = region->pfn + lent->offset / RW_PAGE, in_page = lent->offset % RW_PAGE;
    uint64_t pages = (in_page + lent->bytes + RW_PAGE - 1) / RW_PAGE;
    uint8_t *body;
    int code = put(channel, RW_DIRECT, 1, id, 16 + 8 * pages, payload_bytes, &body);
    if (code != RW_OK)
        return code;
    put32(body, 0);
    put32(body + 4, 1);
    put32(body + 8, (uint32_t) lent->bytes);
    put32(body + 12, (uint32_t) in_page);
    for (uint64_t i = 0; i < pages; i++)
        put64(body + 16 + 8 * i, first + i);
    lent->buffer->leases++;
    *payload = body + 16 + 8 * pages;
    return RW_OK;
}

int rw_write_request(rw_channel *channel, const void *payload, uint32_t bytes,
        const rw_slice *lent, uint64_t *id)
{
    if (channel->free_count == 0)
        return fail(channel->bus, RW_AGAIN, "too many requests: max=%d", RW_MAX_REQUESTS);
    uint16_t index = channel->free_slots[channel->free_count - 1];
    struct slot *slot = &channel->slots[index];
    uint64_t chosen = (uint64_t) slot->generation << 16 | (index + 1U);
    uint8_t *body;
    int code = lent == NULL ? put(channel, RW_IN_BAND, 1, chosen, 0, bytes, &body)
            : write_direct(channel, lent, chosen, bytes, &body);
    if (code != RW_OK)
        return code;
    if (bytes > 0)
        memcpy(body, payload, bytes);
    channel->free_count--;
    slot->busy = 1;
    slot->lent = lent == NULL ? NULL : lent->buffer;
    *id = chosen;
    return RW_OK;
}

// Whether a completion answers a request of ours; if so its place is free again.
static int settles_request(rw_channel *channel, uint64_t id)
{
    uint64_t number = id & 0xFFFF;
    struct slot *slot = number == 0 || number > RW_MAX_REQUESTS ? NULL
            : &channel->slots[number - 1];
    if (slot == NULL || !slot->busy || slot->generation != id >> 16)
        return 0;
    slot->busy = 0;
    slot->generation++;
    if (slot->lent != NULL)
        slot->lent->leases--;
    channel->free_slots[channel->free_count++] = (uint16_t) (number - 1);
    return 1;
}

// ---- waiting and receiving, for callers

static int is_there(rw_channel *channel, int what)
{
    struct in_ring *in = &channel->in;
    if ((what & RW_FOR_PACKET) && in->next != in->write)
        return 1;
    int found = what & RW_FOR_PACKET ? refresh(channel) : 0;
    if (found == 0 && (what & RW_FOR_ROOM))
        found = has_room(channel, channel->out.wanted);
    return found;
}

static int spin(rw_channel *channel, int what)
{
    int64_t until = nanos() + SPIN_NANOS;
    for (int i = 1; ; i++) {
        int found = is_there(channel, what);
        if (found != 0 || (i % 32 == 0 && nanos() >= until))
            return found;
#if defined(__x86_64__) || defined(__i386__)
        __builtin_ia32_pause();
#endif
    }
}

// Says what would be worth a signal, looks again, and sleeps.
static int sleep_for(rw_channel *channel, int what, int64_t until)
{
    struct out_ring *out = &channel->out;
    struct control_page *in = channel->in.ring.control;
    if (what & RW_FOR_ROOM) {
        uint32_t quarter = (out->ring.size - 8) / 4 & ~7U;
        atomic_store_explicit(&out->ring.control->pending_send_size,
                out->wanted > quarter ? out->wanted : quarter, memory_order_relaxed);
    }
    if (what & RW_FOR_PACKET)
        atomic_store_explicit(&in->interrupt_mask, 0, memory_order_relaxed);
    // Wish and mask store before index loads, else both sides may sleep.
    atomic_thread_fence(memory_order_seq_cst);
    int found = is_there(channel, what);
    int code = found < 0 ? found : found > 0 ? RW_OK : pump(channel->bus, channel,
            left(until, what & RW_FOR_ROOM ? ROOM_SLICE_MS : -1));
    if (what & RW_FOR_PACKET)
        atomic_store_explicit(&in->interrupt_mask, 1, memory_order_relaxed);
    if (what & RW_FOR_ROOM)
        atomic_store_explicit(&out->ring.control->pending_send_size, 0, memory_order_relaxed);
    return code;
}

static int wait_until(rw_channel *channel, int what, int64_t until)
{
    struct in_ring *in = &channel->in;
    if (channel->end == 0)
        rw_flush(channel);
    int code = channel->end == RW_CORRUPT ? RW_CORRUPT
            : commit(channel, what & RW_FOR_PACKET ? in->next : in->current);
    if (code != RW_OK)
        return ended(channel);
    for (int late = 0; ; ) {
        int over = channel->end; // before the last look: what came before the end is still there
        int found = is_there(channel, what);
        if (found != 0)
            return found < 0 ? found : RW_OK;
        if (over != 0)
            return ended(channel);
        if (late)
            return fail(channel->bus, RW_AGAIN, "time has passed");
        late = left(until, -1) == 0;
        if (late)
            pump(channel->bus, channel, 0);
        else if (spin(channel, what) == 0)
            sleep_for(channel, what, until); // without a root the channel goes on
    }
}

int rw_wait(rw_channel *channel, int what, int timeout_ms)
{
    return wait_until(channel, what, deadline(timeout_ms));
}

int rw_receive(rw_channel *channel, rw_packet *packet, int timeout_ms)
{
    struct in_ring *in = &channel->in;
    int64_t until = timeout_ms > 0 ? deadline(timeout_ms) : 0;
    in->current = in->next;
    for (;;) {
        if (channel->end == RW_CORRUPT)
            return ended(channel);
        int many = distance(&in->ring, in->committed, in->next) >= in->ring.size / 4;
        if (many || in->next == in->write) {
            int code = commit(channel, in->next);
            if (code != RW_OK)
                return code;
        }
        int code = look(channel, packet);
        if (code == RW_OK && (packet->kind != RW_COMPLETION
                || settles_request(channel, packet->id)))
            return RW_OK;
        if (code == RW_AGAIN) {
            code = wait_until(channel, RW_FOR_PACKET, timeout_ms < 0 ? INT64_MAX : until);
            if (code != RW_OK)
                return code;
        } else if (code != RW_OK) {
            return code;
        } // else a completion that nobody waits for
    }
}

static int retry(rw_channel *channel, int code, int64_t until)
{
    return code != RW_AGAIN ? code : wait_until(channel, RW_FOR_ROOM, until);
}

int rw_send(rw_channel *channel, const void *payload, uint32_t bytes, int timeout_ms)
{
    int64_t until = deadline(timeout_ms);
    int code;
    while ((code = rw_write(channel, payload, bytes)) == RW_AGAIN)
        if ((code = retry(channel, code, until)) != RW_OK)
            return code;
    return code == RW_OK ? rw_flush(channel) : code;
}

int rw_request(rw_channel *channel, const void *payload, uint32_t bytes, const rw_slice *lent,
        uint64_t *id, int timeout_ms)
{
    int64_t until = deadline(timeout_ms);
    int code = lent == NULL ? RW_OK : rw_grant(channel, lent->buffer, timeout_ms);
    if (code != RW_OK)
        return code;
    while ((code = rw_write_request(channel, payload, bytes, lent, id)) == RW_AGAIN) {
        if (channel->free_count == 0)
            return code; // completions come by rw_receive
        if ((code = retry(channel, code, until)) != RW_OK)
            return code;
    }
    return code == RW_OK ? rw_flush(channel) : code;
}

int rw_write_completion(rw_channel *channel, rw_packet *packet, const void *answer,
        uint32_t bytes)
{
    uint8_t *body;
    if (packet->wants_completion) {
        int code = put(channel, RW_COMPLETION, 0, packet->id, 0, bytes, &body);
        if (code != RW_OK)
            return code;
        if (bytes > 0)
            memcpy(body, answer, bytes);
        packet->wants_completion = 0;
    }
    if (packet->leased) {
        packet->leased = 0;
        channel->leases--;
        unmap_wanted(channel);
    }
    return RW_OK;
}

int rw_complete(rw_channel *channel, rw_packet *packet, const void *answer, uint32_t bytes,
        int timeout_ms)
{
    int64_t until = deadline(timeout_ms);
    int code;
    while ((code = rw_write_completion(channel, packet, answer, bytes)) == RW_AGAIN)
        if ((code = retry(channel, code, until)) != RW_OK)
            return code;
    return code == RW_OK ? rw_flush(channel) : code;
}

// ---- pages of the other side, for callers

struct place {
    struct view *view;
    uint8_t *at;
    uint64_t pages; // from here to the end of the run
};

static struct place find_page(rw_channel *channel, uint64_t pfn)
{
    for (struct view *view = channel->views; view != NULL; view = view->next) {
        uint64_t start = 0;
        for (uint32_t i = 0; i < view->run_count; start += view->runs[i++].pages)
            if (view->state == MAPPED && pfn - view->runs[i].pfn < view->runs[i].pages) {
                uint64_t page = pfn - view->runs[i].pfn;
                return (struct place) { view, view->at + (start + page) * RW_PAGE,
                    view->runs[i].pages - page };
            }
    }
    return (struct place) { NULL, NULL, 0 };
}

// Finds the pages of one range, run by run.
static int find_range(rw_channel *channel, const uint8_t *range, uint64_t pages,
        rw_piece *pieces, int max, int count)
{
    uint64_t bytes = get32(range), in_page = get32(range + 4);
    for (uint64_t page = 0; page < pages; ) {
        uint64_t pfn = get64(range + MAX_RANGE + 8 * page), run = 1;
        struct place place = find_page(channel, pfn);
        if (place.view == NULL)
            return fail(channel->bus, RW_REFUSED, "packet names a page that was not granted:"
                    " pfn=%llu", (unsigned long long) pfn);
        while (run < place.pages && page + run < pages
                && get64(range + MAX_RANGE + 8 * (page + run)) == pfn + run)
            run++;
        uint64_t here = run * RW_PAGE - in_page;
        if (here > bytes)
            here = bytes;
        if (count < max)
            pieces[count] = (rw_piece) { place.at + in_page, here, place.view->read_only };
        count++;
        bytes -= here;
        in_page = 0;
        page += run;
    }
    return count;
}

int rw_external(rw_channel *channel, rw_packet *packet, rw_piece *pieces, int max)
{
    if (packet->kind != RW_DIRECT)
        return fail(channel->bus, RW_ARGUMENT, "packet names no pages: kind=%d", packet->kind);
    if (packet->list_bytes > channel->scratch_bytes) {
        uint8_t *larger = realloc(channel->scratch, packet->list_bytes);
        if (larger == NULL)
            return fail_errno(channel->bus, "range list");
        channel->scratch = larger;
        channel->scratch_bytes = packet->list_bytes;
    }
    // The sender can still write the list: everything below reads the copy.
    memcpy(channel->scratch, packet->list, packet->list_bytes);
    uint32_t ranges = get32(channel->scratch + 4), at = 8;
    int count = 0;
    if (ranges == 0 || ranges > packet->list_bytes / 16)
        return end(channel, RW_CORRUPT, "packet has an illegal number of ranges: ranges=%u"
                " bytes=%u", ranges, packet->list_bytes);
    for (uint32_t i = 0; i < ranges; i++) {
        uint32_t rest = packet->list_bytes - at;
        uint64_t bytes = rest < MAX_RANGE ? 0 : get32(channel->scratch + at);
        uint64_t in_page = rest < MAX_RANGE ? 0 : get32(channel->scratch + at + 4);
        uint64_t pages = (in_page + bytes + RW_PAGE - 1) / RW_PAGE;
        if (bytes == 0 || in_page >= RW_PAGE || bytes + in_page + RW_PAGE - 1 > UINT32_MAX
                || pages > (rest - MAX_RANGE) / 8)
            return end(channel, RW_CORRUPT, "packet has an illegal range: bytes=%llu offset=%llu"
                    " left=%u", (unsigned long long) bytes, (unsigned long long) in_page, rest);
        count = find_range(channel, channel->scratch + at, pages, pieces, max, count);
        if (count < 0)
            return count;
        at += MAX_RANGE + 8 * (uint32_t) pages;
    }
    if (!packet->leased) {
        packet->leased = 1;
        channel->leases++;
    }
    return count;
}
