// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ringway.channel.BusChannel;
import org.ringway.channel.DeferredPacket;
import org.ringway.channel.IncomingPacket;
import org.ringway.cli.process.ProcessCpu;

/// Serves a tree on one channel: small commands where they arrive, reads of content on a few
/// threads, straight into the pages that the consumer has lent.
final class Provider implements AutoCloseable {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int BATCH = 64;
    private static final int LIST_BYTES = 60_000;
    /// Two copies at a time keep a memory bus busy; more only wait for it.
    private static final int READERS = 2;

    private final TreeFiles files;
    private final TcpProvider tcp;
    private final BusChannel channel;
    private final ExecutorService readers = Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("reader-", 1).factory());

    Provider(TreeFiles files, TcpProvider tcp, BusChannel channel) {
        this.files = files;
        this.tcp = tcp;
        this.channel = channel;
    }

    /// Serves until the channel ends, and throws how.
    void serve() throws InterruptedException {
        while (true) {
            channel.receive(this::handle, BATCH, HOUR);
        }
    }

    private void handle(IncomingPacket packet) {
        MemorySegment copy = MemorySegment.ofArray(new long[Command.BYTES / 8]);
        packet.copyTo(0, copy);
        Command command = Command.decode(copy);
        switch (command.operation()) {
            case READ, DIGEST -> {
                DeferredPacket deferred = packet.defer();
                readers.execute(() -> work(command, deferred));
            }
            case PING -> packet.complete();
            case LIST -> packet.complete(list((int) command.position()));
            case COUNTERS -> packet.complete(Command.answer(ProcessCpu.ownNanos(),
                    channel.statistics().signalsSent(), tcp.calls()));
            case PORT -> packet.complete(port());
        }
    }

    private void work(Command command, DeferredPacket packet) {
        MemorySegment answer;
        try {
            answer = Command.answer(false, done(command, packet));
        } catch (IOException | RuntimeException e) {
            String text = "the provider cannot read: " + e;
            answer = Command.answer(true, text.getBytes(StandardCharsets.UTF_8));
        }
        packet.complete(answer);
    }

    private byte[] done(Command command, DeferredPacket packet) throws IOException {
        if (command.operation() == Command.Operation.DIGEST) {
            return files.digest((int) command.position());
        }
        long at = command.position();
        for (MemorySegment pages : packet.external().segments()) {
            files.read(at, pages);
            at += pages.byteSize();
        }
        return new byte[0];
    }

    private MemorySegment list(int first) {
        Tree tree = files.tree();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(tree.entries().size());
            for (int i = first; i < tree.entries().size() && bytes.size() < LIST_BYTES; i++) {
                tree.entries().get(i).write(out);
            }
        } catch (IOException tooLong) {
            return Command.answer(true, String.valueOf(tooLong.getMessage())
                    .getBytes(StandardCharsets.UTF_8));
        }
        return Command.answer(false, bytes.toByteArray());
    }

    private MemorySegment port() {
        try {
            return Command.answer(tcp.port());
        } catch (IOException closed) {
            return Command.answer(true, "no TCP".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        readers.shutdown();
        channel.close();
    }
}
