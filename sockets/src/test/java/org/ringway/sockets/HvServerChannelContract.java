// SPDX-License-Identifier: Apache-2.0
package org.ringway.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.child.ChildPartition;
import org.ringway.platform.Platform;

/// How connections are made, and not made, on every platform.
abstract class HvServerChannelContract extends SocketCase {
    HvServerChannelContract(Platform platform) {
        super(platform);
    }

    private void assertConnects(ChildPartition who, String where) throws IOException {
        try (HvChannel channel = HvChannel.connect(who, HvSocketAddress.parse(where))) {
            assertTrue(channel.isConnected());
        }
    }

    private <T extends IOException> T assertRefused(
            Class<T> how, ChildPartition who, String where) {
        return assertThrows(how, () -> HvChannel.connect(who, HvSocketAddress.parse(where)));
    }

    @Test
    @DisplayName("refused and unreachable are told apart, in words that name the address")
    void refusedAndUnreachable() throws Exception {
        String refused = assertRefused(ConnectException.class, client, "hv://server/echo")
                .getMessage();
        assertTrue(refused.contains("nobody listens there") && refused.endsWith("hv://server/echo"),
                refused);
        String unreachable = assertRefused(
                NoRouteToHostException.class, client, "hv://nobody/echo").getMessage();
        assertTrue(unreachable.contains("no such partition"), unreachable);
        assertRefused(NoRouteToHostException.class, client, "hv://parent/echo");

        HvChannel failed = keep(HvChannel.open(client));
        assertThrows(ConnectException.class, () -> failed.connect(ECHO));
        assertFalse(failed.isOpen());
    }

    @Test
    @DisplayName("reaches by name, number, port, wildcard and loopback")
    void addresses() throws Exception {
        listen("hv://*/5432");
        assertConnects(client, "hv://server/5432");
        assertConnects(client, "hv://*/5432");
        assertConnects(client, "hv://@" + server.id().value() + "/5432");
        assertConnects(server, "hv://loopback/5432");
        assertConnects(server, "hv://server/5432");
        assertRefused(ConnectException.class, client, "hv://loopback/5432");
        assertRefused(ConnectException.class, client, "hv://server/5433");
    }

    @Test
    @DisplayName("a partition talks with itself")
    void loopback() throws Exception {
        HvServerChannel listening = listen("hv://loopback/echo");
        HvChannel connected = keep(HvChannel.connect(
                server, HvSocketAddress.parse("hv://loopback/echo")));
        HvChannel accepted = keep(listening.accept(LIMIT));

        assertCarries(connected, accepted, "to myself");
        assertCarries(accepted, connected, "and back");
        assertRefused(ConnectException.class, client, "hv://server/echo");
        connected.close();
        assertEquals(-1, accepted.read(ByteBuffer.allocate(1)));
    }

    @Test
    @DisplayName("a scope lets in whom it names")
    void scopes() throws Exception {
        ChildPartition other = join("other");
        listen("hv://children/a");
        assertConnects(client, "hv://server/a");
        assertRefused(ConnectException.class, server, "hv://server/a");
        listen("hv://client/b");
        assertConnects(client, "hv://server/b");
        assertRefused(ConnectException.class, other, "hv://server/b");
    }

    @Test
    @DisplayName("one listener for a service, one listening partition for a name")
    void bindsOnce() throws Exception {
        listen("hv://*/echo");
        String twice = assertThrows(BindException.class, () -> listen("hv://*/echo")).getMessage();
        assertTrue(twice.contains("offered already"), twice);
        ChildPartition thief = join("server");
        String taken = assertThrows(BindException.class, () -> HvServerChannel.listen(
                thief, HvSocketAddress.parse("hv://*/other"))).getMessage();
        assertTrue(taken.contains("another partition has this name"), taken);
        server.close();
        keep(HvServerChannel.listen(thief, HvSocketAddress.parse("hv://*/echo")));
        assertConnects(client, "hv://server/echo");
    }

    @Test
    @DisplayName("H4: a flood beyond the backlog is refused at once; room comes with each accept")
    void flood() throws Exception {
        HvServerChannel listening = keep(HvServerChannel.open(server));
        listening.bind(HvSocketAddress.parse("hv://*/echo"), 3);
        List<HvChannel> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(keep(HvChannel.connect(client, ECHO)));
        }
        for (int i = 0; i < 40; i++) {
            assertRefused(ConnectException.class, client, "hv://server/echo");
        }
        HvChannel first = keep(listening.accept(LIMIT));
        assertCarries(waiting.getFirst(), first, "the first");
        waiting.add(keep(HvChannel.connect(client, ECHO)));
        for (int i = 1; i < 4; i++) {
            assertCarries(waiting.get(i), keep(listening.accept(LIMIT)), "number " + i);
        }
    }

    @Test
    @DisplayName("a listener that closes resets who waits to be accepted; accepted ones go on")
    void listenerCloses() throws Exception {
        HvServerChannel listening = listen("hv://*/echo");
        Ends accepted = connect(listening);
        HvChannel waiting = keep(HvChannel.connect(client, ECHO));
        listening.close();

        assertThrows(SocketException.class, () -> waiting.read(ByteBuffer.allocate(1)));
        assertCarries(accepted.client(), accepted.server(), "goes on");
        assertRefused(ConnectException.class, client, "hv://server/echo");
        listen("hv://*/echo");
    }

    @Test
    @DisplayName("a partition that dies with connections waiting takes them along")
    void listenerDies() throws Exception {
        listen("hv://*/echo");
        HvChannel waiting = keep(HvChannel.connect(client, ECHO));
        FutureTask<Integer> reading = inThread(() -> waiting.read(ByteBuffer.allocate(1)));
        server.close();

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> resultOf(reading));
        assertEquals(SocketException.class, failure.getCause().getClass());
        assertRefused(NoRouteToHostException.class, client, "hv://server/echo");
    }

    @Test
    @DisplayName("closing and interrupting wake who accepts; a time lets it go on")
    void acceptEnds() throws Exception {
        HvServerChannel listening = listen("hv://*/echo");
        assertThrows(SocketTimeoutException.class,
                () -> listening.accept(Duration.ofMillis(10)));
        FutureTask<HvChannel> accepting = inThread(listening::accept);
        listening.close();
        Throwable cause =
                assertThrows(ExecutionException.class, () -> resultOf(accepting)).getCause();
        assertTrue(cause instanceof ClosedChannelException, cause::toString);

        HvServerChannel other = listen("hv://*/other");
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, other::accept);
        assertTrue(Thread.interrupted());
        assertFalse(other.isOpen());
    }

    @Test
    @DisplayName("connecting gives up when its time has passed, when it is closed or interrupted")
    void connectEnds() throws Exception {
        root.close();
        HvChannel late = keep(HvChannel.open(client));
        IOException lost = assertThrows(IOException.class,
                () -> late.connect(ECHO, Duration.ofMillis(50)));
        assertNotNull(lost.getMessage());

        HvChannel interrupted = keep(HvChannel.open(client));
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, () -> interrupted.connect(ECHO));
        assertTrue(Thread.interrupted());
        assertThrows(ClosedChannelException.class, () -> interrupted.connect(ECHO));
    }

    @Test
    @DisplayName("without blocking, accept and connect say that they have to wait")
    void doesNotBlock() throws Exception {
        HvServerChannel listening = listen("hv://*/echo").configureBlocking(false);
        assertNull(listening.accept());
        HvChannel connecting = keep(HvChannel.open(client)).configureBlocking(false);
        assertFalse(connecting.connect(ECHO));
        assertTrue(connecting.isConnectionPending());
        connecting.configureBlocking(true);
        assertTrue(connecting.finishConnect());
        assertTrue(connecting.finishConnect());
        HvChannel accepted = listening.accept();
        assertNotNull(accepted);
        assertCarries(connecting, keep(accepted), "hello");

        HvChannel refused = keep(HvChannel.open(client)).configureBlocking(false);
        refused.connect(HvSocketAddress.parse("hv://server/none"));
        refused.configureBlocking(true);
        assertThrows(ConnectException.class, refused::finishConnect);
        assertFalse(refused.isOpen());
    }

    @Test
    @DisplayName("states that forbid a call are named by their exceptions")
    void states() throws Exception {
        HvServerChannel fresh = keep(HvServerChannel.open(server));
        assertThrows(NotYetBoundException.class, fresh::accept);
        fresh.bind(HvSocketAddress.parse("hv://*/echo"));
        assertThrows(AlreadyBoundException.class,
                () -> fresh.bind(HvSocketAddress.parse("hv://*/more")));
        assertEquals("hv://*/echo", String.valueOf(fresh.getLocalAddress()));
    }

    @Test
    @DisplayName("many connections at once, and all their ids come back")
    void manyConnections() throws Exception {
        HvServerChannel listening = keep(HvServerChannel.open(server));
        listening.bind(HvSocketAddress.parse("hv://*/echo"), 1000);
        List<FutureTask<HvChannel>> connecting = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            connecting.add(inVirtualThread(() -> keep(HvChannel.connect(client, ECHO))));
        }
        for (FutureTask<HvChannel> each : connecting) {
            HvChannel accepted = listening.accept(LIMIT);
            accepted.write(bytes("hi"));
            accepted.close();
            each.get();
        }
        for (FutureTask<HvChannel> each : connecting) {
            assertEquals("hi", new String(read(resultOf(each), 2)));
            resultOf(each).close();
        }
        while (client.list().channels().size() + server.list().channels().size() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(0, client.list().channels().size());
    }
}
