// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.command;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.verify.command.Ringway.Outcome;

@DisplayName("ringway guest initrd")
final class InitrdTest extends CommandCase {
    private static final String RELEASE = "9.8.7-test";
    private static final int KERNEL_BYTES = 4096;

    private Path kernel;
    private Path modules;
    private Path image;

    /// A kernel that has nothing but a header, and modules of which each says what it needs.
    @BeforeEach
    void aKernelIsInstalled() throws IOException {
        image = folder.resolve("an image");
        kernel = folder.resolve("boot/vmlinuz");
        modules = folder.resolve("lib/modules/" + RELEASE);
        Files.createDirectories(kernel.getParent());
        Files.write(kernel, kernel(RELEASE + " (somebody) #1 SMP"));
        module("kernel/drivers/hv/hv_vmbus.ko", "");
        module("kernel/drivers/hv/hv_utils.ko", "hv_vmbus");
        module("kernel/net/vmw_vsock/hv_sock.ko", "hv-vmbus,vsock");
        Path packed = modules.resolve("kernel/net/vmw_vsock/vsock.ko.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(content(""));
        }
    }

    private static byte[] kernel(String release) {
        ByteBuffer bytes = ByteBuffer.allocate(KERNEL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        bytes.putShort(0x20E, (short) 0x400);
        bytes.put(0x600, release.getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    private static byte[] content(String needs) {
        return ("ELF\0license=GPL\0depends=" + needs + "\0name=x\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void module(String name, String needs) throws IOException {
        Path file = modules.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content(needs));
    }

    private Outcome make(String... more) throws Exception {
        List<String> command = List.of("guest", "initrd", "--kernel", kernel.toString(),
                "--output", image.toString());
        Outcome outcome = ringway.run(Stream.concat(
                command.stream(), List.of(more).stream()).toArray(String[]::new));
        assumeFalse(outcome.err().contains("ringway: there is no "), outcome.err());
        return outcome;
    }

    private static void run(Path where, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(where.toFile())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + "\n" + said);
    }

    @Test
    @DisplayName("has drivers in the order in which they load, and programs that run in it")
    void driversLoadAndProgramsRun() throws Exception {
        Outcome outcome = make("--json", "--add", "/usr/bin/env");
        assertEquals(0, outcome.exitCode(), outcome.err());
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        run(unpacked, "busybox", "cpio", "-idF", image.toString());

        assertAll(
                () -> assertEquals("['hv_vmbus', 'hv_utils', 'vsock', 'hv_sock'] False",
                        Ringway.value(outcome.out(), "str(it['modules']) + ' ' "
                                + "+ str(it['drivesRings'])")),
                () -> assertEquals(List.of("hv_vmbus", "hv_utils", "vsock", "hv_sock"),
                        Files.readAllLines(unpacked.resolve("modules/order"))),
                () -> assertEquals(new String(content(""), StandardCharsets.ISO_8859_1),
                        Files.readString(unpacked.resolve("modules/vsock.ko"),
                                StandardCharsets.ISO_8859_1)),
                () -> assertTrue(Files.isExecutable(unpacked.resolve("init"))),
                () -> run(unpacked, inside(unpacked, "/bin/sh", "-c", "exit 0")),
                () -> run(unpacked, inside(unpacked, "/bin/env")),
                () -> run(unpacked, inside(unpacked, "/bin/socat", "-V")));
    }

    @Test
    @DisplayName("takes what is given before what it would take by itself")
    void whatIsGivenComesFirst() throws Exception {
        Path own = Files.writeString(folder.resolve("socat"), "#!/bin/sh\necho of mine\n");
        assertTrue(own.toFile().setExecutable(true));
        Outcome outcome = make("--json", "--add", own.toString());

        assertEquals("1", Ringway.value(outcome.out(), "it['programs'].count('socat')"));
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        run(unpacked, "busybox", "cpio", "-idF", image.toString());
        assertEquals(Files.readString(own), Files.readString(unpacked.resolve("bin/socat")));
    }

    @Test
    @DisplayName("names a library that is missing, and the program that needs it")
    void aMissingLibraryIsNamed() throws Exception {
        Path source = Files.writeString(folder.resolve("x.c"), "int f(void) { return 0; }\n");
        Path library = folder.resolve("libx.so");
        run(folder, "gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
        Files.writeString(source, "int f(void); int main(void) { return f(); }\n");
        run(folder, "gcc", "-o", folder.resolve("needs").toString(), source.toString(),
                library.toString());
        Files.delete(library);

        Outcome outcome = make("--add", folder.resolve("needs").toString());

        assertEquals(1, outcome.exitCode(), outcome.out());
        assertTrue(outcome.err().contains("program=" + folder.resolve("needs") + " library="),
                outcome.err());
    }

    private static String[] inside(Path folder, String... command) {
        return Stream.concat(
                Stream.of("unshare", "--map-root-user", "chroot",
                        folder.toString()),
                Stream.of(command)).toArray(String[]::new);
    }

    @Test
    @DisplayName("takes no file for a driver that the kernel has inside")
    void driversMayBeBuiltIn() throws Exception {
        Files.delete(modules.resolve("kernel/drivers/hv/hv_vmbus.ko"));
        Files.writeString(modules.resolve("modules.builtin"),
                "kernel/drivers/hv/hv_vmbus.ko\nkernel/drivers/uio/uio_hv_generic.ko\n");

        Outcome outcome = make("--json");

        assertEquals("['hv_utils', 'vsock', 'hv_sock'] True", Ringway.value(
                outcome.out(), "str(it['modules']) + ' ' + str(it['drivesRings'])"));
    }

    @Test
    @DisplayName("says what to do next, and what the kernel lacks")
    void itSaysWhatToDoNext() throws Exception {
        Outcome outcome = make();

        assertAll(
                () -> assertEquals(0, outcome.exitCode(), outcome.err()),
                () -> assertTrue(outcome.out().contains("no uio_hv_generic"), outcome.out()),
                () -> assertTrue(outcome.out().endsWith("Next: ringway guest run --kernel "
                        + kernel + " --initrd '" + image + "'\n"), outcome.out()));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "../../../boot/vmlinuz, no kernel, this is no packed kernel for x86-64",
        "kernel/net/vmw_vsock/hv_sock.ko, , the kernel has no module hv_sock",
        "kernel/net/vmw_vsock/vsock.ko.gz, not packed, Not in GZIP format"})
    @DisplayName("leaves the old file alone if it fails, and says why")
    void theOldFileStays(String file, String content, String message) throws Exception {
        Files.writeString(image, "old");
        if (content == null) {
            Files.delete(modules.resolve(file));
        } else {
            Files.writeString(modules.resolve(file), content);
        }

        Outcome outcome = make();

        assertAll(
                () -> assertEquals(1, outcome.exitCode(), outcome.out()),
                () -> assertTrue(outcome.err().contains(message), outcome.err()),
                () -> assertEquals(1, outcome.err().lines().count(), outcome.err()),
                () -> assertEquals("old", Files.readString(image)),
                () -> assertFalse(Files.exists(folder.resolve("an image.part"))));
    }

    @Test
    @DisplayName("names the folder where it has looked for modules")
    void aKernelWithoutModulesIsNamed() throws Exception {
        Files.write(kernel, kernel("1.2.3-other"));

        Outcome outcome = make();

        assertEquals("ringway: there are no modules of this kernel:"
                + " folder=/lib/modules/1.2.3-other: say where they are: --modules DIR\n",
                outcome.err());
    }
}
