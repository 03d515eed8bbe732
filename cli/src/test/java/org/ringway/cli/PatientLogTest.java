// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PatientLogTest {
    @Test
    void everyLineIsWrittenBeforeTheLogIsClosed() {
        StringWriter text = new StringWriter();
        PatientLog log = new PatientLog(new PrintWriter(text, true));

        log.accept("one");
        log.accept("two");
        log.close();

        assertEquals("ringway: one\nringway: two\n", text.toString());
    }

    @Test
    void aReaderThatStoppedHoldsNobodyUpAndIsToldWhatItMissed() throws Exception {
        SlowReader reader = new SlowReader();
        PatientLog log = new PatientLog(new PrintWriter(reader, true));
        log.accept("first");
        reader.stopped.await();

        for (int i = 0; i < 300; i++) {
            log.accept("line " + i);
        }
        reader.goOn.countDown();
        log.close();

        String text = reader.text.toString();
        assertTrue(text.contains("ringway: line 255\n"), text);
        assertTrue(text.contains("ringway: lines lost because nobody read: count=44\n"), text);
    }

    /// Stops at the first line until it is told to go on.
    private static final class SlowReader extends Writer {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final StringBuffer text = new StringBuffer();

        @Override
        public void write(char[] characters, int offset, int length) {
            stopped.countDown();
            while (goOn.getCount() > 0) {
                Thread.onSpinWait();
            }
            text.append(characters, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
