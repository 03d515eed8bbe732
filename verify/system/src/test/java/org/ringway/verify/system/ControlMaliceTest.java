// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("a malicious child process, and the root")
final class ControlMaliceTest extends MaliceCase {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "PIPE               | invalid parameter | must be regular file: mode=010600",
        "SPARSE             | invalid parameter | allocated to the last block: bytes=16384 "
                + "allocatedBytes=0",
        "UNSEALED           | invalid parameter | sealed against shrinking and growing: seals=0x0",
        "SHRINKABLE         | invalid parameter | sealed against shrinking and growing: seals=0x4",
        "REGULAR_FILE       | invalid parameter | memfd on tmpfs: fileSystem=0x",
        "SHARED_MEMORY_FILE | invalid parameter | sealed against shrinking and growing: seals=0x",
        "ANOTHER_SIZE       | invalid parameter | not what was announced: pages=4 announced=5",
        "NO_DESCRIPTOR      | invalid parameter | one descriptor must arrive",
        "HALF_GPADLS        | quota exceeded    | partialGpadls=64 limit=64",
        "TOO_MANY_OFFERS    | 256 quota exceeded | offers=256 limit=256",
    })
    @DisplayName("a wrong descriptor, or too much of anything, is refused with field and numbers")
    void isRefused(ControlTrick trick, String status, String reason) throws Exception {
        try (Villain villain = villain(trick)) {
            String said = villain.says();

            assertTrue(said.startsWith(status), said);
            assertTrue(said.contains(reason), said);
        }
    }

    @Test
    @DisplayName("a memfd of huge pages is refused")
    void hugePagesAreRefused() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/sys/kernel/mm/hugepages")),
                "this kernel has no huge pages");
        try (Villain villain = villain(ControlTrick.HUGE)) {
            String said = villain.says();

            assertTrue(said.contains("must be memfd on tmpfs: fileSystem=0x958458f6"), said);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "SECOND_HELLO | Hello must come once",
        "ROOT_VOICE   | wrong way: message=UnloadComplete type=0x11",
        "UNKNOWN_TYPE | unknown message: type=0x63",
        "CUT_SHORT    | RetireRegion",
    })
    @DisplayName("what nobody may say ends the link, and the last words say why")
    void isHungUpOn(ControlTrick trick, String reason) throws Exception {
        try (Villain villain = villain(trick)) {
            String said = villain.says();

            assertTrue(said.contains(reason), said);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"UNWANTED_DESCRIPTORS", "FORGED_ANSWERS"})
    @DisplayName("descriptors for nothing are closed, answers to nothing are ignored")
    void whatMeansNothingIsHarmless(ControlTrick trick) throws Exception {
        try (Villain villain = villain(trick)) {
            assertEquals("still here", villain.says());
        }
    }

    @Test
    @DisplayName("R8: a ring without a data page, or outside its pages, is refused")
    void badRingsAreRefused() throws Exception {
        try (Villain villain = villain(ControlTrick.BAD_RINGS)) {
            for (String page : List.of("0", "1", "7", "8", "4294967295")) {
                assertEquals("invalid parameter (0xc000000d): each ring needs two pages: "
                        + "downstreamPageOffset=" + page + " ringPages=8", villain.says());
            }
        }
    }

    @Test
    @DisplayName("a flood of control messages is held back, and nobody else waits for it")
    void floodIsHeldBack() throws Exception {
        try (Villain villain = villain(ControlTrick.FLOOD)) {
            assertEquals("held back", villain.says());
            innocents().areUnharmed();
        }
    }

    @Test
    @DisplayName("who asks for ever is answered, and costs the root no memory")
    void chatterIsAnswered() throws Exception {
        try (Villain villain = villain(ControlTrick.CHATTER)) {
            innocents().areUnharmed();
            assertEquals("heard all", villain.says());
        }
    }

    @Test
    @DisplayName("who posts to everybody for ever fills the buffers of one port, and no more")
    void postsForEverFillOnePort() throws Exception {
        try (Villain villain = villain(ControlTrick.POSTS)) {
            innocents().areUnharmed();
            assertEquals("accepted 16", villain.says());
        }
    }

    @Test
    @DisplayName("G3: a link that ends in the middle of a GPADL leaves nothing")
    void hangingUpMidGpadlLeavesNothing() throws Exception {
        try (Villain villain = villain(ControlTrick.HANG_UP_MID_GPADL)) {
            assertEquals(0, villain.awaitEnd());
        }
    }
}
