// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ringway.channel.BusChannel;
import org.ringway.child.ChildPartition;
import org.ringway.child.Service;
import org.ringway.verify.command.Ringway.Outcome;

final class LsTest extends CommandCase {
    private static final Duration A_WHILE = Duration.ofSeconds(60);

    @Test
    void anEmptyBusIsThreeCounts() throws Exception {
        try (RunningRoot root = ringway.startRoot()) {
            assertEquals(new Outcome(0, "partitions: 0\n\noffers: 0\n\nchannels: 0\n", ""),
                    ringway.run("ls"), root::ready);
        }
    }

    @Test
    void whoeverJoinedWhatTheyOfferAndWhatIsOpenIsListed() throws Exception {
        try (RunningRoot root = ringway.startRoot();
                ChildPartition provider = ChildPartition.join(socket, "storage");
                Service service = provider.offer("docs");
                ChildPartition consumer = ChildPartition.join(socket, "reader");
                BusChannel channel = consumer.open(consumer.awaitOffer("docs", A_WHILE))) {
            assertTrue(root.isAlive() && channel.isOpen(), service::toString);
            String id = Long.toString(Integer.toUnsignedLong(provider.id().value()));

            Outcome people = ringway.run("ls");
            Outcome details = ringway.run("ls", "-v");
            Outcome everything = ringway.run("ls", "-vv");
            String json = ringway.run("ls", "--json").out();

            String kind = service.content().interfaceId().toString();
            assertAll(
                    () -> assertTrue(people.out().contains(kind), people.out()),
                    () -> assertTrue(people.out().contains("1 docs"), people.out()),
                    () -> assertTrue(details.out().startsWith(
                            "VMBUS ID " + id + ".1: Class_ID = {" + kind + "} - docs\n"
                                    + "\tDevice_ID = {" + kind + "}\n\tRel_ID="), details.out()),
                    () -> assertFalse(details.out().contains("Rings"), details.out()),
                    () -> assertTrue(everything.out().contains("Rings: 2048 KiB"),
                            everything.out()),
                    () -> assertEquals("['reader', 'storage']", Ringway.value(json,
                            "sorted(each['name'] for each in it['partitions'])")),
                    () -> assertEquals("docs", Ringway.value(json, "it['offers'][0]['name']")),
                    () -> assertEquals(id, Ringway.value(json, "it['offers'][0]['provider']")),
                    () -> assertEquals("1",
                            Ringway.value(json, "it['offers'][0]['openChannels']")),
                    () -> assertEquals("open",
                            Ringway.value(json, "it['channels'][0]['state']")),
                    () -> assertEquals(id,
                            Ringway.value(json, "it['channels'][0]['provider']")));
        }
    }

    @Test
    void noRootIsOneLineThatSaysWhatToDo() throws Exception {
        Outcome outcome = ringway.run("ls");

        assertFailsOnOneLine(outcome, "ringway root --socket");
    }

    @Test
    void noRootWithJsonIsAnObjectToo() throws Exception {
        Outcome outcome = ringway.run("ls", "--json");

        assertEquals(1, outcome.exitCode());
        assertTrue(Ringway.value(outcome.out(), "it['error']").contains(socket.toString()));
    }

    @Test
    void noPermissionIsOneLine() throws Exception {
        try (RunningRoot root = ringway.startRoot()) {
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("r--r--r--"));

            Outcome outcome = ringway.runUnprivileged("ls");

            assertFailsOnOneLine(outcome, "permission");
            assertTrue(root.isAlive());
        }
    }

    @Test
    void whoMayNotJoinIsToldOnOneLine() throws Exception {
        int own = (int) Files.getAttribute(folder, "unix:uid");
        try (RunningRoot root = ringway.startRoot("--allow-uid", "" + (own + 1))) {
            Outcome outcome = ringway.run("ls");

            assertFailsOnOneLine(outcome, "--allow-uid, --allow-gid: uid " + own);
            assertTrue(root.isAlive());
        }
    }

    private void assertFailsOnOneLine(Outcome outcome, String text) {
        assertAll(
                () -> assertEquals(1, outcome.exitCode()),
                () -> assertEquals("", outcome.out()),
                () -> assertEquals(1, outcome.err().lines().count(), outcome.err()),
                () -> assertTrue(outcome.err().contains(text), outcome.err()),
                () -> assertTrue(outcome.err().contains(socket.toString()), outcome.err()));
    }
}
