// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;
import org.ringway.platform.Platform;

@DisplayName("the report on a host, read from a file system of our own")
final class HostReportTest extends LinuxCase {
    private HostReport report;

    @BeforeEach
    void makeReport() {
        report = new HostReport(folder, new Headroom(folder));
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static void assertPoor(String found, String fix, Diagnosis diagnosis) {
        assertEquals(Verdict.POOR, diagnosis.verdict());
        assertEquals(found, diagnosis.found());
        assertTrue(diagnosis.fix().startsWith(fix), diagnosis.fix());
    }

    private static void assertGood(String found, Diagnosis diagnosis) {
        assertEquals(new Diagnosis(diagnosis.subject(), Verdict.GOOD, found, ""), diagnosis);
    }

    @Test
    @DisplayName("little memory is poor, with the number and the limit")
    void littleMemoryIsPoor() throws IOException {
        write("proc/meminfo", "MemAvailable: 1000 kB\n");
        assertPoor("availableBytes=1024000 limit=MemAvailable of /proc/meminfo", "end what",
                report.memory());
        write("proc/meminfo", "MemAvailable: 1000000 kB\n");
        assertGood("availableBytes=1024000000 limit=MemAvailable of /proc/meminfo",
                report.memory());
    }

    @Test
    @DisplayName("few descriptors are poor, with the command that raises the limit")
    void fewDescriptorsArePoor() throws IOException {
        String line = "Max open files            %s               1048576              files\n";
        write("proc/self/limits", line.formatted("1024"));
        assertPoor("limit=1024", "ulimit -n 65536", report.descriptors());
        write("proc/self/limits", line.formatted("4096"));
        assertGood("limit=4096", report.descriptors());
        write("proc/self/limits", line.formatted("unlimited"));
        assertGood("limit=unlimited", report.descriptors());
    }

    @Test
    @DisplayName("no huge pages for shared memory is poor, with the command that allows them")
    void noHugePagesArePoor() throws IOException {
        write(HugePages.SETTING, "always within_size advise [never] deny force\n");
        assertPoor("shmem_enabled=never",
                "echo advise | sudo tee /sys/kernel/mm/transparent_hugepage/shmem_enabled",
                report.hugePages());
        write(HugePages.SETTING, "always within_size [advise] never deny force\n");
        assertGood("shmem_enabled=advise", report.hugePages());
    }

    @Test
    @DisplayName("the platform is found as a service and says what it tried here")
    void platformIsFoundAndTried() {
        Platform found = ServiceLoader.load(Platform.class).findFirst().orElseThrow();
        assertInstanceOf(LinuxPlatform.class, found);
        for (String subject : new String[] {"shared memory", "read-only grants", "wrap-free rings",
            "control links", "doorbells"}) {
            assertTrue(found.diagnose().stream().anyMatch(diagnosis ->
                    diagnosis.subject().equals(subject)
                            && diagnosis.verdict() == Verdict.GOOD), subject);
        }
    }

    @Test
    @DisplayName("a look at the host leaves nothing open")
    void reportLeavesNothingOpen() throws IOException {
        platform.diagnose();
        long before = descriptors();
        platform.diagnose();
        assertEquals(before, descriptors());
    }
}
