// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Handle;
import org.ringway.platform.Platform;

@DisplayName("a link whose other end breaks the rules, or whose process has run out of descriptors")
final class LinuxLinkTest extends LinuxCase {
    private static final int DUPLICATE_CLOSE_ON_EXEC = 1030;

    private ControlLink link;
    private int hostile;

    @BeforeEach
    void makePair() {
        int[] ends = Sockets.pair(Sockets.SEQPACKET);
        link = keep(new LinuxLink(ends[0]));
        hostile = ends[1];
        keep(() -> RawFile.close(hostile));
    }

    private void send(int bytes, int descriptors) {
        int[] attached = new int[descriptors];
        Arrays.fill(attached, hostile);
        try (var arena = Arena.ofConfined()) {
            var message = new LinkMessage(new byte[bytes], attached, arena);
            Libc.must(SystemCall.SENDMSG, hostile, message.address(), Sockets.DONT_WAIT);
        }
    }

    private List<Handle> receiveHandles(int bytes) {
        var message = assertInstanceOf(Received.Message.class, link.receive());
        assertEquals(bytes, message.bytes().length);
        return message.handles();
    }

    @Test
    @DisplayName("more descriptors than a message may have: none is kept, the link goes on")
    void tooManyDescriptorsAreDropped() throws IOException {
        long before = descriptors();
        send(8, Platform.MAX_HANDLES + 1);
        send(8, 250);
        send(8, 1);
        assertEquals(List.of(), receiveHandles(8));
        assertEquals(List.of(), receiveHandles(8));
        receiveHandles(8).forEach(Handle::close);
        assertEquals(before, descriptors(), "nothing leaks");
    }

    @Test
    @DisplayName("a message too long for the protocol is cut, its descriptors are still counted")
    void longMessageIsCut() throws IOException {
        long before = descriptors();
        send(100_000, 2);
        List<Handle> handles = receiveHandles(256);
        assertEquals(2, handles.size());
        handles.forEach(Handle::close);
        assertEquals(before, descriptors());
    }

    @Test
    @DisplayName("an empty message is a hang-up, and what was attached to it is closed")
    void emptyMessageIsAHangUp() throws IOException {
        long before = descriptors();
        send(0, 3);
        send(8, 0);
        assertInstanceOf(Received.HangUp.class, link.receive());
        assertInstanceOf(Received.HangUp.class, link.receive());
        assertEquals(before, descriptors());
    }

    @Test
    @DisplayName("descriptors do not outlive a change of program")
    void receivedDescriptorsAreClosedOnExec() {
        int getDescriptorFlags = 1;
        send(8, 1);
        Handle handle = keep(receiveHandles(8).getFirst());
        assertEquals(1L, LinuxHandle.of(handle).<Long>use(
                file -> Libc.must(SystemCall.FCNTL, file, getDescriptorFlags)));
    }

    @Test
    @DisplayName("out of descriptors, a message arrives without its own, and the link goes on")
    void messageSurvivesExhaustion() throws Exception {
        send(8, 1);
        receiveHandles(8).forEach(Handle::close);
        send(8, 2);
        Deque<Integer> spare = useUp();
        Received received;
        try {
            received = link.receive();
        } finally {
            spare.forEach(RawFile::close);
        }
        assertEquals(List.of(), assertInstanceOf(Received.Message.class, received).handles());
        send(8, 1);
        assertEquals(1, receiveHandles(8).stream().map(this::keep).count());
    }

    @Test
    @DisplayName("out of descriptors, accepting fails with advice, and works when one is free")
    void acceptSurvivesExhaustion() {
        ControlListener listener = listen();
        keep(platform.connect(socket()));
        assertThrows(PlatformException.class, () -> platform.connect(folder.resolve("nobody")));
        Deque<Integer> spare = useUp();
        String text;
        try {
            text = assertThrows(PlatformException.class, listener::accept).getMessage();
        } finally {
            spare.forEach(RawFile::close);
        }
        assertTrue(text.contains("accept4 failed: errno=24 (too many open files"), text);
        assertNotNull(keep(listener.accept()));
    }

    /// Takes every descriptor that this process may still have.
    private Deque<Integer> useUp() {
        Deque<Integer> taken = new ArrayDeque<>();
        long next;
        do {
            next = Libc.call(SystemCall.FCNTL, hostile, DUPLICATE_CLOSE_ON_EXEC, 0);
            if (next >= 0) {
                taken.push((int) next);
            }
        } while (next >= 0);
        return taken;
    }

    @Test
    @DisplayName("a thread that sends while another closes the link fails at nothing")
    void sendingRacesWithClosing() throws Exception {
        for (int round = 0; round < 50; round++) {
            int[] ends = Sockets.pair(Sockets.SEQPACKET);
            ControlLink sender = new LinuxLink(ends[0]);
            Thread closing = Thread.ofPlatform().start(sender::close);
            for (int i = 0; i < 20; i++) {
                assertTrue(sender.trySend(new byte[] {1}, List.of()), "sent, or swallowed");
            }
            closing.join();
            RawFile.close(ends[1]);
        }
    }

    @Test
    @DisplayName("an error says what the kernel said, where, and what to do")
    void connectErrorsGiveAdvice() throws IOException {
        assertEquals("cannot connect, start a root or name its socket: socket=" + socket()
                + ": errno=2 (no such file or folder)", refusedConnect());
        Files.createFile(socket());
        assertTrue(refusedConnect().contains("start a root or name its socket"), refusedConnect());
    }

    private String refusedConnect() {
        return assertThrows(PlatformException.class, () -> platform.connect(socket()))
                .getMessage();
    }
}
