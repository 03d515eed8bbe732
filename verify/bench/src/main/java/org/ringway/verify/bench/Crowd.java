// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringway.child.ChildPartition;
import org.ringway.cli.process.TemporaryBus;
import org.ringway.pipe.StreamOptions;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;

/// What many streams between two processes cost: time to connect one after the other, each with a
/// byte there and back, and memory while all are open. `verify/bench/crowd` runs it.
final class Crowd {
    private static final int STREAMS = 1000;
    private static final int WARM_UP = 200;
    private static final HvSocketAddress ADDRESS = HvSocketAddress.of("crowd", "crowd");

    private Crowd() {}

    /// @param args nothing, or of the far process the root's socket
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            serve(Path.of(args[0]));
            return;
        }
        try (TemporaryBus bus = new TemporaryBus("crowd")) {
            Process root = bus.startRoot();
            Process far = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
                    "-cp", System.getProperty("java.class.path"), Crowd.class.getName(),
                    bus.socket().toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try {
                TemporaryBus.awaitLine(far, "the far process has failed");
                measure(bus.socket(), List.of(ProcessHandle.current().pid(), far.pid()),
                        root.pid());
            } finally {
                far.destroyForcibly();
            }
        }
    }

    private static void measure(Path socket, List<Long> sides, long root) throws Exception {
        System.out.println("| rings | connect and a byte there and back, p50 | p99 | all "
                + STREAMS + " | memory of both sides, each | heap of the root, each |");
        System.out.println("|---|---|---|---|---|---|");
        try (ChildPartition self = ChildPartition.join(socket, "near")) {
            connect(self, StreamOptions.DEFAULT, WARM_UP).forEach(Crowd::close);
            awaitAlone(self);
            for (int kib : new int[] {256, 64, 4}) {
                System.out.println(row(self, kib, sides, root));
                awaitAlone(self);
            }
        }
    }

    /// The quota counts what is being closed.
    private static void awaitAlone(ChildPartition self) throws InterruptedException {
        while (!self.list().channels().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static String row(ChildPartition self, int kib, List<Long> sides, long root)
            throws IOException {
        long before = sides.stream().mapToLong(Crowd::kib).sum();
        long rootBefore = heap(root);
        long start = System.nanoTime();
        long[] nanos = new long[STREAMS];
        List<HvChannel> all = connect(
                self, StreamOptions.DEFAULT.withBytes(kib << 10, kib << 10), nanos);
        double seconds = (System.nanoTime() - start) / 1e9;
        double each = sides.stream().mapToLong(Crowd::kib).sum() - before;
        double rootEach = heap(root) - rootBefore;
        all.forEach(Crowd::close);
        Arrays.sort(nanos);
        return String.format("| %d KiB each way | %.2f ms | %.2f ms | %.1f s | %.0f KiB |"
                + " %.1f KiB |", kib, nanos[STREAMS / 2] / 1e6, nanos[STREAMS * 99 / 100] / 1e6,
                seconds, each / STREAMS, rootEach / STREAMS);
    }

    private static long heap(long pid) {
        return field(pid, "status", "RssAnon:");
    }

    private static List<HvChannel> connect(ChildPartition self, StreamOptions options, int count)
            throws IOException {
        return connect(self, options, new long[count]);
    }

    /// @param nanos takes how long each took
    private static List<HvChannel> connect(ChildPartition self, StreamOptions options,
            long[] nanos) throws IOException {
        List<HvChannel> all = new ArrayList<>();
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            HvChannel channel = HvChannel.open(self, options);
            channel.connect(ADDRESS);
            channel.write(one.clear());
            channel.read(one.clear());
            nanos[i] = System.nanoTime() - start;
            all.add(channel);
        }
        return all;
    }

    private static void close(HvChannel channel) {
        try {
            channel.close();
        } catch (IOException never) {
            throw new AssertionError("closing a stream does not fail", never);
        }
    }

    /// Pages that both sides have mapped count half for each.
    private static long kib(long pid) {
        return field(pid, "smaps_rollup", "Pss:");
    }

    private static long field(long pid, String file, String name) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/" + file)).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(Path socket) throws Exception {
        try (ChildPartition self = ChildPartition.join(socket, "crowd");
                HvServerChannel listening = HvServerChannel.listen(
                        self, HvSocketAddress.of("*", "crowd"))) {
            System.out.println("ready");
            while (true) {
                HvChannel channel = listening.accept();
                Thread.ofVirtual().start(() -> echo(channel));
            }
        }
    }

    private static void echo(HvChannel channel) {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (channel) {
            while (channel.read(one.clear()) >= 0) {
                channel.write(one.flip());
            }
        } catch (IOException over) {
            // The near process has ended.
        }
    }
}
