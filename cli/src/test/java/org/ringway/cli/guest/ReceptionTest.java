// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.PlatformException;

/// Who takes orders, and who is let in.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReceptionTest {
    @TempDir
    Path folder;

    private Path socket;
    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("guest-g.sock");
        listener = PrivateSocket.listen(socket);
    }

    @AfterEach
    void end() throws IOException {
        listener.close();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static String answer(SocketChannel client) throws IOException {
        return ControlSocket.line(Channels.newInputStream(client), 100);
    }

    @Test
    void nothingButTheSocketIsThereAndItIsItsOwnersAlone() throws IOException {
        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(socket), files.toList());
        }
    }

    @Test
    void aSocketIsTakenOverOnlyWhenNobodyListens() throws IOException {
        assertThrows(FileAlreadyExistsException.class, () -> PrivateSocket.listen(socket));
        connect().close();

        listener.close();
        try (ServerSocketChannel _ = PrivateSocket.listen(socket)) {
            connect().close();
        }
    }

    @Test
    void clientsAreServedAtOnceAndOnPlatformThreads() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (Reception _ = Reception.open(listener, client -> {
            both.countDown();
            both.await();
            ControlSocket.say(client, Boolean.toString(Thread.currentThread().isVirtual()));
        }); SocketChannel one = connect(); SocketChannel other = connect()) {
            assertEquals("false", answer(one));
            assertEquals("false", answer(other));
        }
    }

    @Test
    void whoIsOneTooManyIsToldSoUntilThereIsRoom() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (Reception _ = Reception.open(listener, client -> {
            ControlSocket.say(client, "welcome");
            answer(client);
        })) {
            for (int i = 0; i < Reception.MAX_CLIENTS; i++) {
                clients.add(connect());
                assertEquals("welcome", answer(clients.getLast()));
            }
            try (SocketChannel client = connect()) {
                assertEquals("no too many orders at once: most=16", answer(client));
            }

            clients.getFirst().close();
            String answer = "";
            while (!answer.equals("welcome")) {
                try (SocketChannel client = connect()) {
                    answer = answer(client);
                }
            }
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @Test
    void oneThatCannotBeLetInIsNotTheEnd() throws IOException {
        try (Reception _ = Reception.open(new Failing(listener),
                client -> ControlSocket.say(client, "welcome"));
                SocketChannel client = connect()) {
            assertEquals("welcome", answer(client));
        }
        assertFalse(listener.isOpen());
    }

    @Test
    void aWishThatIsNotHeardInTimeIsWithdrawn() throws Exception {
        CompletableFuture<Void> wish = new CompletableFuture<>();
        try (SocketChannel client = connect(); SocketChannel machine = listener.accept()) {
            ControlDoor.await(machine, wish, Duration.ofMillis(1));

            assertTrue(wish.isCancelled());
            assertEquals("no the guest has no driver that listens: seconds=0", answer(client));
        }
    }

    @Test
    void aWishThatIsHeardIsAnswered() throws Exception {
        try (SocketChannel client = connect(); SocketChannel machine = listener.accept()) {
            Duration aDay = Duration.ofDays(1);
            ControlDoor.await(machine, CompletableFuture.completedFuture(null), aDay);
            ControlDoor.await(machine,
                    CompletableFuture.failedFuture(new PlatformException("no, thanks")), aDay);
            machine.shutdownOutput();

            assertEquals("ok\nno no, thanks\n", new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// Fails twice at first, as when there are too many open files.
    private static final class Failing extends ServerSocketChannel {
        private final ServerSocketChannel real;
        private int failures;

        Failing(ServerSocketChannel real) {
            super(SelectorProvider.provider());
            this.real = real;
        }

        @Override
        public SocketChannel accept() throws IOException {
            if (failures++ < 2) {
                throw new IOException("Too many open files");
            }
            return real.accept();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) {
            return this;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return real.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return real.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return real.socket();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return real.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            real.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) {}
    }
}
