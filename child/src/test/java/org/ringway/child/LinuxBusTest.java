// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.channel.SharedBuffer;
import org.ringway.platform.Access;
import org.ringway.platform.Platform;

class LinuxBusTest extends BusContract {
    private static final int ROUNDS = 40;

    LinuxBusTest() {
        super(ServiceLoader.load(Platform.class).findFirst().orElseThrow());
    }

    @Test
    @DisplayName("channels and grants that are over leave no descriptor and no mapping behind")
    void nothingIsLeftBehind() throws Exception {
        ChildPartition provider = join("provider");
        ChildPartition consumer = join("consumer");
        Service service = keep(provider.offer("echo"));
        useOnce(consumer, provider, service);
        long descriptors = descriptors();
        long mappings = mappings();
        for (int i = 0; i < ROUNDS; i++) {
            useOnce(consumer, provider, service);
        }
        assertTrue(descriptors() - descriptors < ROUNDS / 2, "descriptors: before=" + descriptors
                + " after=" + descriptors());
        assertTrue(mappings() - mappings < ROUNDS / 2, "mappings: before=" + mappings
                + " after=" + mappings());
    }

    private void useOnce(ChildPartition consumer, ChildPartition provider, Service service)
            throws InterruptedException {
        Ends ends = open(consumer, service);
        try (SharedBuffer mine = consumer.allocate(1, Access.READ_WRITE);
                SharedBuffer theirs = provider.allocate(1, Access.READ_ONLY)) {
            ends.consumer().grant(mine);
            ends.provider().grant(theirs);
        }
        ends.consumer().close();
        ends.provider().close();
        awaitListing(consumer, listing -> listing.channels().isEmpty()
                && listing.partitions().stream().mapToInt(each -> each.regions()).sum() == 0);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    /// Those of shared memory without a name.
    private static long mappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("memfd")).count();
        }
    }
}
