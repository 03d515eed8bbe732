// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringway.cli.CommandFailure;

/// Makes the first file systems of the lab: of the emulated machine, and inside it that of guests.
final class LabArchives {
    private static final List<String> GUEST_MODULES =
            List.of("hv_vmbus", "hv_utils", "hv_sock", "uio_hv_generic");
    private static final List<String> MACHINE_MODULES = List.of("kvm_amd");
    private static final List<String> TOOLS = List.of("awk", "cat", "cut", "date", "dd", "dmesg",
            "echo", "grep", "head", "hexdump", "insmod", "ip", "kill", "ls", "mount", "poweroff",
            "printf", "ps", "reboot", "rmmod", "sed", "sh", "sha256sum", "sleep", "sort", "stty",
            "tail", "timeout", "tr", "umount", "uname", "wc");
    private static final List<String> FOLDERS =
            List.of("dev", "etc", "proc", "run", "sys", "tmp", "var/lib/hyperv");
    private static final String LOADER = "lib64/ld-linux-x86-64.so.2";
    private static final List<String> LIBRARIES = List.of("libc.so.6", "libdl.so.2", "libm.so.6",
            "libpthread.so.0", "libresolv.so.2", "librt.so.1", "libz.so.1", "libgcc_s.so.1");
    private static final String LIBRARY_TARGET = "lib/x86_64-linux-gnu/";
    private static final List<Path> LIBRARY_FOLDERS =
            List.of(Path.of("/lib/x86_64-linux-gnu"), Path.of("/usr/lib/x86_64-linux-gnu"));

    private final LabParts parts;
    private final KernelModules modules;

    LabArchives(LabParts parts) throws IOException {
        this.parts = parts;
        this.modules = KernelModules.in(parts.modules());
    }

    /// Writes the archive of guests.
    ///
    /// @param programs of ours, need no library
    void guest(Path target, List<Path> programs) throws IOException, InterruptedException {
        try (CpioArchive archive = begin(target, GUEST_MODULES, "guest-init")) {
            for (Path program : programs) {
                archive.file("bin/" + program.getFileName(), program);
            }
            for (Path file : parts.files()) {
                archive.file("bin/" + file.getFileName(), file.toRealPath());
            }
            Set<String> taken = new HashSet<>(LIBRARIES);
            for (Path library : SharedLibraries.of(parts.files())) {
                if (taken.add(library.getFileName().toString())) {
                    archive.file(LIBRARY_TARGET + library.getFileName(), library);
                }
            }
        }
    }

    /// Writes the archive of the emulated machine.
    ///
    /// @param java a Java runtime
    /// @param kernels what guests boot, and their archive
    /// @param ringway the jars of this program
    void machine(Path target, Path java, List<Path> kernels, List<Path> ringway)
            throws IOException {
        try (CpioArchive archive = begin(target, MACHINE_MODULES, "machine-init")) {
            archive.tree("java", java);
            for (Path each : kernels) {
                archive.file(each.getFileName().toString(), each);
            }
            archive.file("vmlinuz", parts.kernel());
            for (Path each : ringway) {
                add(archive, each);
            }
        }
    }

    /// Adds a module: a jar or a folder.
    private static void add(CpioArchive archive, Path element) throws IOException {
        if (Files.isRegularFile(element)) {
            archive.file("ringway/" + element.getFileName(), element);
        } else {
            archive.tree("ringway/" + element.toString().replace('/', '_'), element);
        }
    }

    private CpioArchive begin(Path target, List<String> wanted, String init) throws IOException {
        CpioArchive archive = new CpioArchive(
                new BufferedOutputStream(Files.newOutputStream(target)));
        archive.file("init", resource(init)).file("bin/busybox", LabParts.BUSYBOX);
        for (String tool : TOOLS) {
            archive.link("bin/" + tool, "busybox");
        }
        for (String folder : FOLDERS) {
            archive.folder(folder);
        }
        Map<String, byte[]> load = modules.load(wanted);
        for (Map.Entry<String, byte[]> module : load.entrySet()) {
            archive.file("modules/" + module.getKey() + ".ko", module.getValue());
        }
        archive.text("modules/order", String.join("\n", load.keySet()) + "\n");
        archive.file(LOADER, Path.of("/").resolve(LOADER));
        for (String library : LIBRARIES) {
            Path found = LIBRARY_FOLDERS.stream().map(folder -> folder.resolve(library))
                    .filter(Files::exists).findFirst().orElse(null);
            if (found != null) {
                archive.file(LIBRARY_TARGET + library, found);
            }
        }
        return archive;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = LabArchives.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("not in the jar: name=" + name);
            }
            return in.readAllBytes();
        }
    }

    /// {@return the jars and folders that this program runs from}
    static List<Path> ownModules() {
        ModuleLayer layer = LabArchives.class.getModule().getLayer();
        if (layer == null) {
            throw new CommandFailure("the lab cannot find the jars of this program",
                    "start Ringway with its launcher");
        }
        return layer.configuration().modules().stream()
                .flatMap(module -> module.reference().location().stream())
                .filter(location -> location.getScheme().equals("file")).map(Path::of).toList();
    }
}
