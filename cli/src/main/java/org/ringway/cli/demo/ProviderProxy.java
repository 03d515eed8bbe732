// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.BusChannel;
import org.ringway.channel.SharedBuffer;

/// The provider, as its consumer sees it.
///
/// - **Thread:** any.
final class ProviderProxy {
    /// Long enough to read a very large file for its digest; a dead provider is noticed at once.
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int LIST_QUADWORDS = 32_768;
    private static final int ANSWER_QUADWORDS = 64;

    /// What both sides have used so far.
    ///
    /// @param cpuNanos CPU time of the provider
    /// @param signals doorbell signals it has sent
    /// @param socketCalls calls it has made on its socket
    record Counters(long cpuNanos, long signals, long socketCalls) {}

    private final BusChannel channel;

    ProviderProxy(BusChannel channel) {
        this.channel = channel;
    }

    Tree tree() throws InterruptedException {
        List<TreeEntry> entries = new ArrayList<>();
        int total = 1;
        while (entries.size() < total) {
            MemorySegment page = ask(
                    new Command(Command.Operation.LIST, entries.size(), 0), null, Integer.BYTES);
            int before = entries.size();
            try {
                total = addEntries(page, entries);
            } catch (IOException e) {
                throw new DemoFailure("the list of files is cut short", e);
            }
            if (total > 0 && entries.size() == before) {
                throw new DemoFailure("the list of files does not end: entries=" + before);
            }
        }
        return Tree.of(entries);
    }

    private static int addEntries(MemorySegment page, List<TreeEntry> entries)
            throws IOException {
        byte[] bytes = page.toArray(ValueLayout.JAVA_BYTE);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int total = in.readInt();
            while (in.available() > 0) {
                entries.add(TreeEntry.read(in));
            }
            return total;
        }
    }

    byte[] digest(int entry) throws InterruptedException {
        return ask(new Command(Command.Operation.DIGEST, entry, 0), null, 32)
                .toArray(ValueLayout.JAVA_BYTE);
    }

    void read(long position, SharedBuffer.Slice target) throws InterruptedException {
        ask(new Command(Command.Operation.READ, position, target.byteSize()), target, 0);
    }

    void ping() throws InterruptedException {
        channel.request(Command.of(Command.Operation.PING).encoded(), MemorySegment.NULL);
    }

    Counters counters() throws InterruptedException {
        MemorySegment body = ask(Command.of(Command.Operation.COUNTERS), null, 24);
        return new Counters(body.getAtIndex(Command.U64, 0), body.getAtIndex(Command.U64, 1),
                body.getAtIndex(Command.U64, 2));
    }

    int port() throws InterruptedException {
        return (int) ask(Command.of(Command.Operation.PORT), null, 8).get(Command.U64, 0);
    }

    long signalsSentHere() {
        return channel.statistics().signalsSent();
    }

    private MemorySegment ask(Command command, SharedBuffer.@Nullable Slice lent, long atLeast)
            throws InterruptedException {
        int quadwords = command.operation() == Command.Operation.LIST
                ? LIST_QUADWORDS : ANSWER_QUADWORDS;
        MemorySegment answer = MemorySegment.ofArray(new long[quadwords]);
        int bytes = channel.request(lent, command.encoded(), answer, HOUR);
        return Command.body(answer.asSlice(0, Math.min(bytes, answer.byteSize())), atLeast);
    }
}
