// SPDX-License-Identifier: 0BSD
//
// What a hostile peer writes into a ring, lists as pages or sends as a root, against ringway.c from
// within. Says one line per case; numbers are those of the project's list of hostile cases.
#include "../ringway.c"

#include <pthread.h>

enum { DATA_PAGES = 2, SIZE = DATA_PAGES * RW_PAGE };

static rw_bus *bus;
static rw_channel *channel;
static struct control_page *ours, *theirs; // the rings we write and they write
static uint8_t *data;                      // of the ring they write
static int root_end, bell_end;
static uint32_t written; // their write index

#define CHECK(holds) check(holds, #holds, __LINE__)

static void check(int holds, const char *what, int line)
{
    if (!holds) {
        printf("failed: line=%d %s: %s\n", line, what, rw_error(bus));
        exit(1);
    }
}

static void passed(const char *name)
{
    printf("ok %s\n", name);
    fflush(stdout);
}

// A bus whose root is this test, which has joined.
static void join(void)
{
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
    bus = calloc(1, sizeof *bus);
    CHECK(bus != NULL);
    bus->link = ends[0];
    root_end = ends[1];
    bus->next_pfn = 1;
    bus->state = JOINED;
}

static void leave(void)
{
    close(root_end);
    rw_leave(bus);
}

// An open channel whose other side is this test.
static void open_channel(void)
{
    struct region *region;
    int ends[2];
    join();
    channel = new_channel(bus, 1, 0);
    CHECK(new_region(bus, 2 + 2 * DATA_PAGES, &region) == RW_OK);
    struct run run = { 0, 0, region->pages, region->fd };
    CHECK(map_ring(&channel->out.ring, &run, 1, 0, 1 + DATA_PAGES) == 0);
    CHECK(map_ring(&channel->in.ring, &run, 1, 1 + DATA_PAGES, region->pages) == 0);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    channel->bell = ends[0];
    bell_end = ends[1];
    channel->ring = region;
    CHECK(open_rings(channel) == RW_OK);
    channel->state = OPEN;
    ours = channel->out.ring.control;
    theirs = channel->in.ring.control;
    data = channel->in.ring.data;
    written = 0;
}

static void close_test_channel(void)
{
    leave();
    close(bell_end);
}

static int signals(void)
{
    char bytes[64];
    ssize_t got = recv(bell_end, bytes, sizeof bytes, MSG_DONTWAIT);
    return got < 0 ? 0 : (int) got;
}

// Puts a packet where they write; the numbers are in 8 bytes, as on the wire.
static void put_raw(uint64_t type, uint64_t offset, uint64_t length, uint64_t flags, uint64_t id)
{
    put64(data + written, type | offset << 16 | length << 32 | flags << 48);
    put64(data + written + 8, id);
}

static void publish_raw(uint32_t bytes)
{
    written = (written + bytes) % SIZE;
    atomic_store(&theirs->write_index, written);
}

static int receive(void)
{
    rw_packet packet;
    return rw_receive(channel, &packet, 0);
}

static void expect_corrupt(const char *name)
{
    CHECK(receive() == RW_CORRUPT);
    CHECK(receive() == RW_CORRUPT);
    CHECK(rw_write(channel, "x", 1) == RW_CORRUPT);
    close_test_channel();
    passed(name);
}

// ---- indices

static void write_index(const char *name, uint32_t index)
{
    open_channel();
    atomic_store(&theirs->write_index, index);
    expect_corrupt(name);
}

static void write_index_moves_backwards(void)
{
    open_channel();
    for (int i = 0; i < 4; i++) {
        put_raw(RW_IN_BAND, 2, 3, 0, 0);
        publish_raw(32);
    }
    for (int i = 0; i < 4; i++)
        CHECK(receive() == RW_OK);
    atomic_store(&theirs->write_index, 32);
    expect_corrupt("R3 a write index that moves backwards");
}

static void read_index(const char *name, uint32_t index)
{
    open_channel();
    static const uint8_t most[SIZE - 64];
    CHECK(rw_send(channel, most, sizeof most, 0) == RW_OK);
    atomic_store(&ours->read_index, index);
    CHECK(rw_write(channel, most, sizeof most) == RW_CORRUPT);
    close_test_channel();
    passed(name);
}

static void own_indices_are_overwritten(void)
{
    open_channel();
    CHECK(rw_send(channel, "12345678", 8, 0) == RW_OK);
    put_raw(RW_IN_BAND, 2, 3, 0, 0);
    publish_raw(32);
    atomic_store(&ours->write_index, 4000);
    atomic_store(&theirs->read_index, 4000);
    CHECK(receive() == RW_OK);
    CHECK(rw_send(channel, "12345678", 8, 0) == RW_OK);
    CHECK(atomic_load(&ours->write_index) == 64);
    CHECK(receive() == RW_AGAIN);
    CHECK(atomic_load(&theirs->read_index) == 32);
    close_test_channel();
    passed("R4 own indices that the peer overwrites are ignored");
}

static void mask_is_toggled(void)
{
    open_channel();
    atomic_store(&theirs->interrupt_mask, 7);
    put_raw(RW_IN_BAND, 2, 3, 0, 0);
    publish_raw(32);
    CHECK(rw_wait(channel, RW_FOR_PACKET, -1) == RW_OK);
    CHECK(receive() == RW_OK);
    close_test_channel();
    passed("R5 a mask that the peer sets hangs nobody");
}

static void wish(uint32_t bytes, int expected)
{
    open_channel();
    atomic_store(&theirs->pending_send_size, bytes);
    for (int i = 0; i < 100; i++) {
        for (int packets = 0; packets < 8; packets++) {
            put_raw(RW_IN_BAND, 2, 3, 0, 0);
            publish_raw(32);
        }
        for (int packets = 0; packets < 8; packets++)
            CHECK(receive() == RW_OK);
        CHECK(receive() == RW_AGAIN);
        CHECK(signals() == expected);
    }
    close_test_channel();
}

static void wishes_are_hostile(void)
{
    wish(UINT32_MAX, 0);
    wish(SIZE, 0);
    wish(7, 0);
    wish(SIZE - 1, 1); // the whole ring: told when it is empty
    passed("R6 hostile wishes bring no storm of signals");
}

static void signal_storm(void)
{
    open_channel();
    char storm[256] = { SIGNAL };
    memset(storm, SIGNAL, sizeof storm);
    while (send(bell_end, storm, sizeof storm, MSG_DONTWAIT | MSG_NOSIGNAL) > 0) { }
    CHECK(rw_wait(channel, RW_FOR_PACKET, 0) == RW_AGAIN);
    CHECK(rw_send(channel, "12345678", 8, 0) == RW_OK);
    close_test_channel();
    passed("R11 a storm of signals ends a wait and no more");
}

// ---- packets

static void packet(const char *name, uint64_t type, uint64_t offset, uint64_t length,
        uint64_t flags, uint32_t bytes)
{
    open_channel();
    put_raw(type, offset, length, flags, 1);
    publish_raw(bytes);
    expect_corrupt(name);
}

// A packet that names pages: a list of quadwords after its descriptor.
static int external(const uint64_t *list, uint32_t words)
{
    rw_packet found;
    rw_piece pieces[4];
    put_raw(RW_DIRECT, 2 + words, 2 + words, 1, 5);
    memcpy(data + written + 16, list, 8 * words);
    publish_raw(24 + 8 * words);
    CHECK(rw_receive(channel, &found, 0) == RW_OK);
    return rw_external(channel, &found, pieces, 4);
}

static void ranges(const char *name, const uint64_t *list, uint32_t words)
{
    open_channel();
    CHECK(external(list, words) == RW_CORRUPT);
    expect_corrupt(name);
}

static void illegal_ranges(void)
{
    ranges("P9 no ranges", (uint64_t[]) { 0, 0 }, 2);
    ranges("P10 an empty range", (uint64_t[]) { 1ULL << 32, 0, 9 }, 3);
    ranges("P10 an offset past the page", (uint64_t[]) { 1ULL << 32, 8 | 4096ULL << 32, 9 }, 3);
    ranges("P10 a range that overflows", (uint64_t[]) { 1ULL << 32, 0xFFFFFFF0, 9 }, 3);
    ranges("P10 a list that is cut short", (uint64_t[]) { 1ULL << 32, 8192, 9 }, 3);
    ranges("P10 a second range that does not fit", (uint64_t[]) { 2ULL << 32, 8, 9 }, 3);
    ranges("P11 ranges without number", (uint64_t[]) { 0xFFFFFFFFULL << 32, 8, 9 }, 3);
}

static void pages_not_granted(void)
{
    open_channel();
    CHECK(external((uint64_t[]) { 1ULL << 32, 8, 9 }, 3) == RW_REFUSED);
    CHECK(external((uint64_t[]) { 1ULL << 32, 8, UINT64_MAX }, 3) == RW_REFUSED);
    CHECK(rw_send(channel, "12345678", 8, 0) == RW_OK);
    close_test_channel();
    passed("P12 pages that were not granted are refused, and the channel goes on");
}

static atomic_int flipping;

static void *flip(void *unused)
{
    uint32_t random = 1;
    while (atomic_load(&flipping)) {
        random = random * 1664525 + 1013904223;
        _Atomic uint16_t *at = (_Atomic uint16_t *) (void *) (data + (random >> 8) % 64 * 2);
        atomic_store_explicit(at, (uint16_t) (random >> 16 & 0x1F), memory_order_relaxed);
    }
    return unused;
}

// Whoever reads twice is caught: by the sanitizers, or by a payload outside the record.
static void double_fetch(void)
{
    pthread_t thread;
    for (int round = 0; round < 200; round++) {
        open_channel();
        atomic_store(&flipping, 1);
        CHECK(pthread_create(&thread, NULL, flip, NULL) == 0);
        for (int i = 0; i < 100; i++) {
            rw_packet found;
            rw_piece pieces[4];
            written = 0;
            channel->in.next = channel->in.current = channel->in.committed
                    = channel->in.write = 0;
            put_raw(RW_DIRECT, 5, 6, 1, 5);
            publish_raw(128);
            if (rw_receive(channel, &found, 0) == RW_OK) {
                CHECK((const uint8_t *) found.payload >= data + 16);
                CHECK((const uint8_t *) found.payload + found.bytes <= data + 120);
                if (found.kind == RW_DIRECT)
                    rw_external(channel, &found, pieces, 4);
            }
            channel->end = 0;
        }
        atomic_store(&flipping, 0);
        pthread_join(thread, NULL);
        close_test_channel();
    }
    passed("P14 a length that changes while it is read");
}

static void completions_nobody_waits_for(void)
{
    static const uint64_t ids[] = { 0, 1, 2, 1024, 1025, 0xFFFF, 1 << 16 | 1, UINT64_MAX };
    uint64_t id;
    rw_packet found;
    open_channel();
    CHECK(rw_request(channel, "12345678", 8, NULL, &id, 0) == RW_OK);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (ids[i] == id)
            continue;
        put_raw(RW_COMPLETION, 2, 2, 0, ids[i]);
        publish_raw(24);
    }
    CHECK(receive() == RW_AGAIN);
    for (int i = 0; i < 2; i++) { // the second one comes for nobody
        put_raw(RW_COMPLETION, 2, 2, 0, id);
        publish_raw(24);
    }
    CHECK(rw_receive(channel, &found, 0) == RW_OK && found.id == id);
    CHECK(receive() == RW_AGAIN);
    CHECK(channel->free_count == RW_MAX_REQUESTS);
    close_test_channel();
    passed("P17 completions that nobody waits for are ignored");
}

static void too_many_requests(void)
{
    uint64_t id;
    int sent = 0, code;
    open_channel();
    while ((code = rw_write_request(channel, NULL, 0, NULL, &id)) == RW_OK)
        if (++sent % 100 == 0) { // they read, and answer nothing
            rw_flush(channel);
            atomic_store(&ours->read_index, channel->out.published);
        }
    CHECK(code == RW_AGAIN && sent == RW_MAX_REQUESTS);
    close_test_channel();
    passed("P19 requests that nobody completes have a quota");
}

static void too_large(void)
{
    static const uint8_t bytes[MAX_PACKET];
    open_channel();
    CHECK(rw_write(channel, bytes, rw_largest_payload(channel) + 1) == RW_ARGUMENT);
    CHECK(rw_write(channel, bytes, UINT32_MAX) == RW_ARGUMENT);
    CHECK(rw_write(channel, bytes, rw_largest_payload(channel)) == RW_OK);
    close_test_channel();
    passed("P20 a packet too large for the ring is refused");
}

static void padding(void)
{
    open_channel();
    memset(channel->out.ring.data, 0xEE, SIZE);
    CHECK(rw_send(channel, "123", 3, 0) == RW_OK);
    CHECK(memcmp(channel->out.ring.data + 16, "123\0\0\0\0\0", 8) == 0);
    CHECK(get64(channel->out.ring.data + 24) == 0); // the trailer: it began at 0
    close_test_channel();
    passed("P21 nothing old lies behind a payload");
}

// ---- the root

static void say_as_root(const void *bytes, size_t length, const int *fds, int count)
{
    union { struct cmsghdr header; char room[CMSG_SPACE(MAX_FDS * sizeof(int))]; } control = {
        .room = { 0 } };
    struct iovec vector = { (void *) (uintptr_t) bytes, length };
    struct msghdr header = { .msg_iov = &vector, .msg_iovlen = 1 };
    if (count > 0) {
        header.msg_control = &control;
        header.msg_controllen = CMSG_SPACE((size_t) count * sizeof(int));
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN((size_t) count * sizeof(int));
        memcpy(CMSG_DATA(&control.header), fds, (size_t) count * sizeof(int));
    }
    CHECK(sendmsg(root_end, &header, MSG_DONTWAIT) == (ssize_t) length);
}

static void root_breaks_a_rule(const char *name, uint32_t type, uint32_t length)
{
    uint8_t bytes[256] = { 0 };
    put32(bytes, type);
    join();
    say_as_root(bytes, length, NULL, 0);
    CHECK(take_all(bus) == RW_PROTOCOL);
    CHECK(bus->link < 0);
    leave();
    passed(name);
}

// Grants one page of a file on an open channel; answers the status that the root hears.
static int32_t grant(int fd, uint32_t flags, uint64_t first_page, uint32_t pages)
{
    uint8_t bytes[48] = { 0 }, heard[256];
    put32(bytes, PEER_GPADL);
    put32(bytes + 8, 1);
    put32(bytes + 12, 77);
    put32(bytes + 16, 2 | flags);
    put32(bytes + 20, 1);
    put64(bytes + 24, 1000);
    put64(bytes + 32, first_page);
    put32(bytes + 40, pages);
    say_as_root(bytes, sizeof bytes, &fd, 1);
    if (take_all(bus) != RW_OK)
        return 1;
    CHECK(recv(root_end, heard, sizeof heard, MSG_DONTWAIT) == 20);
    CHECK(get32(heard) == PEER_GPADL_RESULT);
    return (int32_t) get32(heard + 16);
}

static int file(off_t bytes, int allocate, int seals)
{
    int fd = memfd_create("hostile", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    CHECK(fd >= 0 && ftruncate(fd, bytes) == 0);
    CHECK(!allocate || fallocate(fd, 0, 0, bytes) == 0);
    CHECK(seal(fd, seals) == 0);
    return fd;
}

static void granted_files(void)
{
    const int both = F_SEAL_SHRINK | F_SEAL_GROW;
    int pipes[2];
    open_channel();
    CHECK(pipe(pipes) == 0);
    CHECK(grant(pipes[0], 0, 0, 1) == INVALID_PARAMETER);
    CHECK(grant(file(RW_PAGE, 1, F_SEAL_GROW), 0, 0, 1) == INVALID_PARAMETER);
    CHECK(grant(file(RW_PAGE, 0, both), 0, 0, 1) == INVALID_PARAMETER);
    CHECK(grant(file(RW_PAGE + 8, 1, both), 0, 0, 1) == INVALID_PARAMETER);
    CHECK(grant(file(RW_PAGE, 1, both | F_SEAL_FUTURE_WRITE), 0, 0, 1) == INVALID_PARAMETER);
    CHECK(grant(file(RW_PAGE, 1, both), 0, 1, 1) == INVALID_PARAMETER);
    CHECK(grant(file(RW_PAGE, 1, both), 0, 0, 2) == INVALID_PARAMETER);
    CHECK(channel->views == NULL);
    CHECK(grant(file(RW_PAGE, 1, both | F_SEAL_FUTURE_WRITE), 1, 0, 1) == 0);
    CHECK(channel->views != NULL && channel->views->at[0] == 0);
    CHECK(grant(file(RW_PAGE, 1, both), 0, 0, 1) == 1); // the same number again
    close_test_channel();
    passed("R10 files that are no fit memory are refused, never touched");
}

static void late_messages(void)
{
    static const uint32_t types[] = { RESCIND, OPEN_RESULT, GPADL_CREATED, GPADL_TORNDOWN,
        UNLOAD_COMPLETE, VERSION_RESPONSE, CHILD_OFFER_RESULT, REGION_RESULT, PEER_TEARDOWN,
        PEER_CLOSED, HELLO_RESULT, PEER_OPENED, ALL_OFFERS, EXPLAIN, CLOSE_RESERVED_RESPONSE,
        TL_CONNECT_RESULT, MODIFY_RESPONSE, REANNOUNCE_RESULT, PARTITION_ENTRY, OFFER_ENTRY,
        CHANNEL_ENTRY, LIST_END, PEER_INSPECT, INSPECT_RESULT, SUBCHANNELS_RESULT };
    join();
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        uint8_t bytes[240] = { 0 };
        put32(bytes, types[i]);
        put32(bytes + 8, 5);
        say_as_root(bytes, sizeof bytes, NULL, 0);
        say_as_root(bytes, sizeof bytes, NULL, 0);
        CHECK(take_all(bus) == RW_OK);
    }
    leave();
    passed("C2 C3 C6 answers and ends that nobody waits for are ignored");
}

static void write_number(const char *folder, const char *name, const char *number)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs(number, file) >= 0 && fclose(file) == 0);
}

static void memory_is_short(void)
{
    char folder[] = "./cgroup-XXXXXX", path[64];
    static const char *const names[] = { "memory.max", "memory.current", "memory.stat" };
    CHECK(mkdtemp(folder) != NULL);
    int64_t all = headroom(folder);
    write_number(folder, names[0], "max\n");
    CHECK(headroom(folder) / 2 < all);
    write_number(folder, names[0], "1000000\n");
    write_number(folder, names[1], "600000\n");
    write_number(folder, names[2], "anon 5\ninactive_file 1000\n");
    CHECK(headroom(folder) == 401000);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        CHECK(unlink(path) == 0);
    }
    CHECK(rmdir(folder) == 0);
    passed("the limit of a cgroup counts before memory is taken");
}

static void root_goes_away(enum channel_state state)
{
    open_channel();
    struct gpadl *gpadl = create_gpadl(channel, channel->ring);
    CHECK(gpadl != NULL);
    gpadl->state = LIVE;
    channel->state = state;
    close(root_end);
    if (state == OPEN)
        CHECK(rw_send(channel, "12345678", 8, 0) == RW_OK);
    rw_close(channel);
    rw_leave(bus);
    close(bell_end);
}

// A root that says anything, with any numbers and files, to a partition in any state.
static void random_root(void)
{
    static const uint32_t types[] = { OFFER_CHANNEL, RESCIND, ALL_OFFERS, OPEN_RESULT,
        GPADL_CREATED, GPADL_TORNDOWN, VERSION_RESPONSE, HELLO_RESULT, REGION_RESULT,
        OFFER_IDENTITY, PEER_GPADL, PEER_TEARDOWN, PEER_OPEN, PEER_OPENED, PEER_CLOSED, EXPLAIN };
    srandom(20261124);
    for (int round = 0; round < 3000; round++) {
        open_channel();
        for (int turn = 0; turn < 40 && bus->link >= 0; turn++) {
            uint8_t bytes[240];
            int fds[2] = { file(5 * RW_PAGE, 1, F_SEAL_SHRINK | F_SEAL_GROW), bell_end };
            for (size_t i = 0; i < sizeof bytes; i++)
                bytes[i] = (uint8_t) (random() % 4 == 0 ? random() % 6 : 0);
            put32(bytes, types[(size_t) random() % (sizeof types / sizeof *types)]);
            say_as_root(bytes, 232, fds, (int) (random() % 3));
            close(fds[0]);
            take_all(bus);
            char heard[256];
            while (recv(root_end, heard, sizeof heard, MSG_DONTWAIT) > 0) { }
            if (find_channel(bus, 1) != channel)
                break;
        }
        close_test_channel();
    }
    passed("M1 C1 C2 C3 a root that says anything");
}

int main(void)
{
    write_index("R1 a write index past the ring", SIZE);
    write_index("R1 a write index far past the ring", UINT32_MAX - 7);
    write_index("R2 a write index between positions", 36);
    write_index_moves_backwards();
    read_index("R1 a read index past the ring", SIZE + 8);
    read_index("R2 a read index between positions", 4);
    read_index("R3 a read index past what was written", SIZE - 8);
    own_indices_are_overwritten();
    mask_is_toggled();
    wishes_are_hostile();
    signal_storm();
    packet("P1 less than a packet", RW_IN_BAND, 2, 2, 0, 16);
    packet("P2 a payload that begins behind the end", RW_IN_BAND, 4, 3, 0, 64);
    packet("P3 a payload that begins in the descriptor", RW_IN_BAND, 1, 3, 0, 64);
    packet("P4 a packet longer than what is there", RW_IN_BAND, 2, 9, 0, 64);
    packet("P5 a trailer that is not there", RW_IN_BAND, 2, 8, 0, 64);
    packet("P6 unknown flags", RW_IN_BAND, 2, 3, 2, 32);
    packet("P7 an unknown type", 12, 2, 3, 0, 32);
    packet("P8 a range list that is cut short", RW_DIRECT, 2, 3, 1, 32);
    illegal_ranges();
    pages_not_granted();
    double_fetch();
    completions_nobody_waits_for();
    too_many_requests();
    too_large();
    padding();
    root_breaks_a_rule("M1 a message shorter than its header", OFFER_CHANNEL, 7);
    root_breaks_a_rule("M1 a message shorter than its layout", OPEN_RESULT, 19);
    root_breaks_a_rule("M1 a message longer than any", ALL_OFFERS, 241);
    root_breaks_a_rule("M2 a message of no type", 0, 8);
    root_breaks_a_rule("M3 a message that only a child says", OPEN_CHANNEL, 148);
    root_breaks_a_rule("C1 an offer without a channel id", OFFER_CHANNEL, 196);
    granted_files();
    late_messages();
    random_root();
    memory_is_short();
    root_goes_away(OPEN);
    root_goes_away(GRANTING); // at the first message about the GPADL
    passed("a root that goes away while a channel closes");
    return 0;
}
