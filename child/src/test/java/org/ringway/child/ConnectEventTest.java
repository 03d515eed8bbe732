// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.local.LocalPlatform;

final class ConnectEventTest extends BusCase {
    ConnectEventTest() {
        super(new LocalPlatform());
    }

    @Test
    @DisplayName("a flight recorder hears who joined which root")
    void joiningIsRecorded() throws Exception {
        Path file = directory.resolve("recording.jfr");
        ChildPartition self;
        try (Recording recording = new Recording()) {
            recording.enable(ConnectEvent.class);
            recording.start();
            self = join("joined");
            recording.stop();
            recording.dump(file);
        }
        RecordedEvent joined = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("ringway.Connect"))
                .findFirst().orElseThrow();

        assertEquals("joined", joined.getString("partition"));
        assertEquals(self.id().value(), joined.getLong("partitionId"));
        assertEquals(socket().toString(), joined.getString("socket"));
    }
}
