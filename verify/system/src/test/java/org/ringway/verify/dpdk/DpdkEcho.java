// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.dpdk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A process that sends every packet back, with nothing but the library on its side of the rings:
/// even ids as completions, odd ones in-band with a completion requested.
///
/// It ends after so many packets, or when its parent does: then its standard input ends.
final class DpdkEcho {
    private static final int IN_BAND = 6;
    private static final int COMPLETION = 11;

    private DpdkEcho() {}

    /// Takes the file of the pages, the data pages of each ring, and how many packets there are.
    public static void main(String[] args) throws IOException {
        Thread.ofPlatform().daemon().start(DpdkEcho::endWithTheParent);
        DpdkMemory places = new DpdkMemory(Integer.parseInt(args[1]));
        try (Arena arena = Arena.ofShared();
                FileChannel file = FileChannel.open(
                        Path.of(args[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MemorySegment shared = file.map(MapMode.READ_WRITE, 0, places.bytes(), arena);
            try (DpdkChannel channel = new DpdkChannel(shared, places)) {
                echo(channel, Long.parseLong(args[2]));
            }
        }
    }

    private static void endWithTheParent() {
        try {
            System.in.read();
        } catch (IOException goneToo) {
            // The same answer either way.
        }
        Runtime.getRuntime().halt(2);
    }

    private static void echo(DpdkChannel channel, long packets) {
        for (long id = 1; id <= packets; id++) {
            DpdkChannel.Received received = receive(channel);
            if (received.status() != DpdkChannel.OK || received.id() != id) {
                throw new IllegalStateException("expected id=" + id + " found " + received);
            }
            send(channel, id, received.payload());
        }
    }

    private static DpdkChannel.Received receive(DpdkChannel channel) {
        while (true) {
            DpdkChannel.Received received = channel.receive();
            if (received.status() != DpdkChannel.AGAIN) {
                return received;
            }
            Thread.yield();
        }
    }

    private static void send(DpdkChannel channel, long id, byte[] payload) {
        int type = id % 2 == 0 ? COMPLETION : IN_BAND;
        while (true) {
            DpdkChannel.Sent sent = channel.send(type, (int) (id % 2), id, payload);
            if (sent.signal()) {
                channel.signalWritten();
            }
            if (sent.status() == DpdkChannel.OK) {
                return;
            }
            if (sent.status() != DpdkChannel.AGAIN) {
                throw new IllegalStateException("id=" + id + " status=" + sent.status());
            }
            Thread.yield();
        }
    }
}
