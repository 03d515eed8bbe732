// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.PlatformException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.ControlListener;
import org.ringway.platform.Doorbell;
import org.ringway.platform.Doorbell.Wake;
import org.ringway.platform.DoorbellPair;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Poller;

@DisplayName("a listener's address, and processes that die")
final class LinuxListenerTest extends LinuxCase {
    private ListenOptions options(Path path) {
        return new ListenOptions(path, 0600, OptionalInt.empty());
    }

    private String refusedListen(Path path) {
        return assertThrows(PlatformException.class, () -> platform.listen(options(path)))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0777, 0000})
    @DisplayName("the socket has the mode that was asked for, whatever the umask")
    void modeIsExact(int mode) throws Exception {
        keep(platform.listen(new ListenOptions(socket(), mode, OptionalInt.empty())));
        assertEquals(mode, (int) Files.getAttribute(socket(), "unix:mode") & 0777);
    }

    @Test
    @DisplayName("the socket has the group that was asked for")
    void groupIsSet() throws Exception {
        int gid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        keep(platform.listen(new ListenOptions(socket(), 0660, OptionalInt.of(gid))));
        assertEquals(gid, (int) Files.getAttribute(socket(), "unix:gid"));
    }

    @Test
    @DisplayName("an orderly close leaves nothing behind, in the folder or in the process")
    void closeLeavesNothing() throws Exception {
        listen().close();
        long before = descriptors();
        ControlListener listener = listen();
        assertTrue(Files.exists(folder.resolve("root.sock.lock")));
        listener.close();
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
        assertEquals(before, descriptors());
    }

    @Test
    @DisplayName("a refused listen leaves nothing behind, and takes nothing away")
    void refusalLeavesNothing() throws Exception {
        listen();
        long before = descriptors();
        assertTrue(refusedListen(socket()).contains("another root listens here"));
        assertEquals(before, descriptors());
        assertNotNull(keep(platform.connect(socket())));
    }

    @Test
    @DisplayName("a file that is no socket is not removed")
    void otherFilesAreNotRemoved() throws Exception {
        Files.writeString(socket(), "precious");
        String text = refusedListen(socket());
        assertTrue(text.contains("something else is in the way"), text);
        assertEquals("precious", Files.readString(socket()));
        assertFalse(Files.exists(folder.resolve("root.sock.lock")));
    }

    @Test
    @DisplayName("a link to another file is not followed when the address is taken")
    void symbolicLinkIsNotFollowed() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "precious");
        Files.createSymbolicLink(socket(), target);
        assertTrue(refusedListen(socket()).contains("something else is in the way"));
        assertTrue(Files.exists(socket(), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    @DisplayName("a path too long for a socket is refused with the numbers, by both sides")
    void longPathIsRefused() {
        Path path = folder.resolve("x".repeat(200));
        String numbers = "bytes=" + path.toString().length() + " most=107";
        assertTrue(refusedListen(path).contains(numbers), refusedListen(path));
        String text = assertThrows(PlatformException.class, () -> platform.connect(path))
                .getMessage();
        assertTrue(text.contains(numbers), text);
    }

    @Test
    @DisplayName("a folder that is not there is named")
    void missingFolderIsNamed() {
        Path path = folder.resolve("missing").resolve("root.sock");
        String text = refusedListen(path);
        assertTrue(text.contains(path.toString()) && text.contains("no such file"), text);
    }

    @Test
    @DisplayName("a root in another process is refused while it lives, and taken over once killed")
    void killedRootIsTakenOver() throws Exception {
        try (OtherProcess other = OtherProcess.start("listen", socket())) {
            assertTrue(refusedListen(socket()).contains("another root listens here"));
            ControlLink link = keep(platform.connect(socket()));
            assertEquals(other.pid(), link.peer().pid());
            other.kill();
            assertTrue(Files.exists(socket()), "the dead root's socket is still there");
            ControlListener listener = listen();
            assertEquals(ProcessHandle.current().pid(),
                    keep(platform.connect(socket())).peer().pid());
            assertNotNull(keep(listener.accept()));
        }
    }

    @Test
    @DisplayName("who is killed is lost: its doorbell's other end hears it, its link hangs up")
    void killedPeerIsLost() throws Exception {
        ControlListener listener = listen();
        DoorbellPair pair = platform.doorbellPair();
        Doorbell here = keep(platform.doorbell(pair.first()));
        var starting = new FutureTask<>(() -> OtherProcess.start("hold", socket()));
        Thread.ofPlatform().daemon().start(starting);
        ControlLink link = keep(knock(listener));
        link.trySend(new byte[1], List.of(pair.second()));
        pair.second().close();
        try (OtherProcess other = starting.get()) {
            assertEquals(Wake.TIMED_OUT, here.poll());
            assertEquals(other.pid(), link.peer().pid());
            other.kill();
            assertEquals(Wake.PEER_LOST, here.await(LIMIT_NANOS));
            assertEquals(new Received.HangUp(), link.receive());
        }
    }

    private ControlLink knock(ControlListener listener) {
        Poller poller = keep(platform.poller());
        poller.watch(listener, Poller.Interest.READ, () -> {});
        poller.poll(Duration.ofNanos(LIMIT_NANOS));
        return Objects.requireNonNull(listener.accept(), "nobody came");
    }
}
