// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ringway.BusException;
import org.ringway.PlatformException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.ChannelOptions;
import org.ringway.channel.IncomingPacket;
import org.ringway.channel.SharedBuffer;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.platform.Access;

/// An honest process that works until it is killed.
final class Worker {
    /// What a worker does; each has joined and says a line when it begins.
    enum Job {
        /// Offers a service and answers every packet; fills what it is lent.
        SERVE(partition -> serve(partition, PROVIDED)),
        /// The same under the name that other workers look for.
        SERVE_CONSUMED(partition -> serve(partition, CONSUMED)),
        /// Offers a service, and lets nobody hear from it.
        MUTE(partition -> {
            try (Service service = partition.offer(PROVIDED)) {
                System.out.println("ready");
                service.accept();
                OtherJvm.cues().readLine();
            }
        }),
        /// Opens a channel and asks for ever, lending a buffer each second time.
        ASK(Worker::ask),
        /// Takes memory until there is no more, says why, gives it back and begins to ask.
        HOARD(partition -> {
            List<SharedBuffer> hoard = new ArrayList<>();
            try {
                while (true) {
                    hoard.add(partition.allocate(1 << 20, Access.READ_WRITE));
                }
            } catch (PlatformException noMore) {
                System.out.println(noMore.getMessage());
            }
            hoard.forEach(SharedBuffer::close);
            partition.list(); // Whoever answers that has heard of the buffers' end before.
            ask(partition);
        }),
        /// Sends a number of packets, each with its number, and then nothing.
        SEND(partition -> {
            BusChannel channel = open(partition);
            for (long i = 0; i < SENT; i++) {
                channel.send(MemorySegment.ofArray(new long[] {i}));
            }
            System.out.println("sent");
            OtherJvm.cues().readLine();
        }),
        /// Opens, asks, lends and closes, again and again.
        CHURN(partition -> {
            System.out.println("ready");
            while (true) {
                try (BusChannel channel = open(partition);
                        SharedBuffer buffer = partition.allocate(1 << 16, Access.READ_ONLY)) {
                    channel.request(buffer.all(), PACKET, PACKET, LIMIT);
                }
            }
        });

        private final Work work;

        Job(Work work) {
            this.work = work;
        }
    }

    /// The service that a worker provides.
    static final String PROVIDED = "worker";
    /// The service that a worker consumes.
    static final String CONSUMED = "survivor";
    static final long SENT = 1_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final MemorySegment PACKET = MemorySegment.ofArray(new byte[512]);

    private interface Work {
        void begin(ChildPartition partition) throws IOException, InterruptedException;
    }

    private Worker() {}

    static OtherJvm start(Job job, Path socket) throws IOException {
        return OtherJvm.start(new ProcessBuilder(command(job, socket)));
    }

    /// {@return how to start one}
    static List<String> command(Job job, Path socket) {
        return OtherJvm.command(Worker.class, job.name(), socket.toString());
    }

    public static void main(String[] arguments) throws Exception {
        Job job = Job.valueOf(arguments[0]);
        try (ChildPartition partition = ChildPartition.join(Path.of(arguments[1]), "worker")) {
            job.work.begin(partition);
        }
    }

    private static BusChannel open(ChildPartition partition) throws InterruptedException {
        return partition.open(partition.awaitOffer(CONSUMED, LIMIT),
                ChannelOptions.DEFAULT.withPages(16, 16));
    }

    private static void ask(ChildPartition partition) throws InterruptedException {
        try (BusChannel channel = open(partition);
                SharedBuffer buffer = partition.allocate(1 << 18, Access.READ_WRITE)) {
            System.out.println("ready");
            for (int i = 0;; i++) {
                if (i == SENT) {
                    System.out.println("asked " + i);
                }
                channel.request(i % 2 == 0 ? null : buffer.all(), PACKET, PACKET, LIMIT);
            }
        }
    }

    private static void serve(ChildPartition partition, String name) throws InterruptedException {
        try (Service service = partition.offer(name)) {
            System.out.println("ready");
            while (true) {
                BusChannel channel = service.accept();
                Thread.ofVirtual().start(() -> answerUntilItEnds(channel));
            }
        }
    }

    private static void answerUntilItEnds(BusChannel channel) {
        try (channel) {
            answer(channel);
        } catch (BusException | InterruptedException _) {
            // Whoever asked is gone.
        }
    }

    /// Answers packets until the channel ends.
    static void answer(BusChannel channel) throws InterruptedException {
        while (true) {
            channel.receive(Worker::answer, 16, LIMIT);
        }
    }

    private static void answer(IncomingPacket packet) {
        if (packet.hasExternal()) {
            MemorySegment page = packet.external().segment();
            if (!page.isReadOnly()) {
                page.fill((byte) 1);
            }
        }
        packet.complete(packet.payload());
    }
}
