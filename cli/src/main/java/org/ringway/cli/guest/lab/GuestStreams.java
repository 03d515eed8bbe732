// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.ringway.child.ChildPartition;
import org.ringway.guest.PortMapping;
import org.ringway.sockets.HvChannel;
import org.ringway.sockets.HvServerChannel;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.wire.Guid;
import org.ringway.wire.SocketIds;

/// The scenarios of streams: the stock `socat` on AF_VSOCK in the guest, channels of ours on the
/// other side.
final class GuestStreams {
    /// Where programs of the first guest listen.
    static final int LISTENS = 7000;
    /// What ports of the host mean to each guest of the lab.
    static final PortMapping FILES =
            new PortMapping(6000, Guid.ofName("lab"), Guid.ofName("files"));
    static final PortMapping OTHER_GUEST = new PortMapping(
            6001, Guid.ofName(FirstGuest.NAME), SocketIds.ofPort(LISTENS));

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int BUFFERS = 1024;
    private static final int ROUND_BYTES = 256 << 10;
    private static final long ECHOES = 5003;
    private static final Duration UNTIL_RETRY = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 8;
    private static final String CONNECT = "socat -t 100 -b 65536 - VSOCK-CONNECT:2:";

    private final ChildPartition self;
    private final String guest;
    private final Shell shell;

    /// The guest's.
    interface Shell {
        List<String> run(String command) throws InterruptedException;
    }

    GuestStreams(ChildPartition self, String guest, Shell shell) {
        this.self = self;
        this.guest = guest;
        this.shell = shell;
    }

    /// Whose input has ended hears the answer all the same.
    String reachesAPort() throws Exception {
        return asks("hv://*/5000", "5000");
    }

    String reachesAService() throws Exception {
        return asks("hv://*/files", Long.toString(FILES.port()));
    }

    private String asks(String address, String port) throws Exception {
        try (HvServerChannel listening =
                HvServerChannel.listen(self, HvSocketAddress.parse(address))) {
            FutureTask<String> served = begin(() -> answerOnce(listening));
            List<String> printed = shell.run("echo question | " + CONNECT + port);
            String answer = "answer to question";
            ScenarioFailure.unless(printed.equals(List.of(answer)), "printed=" + printed);
            return served.get(LabBus.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static <T> FutureTask<T> begin(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        Thread.ofPlatform().daemon().name("stream").start(task);
        return task;
    }

    /// Answers when the other side has ended its stream.
    private static String answerOnce(HvServerChannel listening) throws IOException {
        try (HvChannel channel = listening.accept()) {
            String question = readAll(channel);
            channel.write(ByteBuffer.wrap(("answer to " + question).getBytes(UTF_8)));
            return "peer=" + channel.peer().name();
        }
    }

    private static String readAll(HvChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(BUFFER_BYTES);
        while (text.hasRemaining() && channel.read(text) >= 0) {
            continue;
        }
        return new String(text.array(), 0, text.position(), UTF_8);
    }

    /// A program in the guest listens, and hears the end of the stream.
    String isReached() throws Exception {
        shell.run("socat VSOCK-LISTEN:" + LISTENS + ",fork EXEC:cat > /dev/null"
                + " 2>&1 & sleep 1");
        try (HvChannel channel = connectPatiently(HvSocketAddress.of(
                guest, Integer.toString(LISTENS)))) {
            channel.write(ByteBuffer.wrap("there and back".getBytes(UTF_8)));
            channel.shutdownOutput();
            String back = readAll(channel);
            ScenarioFailure.unless(back.equals("there and back"), "read=" + back);
            return "peer=" + channel.peer().name();
        }
    }

    /// Nobody tells when a program in the guest begins to listen.
    private HvChannel connectPatiently(HvSocketAddress address) throws IOException {
        for (int attempt = 1; ; attempt++) {
            HvChannel channel = HvChannel.open(self);
            try {
                channel.connect(address, UNTIL_RETRY);
                return channel;
            } catch (SocketTimeoutException e) {
                channel.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Has a guest's program send bytes to where they are sent back, and counts these.
    ///
    /// @return how fast they went there and back
    static String rate(Shell shell, long port) throws InterruptedException {
        long start = System.nanoTime();
        List<String> printed = shell.run("head -c " + ROUND_BYTES + " /dev/zero | " + CONNECT
                + port + " | wc -c");
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        ScenarioFailure.unless(printed.equals(List.of(Integer.toString(ROUND_BYTES))),
                "printed=" + printed);
        return "%.0f KiB/s".formatted(ROUND_BYTES / (double) (1 << 10) / seconds);
    }

    /// As [#rate], with a partition that sends back.
    String rateOfAPartition(Shell from) throws Exception {
        try (HvServerChannel listening = HvServerChannel.listen(
                self, HvSocketAddress.parse("hv://*/" + ECHOES))) {
            FutureTask<String> served = begin(() -> echoOnce(listening));
            String rate = rate(from, ECHOES);
            served.get(LabBus.LIMIT.toSeconds(), TimeUnit.SECONDS);
            return rate;
        }
    }

    /// Takes everything even while nothing can be sent: `socat` does not read while it writes, and
    /// both would wait for each other.
    private static String echoOnce(HvServerChannel listening) throws Exception {
        try (HvChannel channel = listening.accept();
                PipedInputStream back = new PipedInputStream(ROUND_BYTES)) {
            FutureTask<String> sent;
            try (PipedOutputStream heard = new PipedOutputStream(back)) {
                sent = begin(() -> sendBack(back, channel));
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
                while (channel.read(buffer) >= 0) {
                    heard.write(buffer.array(), 0, buffer.position());
                    heard.flush();
                    buffer.clear();
                }
            }
            return sent.get(LabBus.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static String sendBack(PipedInputStream from, HvChannel to) throws IOException {
        byte[] bytes = new byte[BUFFER_BYTES];
        for (int got = from.read(bytes); got >= 0; got = from.read(bytes)) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, 0, got);
            while (piece.hasRemaining()) {
                to.write(piece);
            }
        }
        to.shutdownOutput();
        return "echoed";
    }

    /// Known by its hash; the guest sends back what it hears.
    String carriesMuch() throws Exception {
        try (HvServerChannel listening =
                HvServerChannel.listen(self, HvSocketAddress.parse("hv://*/5001"))) {
            AtomicLong received = new AtomicLong();
            FutureTask<String> served = begin(() -> exchange(listening, received));
            shell.run("socat -t 100 -b 65536 VSOCK-CONNECT:2:5001 EXEC:cat &");
            String hash = getWhileMoving(served, received);
            shell.run("wait $!");
            return hash;
        }
    }

    /// How long so much takes is the host's affair: only a standstill is a failure.
    private static String getWhileMoving(FutureTask<String> served, AtomicLong received)
            throws InterruptedException, ExecutionException {
        while (true) {
            long before = received.get();
            try {
                return served.get(LabBus.LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException _) {
                ScenarioFailure.unless(received.get() != before, "nothing moves: received="
                        + before + " seconds=" + LabBus.LIMIT.toSeconds());
            }
        }
    }

    private static String exchange(HvServerChannel listening, AtomicLong received)
            throws Exception {
        try (HvChannel channel = listening.accept()) {
            FutureTask<String> sent = begin(() -> send(channel));
            String back = receive(channel, received);
            String hash = sent.get(LabBus.LIMIT.toSeconds(), TimeUnit.SECONDS);
            ScenarioFailure.unless(back.equals(hash), "sent=" + hash + " back=" + back);
            return "sha256=" + hash;
        }
    }

    private static String send(HvChannel channel)
            throws IOException, NoSuchAlgorithmException {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        byte[] bytes = new byte[BUFFER_BYTES];
        new Random(1).nextBytes(bytes);
        for (int i = 0; i < BUFFERS; i++) {
            ByteBuffer.wrap(bytes).putInt(0, i);
            hash.update(bytes);
            channel.write(ByteBuffer.wrap(bytes));
        }
        channel.shutdownOutput();
        return HexFormat.of().formatHex(hash.digest());
    }

    private static String receive(HvChannel channel, AtomicLong received)
            throws IOException, NoSuchAlgorithmException {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (channel.read(buffer) >= 0) {
            hash.update(buffer.flip());
            received.addAndGet(buffer.limit());
            buffer.clear();
        }
        return HexFormat.of().formatHex(hash.digest());
    }
}
