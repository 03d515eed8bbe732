// SPDX-License-Identifier: 0BSD
//
// A user program in a guest: drives the rings of a channel over /dev/uio, with the guest's kernel
// as its only help. Sends packets that want a completion, and checks that each comes back as it was.
//
//     uio-echo DEVICE MONITOR COUNT
//
// The rings of that device cannot be mapped twice in a row, so copies come in two parts.
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, RINGS = 0, MONITORS = 2, IN_BAND = 6, COMPLETION = 11, WINDOW = 256, WORDS = 8 };

struct control {
    _Atomic uint32_t write_index, read_index, mask, pending;
    uint32_t reserved[12];
    _Atomic uint32_t features;
};

struct ring {
    struct control *control;
    uint8_t *data;
    uint32_t size, at; // where the next packet begins
};

struct packet {
    uint16_t type, offset8, length8, flags;
    uint64_t id;
    uint64_t payload[WORDS];
    uint64_t trailer;
};

static struct ring out, in;
static _Atomic uint32_t *pending_monitors;
static uint32_t monitor_bit;
static int device;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void wrong(const char *what, uint64_t number)
{
    fprintf(stderr, "%s: %" PRIu64 "\n", what, number);
    exit(1);
}

static void *map(int index, size_t bytes)
{
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, device, (off_t) index * PAGE);
    if (at == MAP_FAILED)
        die("mmap");
    return at;
}

static size_t ring_bytes(const char *path)
{
    char name[128];
    unsigned long bytes = 0;
    snprintf(name, sizeof name, "/sys/class/uio/%s/maps/map0/size", strrchr(path, '/') + 1);
    FILE *file = fopen(name, "r");
    if (file == NULL || fscanf(file, "%lx", &bytes) != 1)
        die(name);
    fclose(file);
    return bytes;
}

static void set_up(struct ring *ring, uint8_t *at, size_t bytes)
{
    ring->control = (struct control *) at;
    ring->data = at + PAGE;
    ring->size = (uint32_t) bytes - PAGE;
}

static void copy_in(struct ring *ring, const void *from, uint32_t bytes)
{
    uint32_t first = ring->size - ring->at < bytes ? ring->size - ring->at : bytes;
    memcpy(ring->data + ring->at, from, first);
    memcpy(ring->data, (const uint8_t *) from + first, bytes - first);
}

static void copy_out(const struct ring *ring, void *to, uint32_t bytes)
{
    uint32_t first = ring->size - ring->at < bytes ? ring->size - ring->at : bytes;
    memcpy(to, ring->data + ring->at, first);
    memcpy((uint8_t *) to + first, ring->data, bytes - first);
}

// Publishes and, if the other side may sleep, leaves a signal in the monitor page.
static void send_packet(uint64_t id)
{
    struct packet packet = {IN_BAND, 2, 2 + WORDS, 1, id, {0}, 0};
    uint32_t old = out.at;
    for (int i = 0; i < WORDS; i++)
        packet.payload[i] = id * 0x9E3779B97F4A7C15u + (uint64_t) i;
    packet.trailer = (uint64_t) old << 32;
    copy_in(&out, &packet, sizeof packet);
    out.at = (old + sizeof packet) % out.size;
    atomic_store_explicit(&out.control->write_index, out.at, memory_order_release);
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load(&out.control->mask) == 0 && atomic_load(&out.control->read_index) == old)
        atomic_fetch_or(pending_monitors, monitor_bit);
}

// Takes a completion; returns whether there was one.
static int take_completion(uint64_t expected)
{
    struct packet packet;
    uint32_t write = atomic_load_explicit(&in.control->write_index, memory_order_acquire);
    if (write == in.at)
        return 0;
    copy_out(&in, &packet, sizeof packet);
    if (packet.type != COMPLETION || packet.length8 != 2 + WORDS)
        wrong("no completion, but type", packet.type);
    if (packet.id != expected)
        wrong("completion out of turn", packet.id);
    for (int i = 0; i < WORDS; i++)
        if (packet.payload[i] != packet.id * 0x9E3779B97F4A7C15u + (uint64_t) i)
            wrong("other bytes came back in packet", packet.id);
    in.at = (in.at + sizeof packet) % in.size;
    atomic_store_explicit(&in.control->read_index, in.at, memory_order_release);
    return 1;
}

// Sleeps until the kernel hears of the channel's interrupt.
static void await_interrupt(void)
{
    struct pollfd wait = {device, POLLIN, 0};
    uint32_t count;
    atomic_store(&in.control->mask, 0);
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load(&in.control->write_index) != in.at)
        return;
    if (poll(&wait, 1, 30000) != 1)
        wrong("no interrupt; seconds", 30);
    if (read(device, &count, sizeof count) != sizeof count)
        die("read");
}

int main(int arguments, char **argument)
{
    if (arguments != 4)
        wrong("uio-echo DEVICE MONITOR COUNT; arguments", (uint64_t) arguments);
    uint32_t monitor = (uint32_t) strtoul(argument[2], NULL, 10);
    uint64_t count = strtoull(argument[3], NULL, 10), sent = 0, back = 0;
    device = open(argument[1], O_RDWR);
    if (device < 0)
        die(argument[1]);
    size_t bytes = ring_bytes(argument[1]);
    uint8_t *rings = map(RINGS, bytes);
    set_up(&out, rings, bytes / 2);
    set_up(&in, rings + bytes / 2, bytes / 2);
    pending_monitors = (_Atomic uint32_t *) ((uint8_t *) map(MONITORS, PAGE) + 8 + monitor / 32 * 8);
    monitor_bit = 1u << monitor % 32;
    out.at = atomic_load(&out.control->write_index);
    in.at = atomic_load(&in.control->read_index);
    while (back < count) {
        while (sent < count && sent - back < WINDOW)
            send_packet(++sent);
        int taken = 0;
        while (take_completion(back + 1)) {
            back++;
            taken = 1;
        }
        if (!taken && back < count)
            await_interrupt();
    }
    printf("echoed %" PRIu64 "\n", back);
    return 0;
}
