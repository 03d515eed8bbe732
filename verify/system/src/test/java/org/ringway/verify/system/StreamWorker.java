// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.ringway.child.ChildPartition;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;

/// The main class of a process that listens, and does with connections what its job is.
final class StreamWorker {
    /// What to do with connections.
    enum Job {
        /// Send back what comes, and end when the other side does.
        ECHO,
        /// Write without end.
        POUR,
        /// Accept, and never read.
        STARE,
        /// Never accept.
        IGNORE
    }

    static final String NAME = "stream-worker";
    static final HvSocketAddress ADDRESS = HvSocketAddress.of(NAME, "work");

    private StreamWorker() {}

    static OtherJvm start(Job job, Path socket) throws IOException {
        OtherJvm worker = OtherJvm.start(StreamWorker.class, job.name(), socket.toString());
        if (!worker.says().equals("ready")) {
            throw new IOException("not ready: job=" + job);
        }
        return worker;
    }

    public static void main(String[] args) throws Exception {
        Job job = Job.valueOf(args[0]);
        try (ChildPartition self = ChildPartition.join(Path.of(args[1]), NAME);
                HvServerChannel listening =
                        HvServerChannel.listen(self, HvSocketAddress.of("*", "work"))) {
            System.out.println("ready");
            while (job != Job.IGNORE) {
                HvChannel channel = listening.accept();
                Thread.ofVirtual().start(() -> work(job, channel));
            }
            LockSupport.park();
        }
    }

    private static void work(Job job, HvChannel channel) {
        try {
            switch (job) {
                case ECHO -> echo(channel);
                case POUR -> pour(channel);
                case STARE, IGNORE -> LockSupport.park();
            }
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void echo(HvChannel channel) throws IOException {
        try (channel) {
            ByteBuffer buffer = ByteBuffer.allocate(50_000);
            while (channel.read(buffer) >= 0) {
                channel.write(buffer.flip());
                buffer.clear();
            }
        }
    }

    private static void pour(HvChannel channel) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(8000);
        for (long next = 0;; ) {
            numbers.clear();
            while (numbers.hasRemaining()) {
                numbers.putLong(next++);
            }
            channel.write(numbers.flip());
        }
    }
}
