// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.c;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.channel.BusChannel;
import org.ringway.channel.IncomingPacket;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.platform.Access;
import org.ringway.platform.ListenOptions;
import org.ringway.platform.Platform;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferContent;
import org.ringway.wire.UserData;

@DisplayName("a partition in C and one in Java")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SERVICE = "c and java";
    private static final int PACKETS = 1_000_000;

    private static Path echo;
    private static Path blast;
    private static Path lend;

    private Path socket;
    private RootPartition root;
    private ChildPartition java;

    @BeforeAll
    static void programsAreBuiltWithoutAWarning() throws Exception {
        echo = Compiler.programOfClient("echo");
        blast = Compiler.programOfClient("blast");
        lend = Compiler.programOfClient("lend");
    }

    @BeforeEach
    void join(@TempDir Path folder) throws Exception {
        Platform platform = ServiceLoader.load(Platform.class).findFirst().orElseThrow();
        socket = folder.resolve("root.sock");
        root = RootPartition.start(platform,
                RootOptions.DEFAULT.listeningAt(
                        new ListenOptions(socket, 0600, OptionalInt.empty())));
        java = ChildPartition.join(socket, "java");
    }

    @AfterEach
    void leave() {
        java.close();
        root.close();
    }

    private CProgram startEcho() throws Exception {
        CProgram program = CProgram.start(echo, socket, SERVICE);
        assertEquals("ready", program.says());
        return program;
    }

    private BusChannel openEcho() throws InterruptedException {
        return java.open(java.awaitOffer(SERVICE, LIMIT));
    }

    @Test
    void aMillionPacketsComeBackInOrderFromAProviderInC() throws Exception {
        try (CProgram program = startEcho(); BusChannel channel = openEcho()) {
            new NumberedTraffic(channel, PACKETS).exchange();

            assertEquals("opened by java", program.says());
            assertTrue(channel.statistics().signalsSent() < PACKETS / 2, "signals are rare");
        }
    }

    @Test
    void aMillionPacketsGoEachWayToAConsumerInC() throws Exception {
        try (Service service = java.offer(SERVICE);
                CProgram program = CProgram.start(blast, socket, SERVICE, PACKETS);
                BusChannel channel = service.accept()) {
            new NumberedTraffic(channel, PACKETS).exchange();

            assertEquals("sent=" + PACKETS + " received=" + PACKETS, program.says());
            program.cue();
            assertThrows(ChannelClosedException.class, () -> receive(channel));
            assertEquals(0, program.awaitEnd());
        }
    }

    @Test
    void aConsumerInCThatHasEverythingGoesOnSending() throws Exception {
        int packets = PACKETS / 10;
        try (Service service = java.offer(SERVICE);
                CProgram program = CProgram.start(blast, socket, SERVICE, packets);
                BusChannel channel = service.accept()) {
            new NumberedTraffic(channel, packets).exchangeOneAfterTheOther();

            assertEquals("sent=" + packets + " received=" + packets, program.says());
            program.cue();
            assertEquals(0, program.awaitEnd());
        }
    }

    @Test
    void aProviderInCAnswersRequestsAndWorksOnLentPages() throws Exception {
        try (CProgram program = startEcho(); BusChannel channel = openEcho()) {
            Conversation conversation = new Conversation(java, channel);
            conversation.ask();
            conversation.lend(Access.READ_WRITE);
            conversation.lend(Access.READ_ONLY);

            assertEquals("opened by java", program.says());
        }
    }

    @Test
    void aConsumerInCAsksAndLendsAndAnswersAndLooksAtWhatIsLentToIt() throws Exception {
        try (Service service = java.offer(SERVICE);
                CProgram program = CProgram.start(lend, socket, SERVICE)) {
            for (int turn = 0; turn < 2; turn++) {
                try (BusChannel channel = service.accept()) {
                    assertThrows(ChannelClosedException.class, () -> serve(channel, 4));
                }
            }
            try (BusChannel channel = service.accept()) {
                serve(channel, 3);
                assertEquals("your turn", program.says());
                Conversation conversation = new Conversation(java, channel);
                conversation.ask();
                conversation.lend(Access.READ_WRITE);
                conversation.lend(Access.READ_ONLY);
            }
            assertEquals("closed", program.says());
            assertEquals(0, program.awaitEnd());
        }
    }

    @Test
    void bothLanguagesGiveANameTheSameGuid() throws Exception {
        try (CProgram program = startEcho()) {
            Guid guid = Guid.ofName(SERVICE);
            OfferContent content = java.awaitOffer(SERVICE, LIMIT).content();

            assertEquals(new OfferContent(guid, guid, 0, UserData.EMPTY), content);
            program.kill();
        }
    }

    @Test
    void aProviderInCTakesOneChannelAfterTheOther() throws Exception {
        try (CProgram program = startEcho()) {
            for (int turn = 0; turn < 3; turn++) {
                try (BusChannel channel = openEcho()) {
                    new Conversation(java, channel).ask();
                }
                assertEquals("opened by java", program.says());
                assertEquals("closed", program.says());
            }
        }
    }

    @Test
    void ringsThatAreThereAlreadyNeedNoRoot() throws Exception {
        try (CProgram program = CProgram.start(
                Compiler.programOfClient("attach"), PACKETS / 10)) {
            assertEquals("refused", program.says());
            assertEquals("answered", program.says());
            assertEquals("closed", program.says());
            assertEquals(0, program.awaitEnd());
        }
    }

    @Test
    void theProgramInTheReadmeAsksAServiceInJava() throws Exception {
        Path readme = Compiler.programOfReadme();
        try (Service service = java.offer("hello");
                CProgram program = CProgram.start(
                        Map.of("RINGWAY_SOCKET", socket.toString()), readme);
                BusChannel channel = service.accept()) {
            channel.receive(packet -> packet.complete(packet.payload()), 1, LIMIT);

            assertEquals("anybody?", program.says());
            assertEquals(0, program.awaitEnd());
        }
    }

    @Test
    void javaSeesThatAProviderInCIsLost() throws Exception {
        try (CProgram program = startEcho(); BusChannel channel = openEcho()) {
            new Conversation(java, channel).ask();
            program.kill();

            assertThrows(PeerLostException.class, () -> receive(channel));
        }
    }

    @Test
    void javaSeesThatAConsumerInCIsLost() throws Exception {
        try (Service service = java.offer(SERVICE);
                CProgram program = CProgram.start(lend, socket, SERVICE);
                BusChannel channel = service.accept()) {
            program.kill();

            assertThrows(PeerLostException.class, () -> receive(channel));
        }
    }

    @Test
    void oneProgramInCSeesThatTheOtherIsLost() throws Exception {
        try (CProgram program = startEcho();
                CProgram other = CProgram.start(blast, socket, SERVICE, 1000)) {
            assertEquals("sent=1000 received=1000", other.says());
            other.kill();

            assertEquals("opened by c blast", program.says());
            assertEquals("peer lost", program.says());
        }
    }

    @Test
    void aChannelBetweenCAndJavaOutlivesTheRoot() throws Exception {
        try (CProgram program = startEcho(); BusChannel channel = openEcho()) {
            root.close();
            new NumberedTraffic(channel, 1000).exchange();

            assertEquals("opened by java", program.says());
        }
    }

    private static void receive(BusChannel channel) throws InterruptedException {
        while (channel.receive(_ -> {}, 1, LIMIT) > 0) {
            continue;
        }
    }

    private static void serve(BusChannel channel, int requests) throws InterruptedException {
        for (int left = requests; left > 0;) {
            int handled = channel.receive(CClientTest::answer, 1, LIMIT);
            assertTrue(handled > 0, "a request");
            left -= handled;
        }
    }

    /// As the programs in C do it.
    private static void answer(IncomingPacket packet) {
        if (packet.hasExternal()) {
            packet.complete(sumAndRaise(packet.external().segment()));
            return;
        }
        byte[] inverted = new byte[packet.payloadBytes()];
        packet.copyTo(0, MemorySegment.ofArray(inverted));
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        packet.complete(MemorySegment.ofArray(inverted));
    }

    private static MemorySegment sumAndRaise(MemorySegment lent) {
        long sum = 0;
        for (long at = 0; at < lent.byteSize(); at++) {
            byte before = lent.get(JAVA_BYTE, at);
            sum += Byte.toUnsignedInt(before);
            if (!lent.isReadOnly()) {
                lent.set(JAVA_BYTE, at, (byte) (before + 1));
            }
        }
        MemorySegment answer = MemorySegment.ofArray(new long[1]);
        answer.set(JAVA_LONG, 0, sum);
        return answer;
    }
}
