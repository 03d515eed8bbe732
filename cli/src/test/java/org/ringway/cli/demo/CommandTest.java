// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.cli.ProgressBar;

@DisplayName("what the demo's processes tell each other")
final class CommandTest {
    @Test
    @DisplayName("a command comes out as it went in, and a strange one is refused")
    void commandsComeOutAsTheyWentIn() {
        Command command = new Command(Command.Operation.READ, 1L << 40, 77);
        assertEquals(command, Command.decode(command.encoded()));
        MemorySegment strange = MemorySegment.ofArray(new long[] {99, 0, 0});
        assertThrows(IllegalArgumentException.class, () -> Command.decode(strange));
        assertThrows(IllegalArgumentException.class,
                () -> Command.decode(strange.asSlice(0, 16)));
    }

    @Test
    @DisplayName("P18: an answer's failure is thrown with its text, a short one is refused")
    void failuresAreThrown() {
        assertEquals(8, Command.body(Command.answer(5L), 8).byteSize());
        DemoFailure thrown = assertThrows(DemoFailure.class,
                () -> Command.body(Command.answer(true, "no such file".getBytes()), 24));
        assertEquals("no such file", thrown.getMessage());
        MemorySegment cut = MemorySegment.ofArray(new long[] {1000L << 32});
        assertThrows(DemoFailure.class, () -> Command.body(cut, 0));
        assertThrows(DemoFailure.class, () -> Command.body(Command.answer(5L), 16));
        assertThrows(DemoFailure.class, () -> Command.body(MemorySegment.NULL, 0));
    }

    @Test
    @DisplayName("there is a result only if everything was measured and verified")
    void thereIsAResultOnlyIfVerified() {
        long[] cpu = {1_000};
        ProgressBar bar = new ProgressBar(new PrintStream(new ByteArrayOutputStream()));
        ConsumerLines lines = new ConsumerLines(bar, () -> cpu[0]);
        lines.take(ConsumerLines.TREE + "3 4096");
        lines.take(ConsumerLines.TRANSFER_BEGINS);
        cpu[0] = 3_500;
        lines.take(ConsumerLines.PROGRESS + "0.5 ringway");
        cpu[0] = -1;
        lines.take(ConsumerLines.TRANSFER_ENDS);
        Measurement measured = new Measurement(1L << 30, 500_000_000, 250_000_000, 64, 7, 9);
        lines.take(ConsumerLines.RINGWAY + measured.text());
        lines.take(ConsumerLines.TCP + measured.text());
        lines.take(ConsumerLines.ROOT_LOST + true);
        assertNull(lines.result());
        lines.take(ConsumerLines.VERIFIED);
        DemoResult result = lines.result();
        assertNotNull(result);
        assertEquals(2_500, result.rootCpuNanos(), "the root was gone at the end");
        assertTrue(result.rootLost());
        assertEquals(2.0, result.ringway().gibPerSecond());
        assertEquals(0.25, result.ringway().cpuSecondsPerGib());
        assertEquals(0.0625, result.ringway().signalsPerMib());
    }
}
