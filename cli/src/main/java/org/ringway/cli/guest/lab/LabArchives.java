// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.guest.initrd.CpioArchive;
import org.ringway.cli.guest.initrd.Initrd;
import org.ringway.cli.guest.initrd.KernelModules;

/// Makes the first file systems of the lab: of the emulated machine, and inside it that of guests.
final class LabArchives {
    private static final List<String> MACHINE_MODULES = List.of("kvm_amd");
    /// What Java runtimes ask for when they run.
    private static final List<String> LIBRARIES = List.of("libc.so.6", "libdl.so.2", "libm.so.6",
            "libpthread.so.0", "libresolv.so.2", "librt.so.1", "libz.so.1", "libgcc_s.so.1");
    private static final String LOADER = "lib64/ld-linux-x86-64.so.2";
    private static final String LIBRARY_TARGET = "lib/x86_64-linux-gnu/";
    private static final List<Path> LIBRARY_FOLDERS =
            List.of(Path.of("/lib/x86_64-linux-gnu"), Path.of("/usr/lib/x86_64-linux-gnu"));

    private final LabParts parts;
    private final KernelModules modules;

    LabArchives(LabParts parts) throws IOException {
        this.parts = parts;
        this.modules = KernelModules.in(parts.modules());
    }

    /// Writes the archive of guests: that of `ringway guest initrd`, and beside its first program
    /// the lab's.
    ///
    /// @param programs of ours
    void guest(Path target, List<Path> programs) throws IOException, InterruptedException {
        try (Initrd initrd = new Initrd(target)) {
            initrd.shell().modules(modules.load(Initrd.BUS_MODULES));
            initrd.archive().file(LabBus.LAB_INIT, resource("lab-init"));
            for (Path program : programs) {
                initrd.program(program);
            }
            for (Path program : parts.files()) {
                initrd.program(program);
            }
        }
    }

    /// Writes the archive of the emulated machine.
    ///
    /// @param java a Java runtime
    /// @param kernels what guests boot, and their archive
    /// @param ringway the jars of this program
    void machine(Path target, Path java, List<Path> kernels, List<Path> ringway)
            throws IOException, InterruptedException {
        try (Initrd initrd = new Initrd(target)) {
            initrd.modules(modules.load(MACHINE_MODULES));
            CpioArchive archive = initrd.archive();
            archive.file("init", resource("machine-init")).tree("java", java);
            addLibraries(archive);
            for (Path each : kernels) {
                archive.file(each.getFileName().toString(), each);
            }
            archive.file("vmlinuz", parts.kernel());
            for (Path each : ringway) {
                add(archive, each);
            }
        }
    }

    private static void addLibraries(CpioArchive archive) throws IOException {
        archive.file(LOADER, Path.of("/").resolve(LOADER));
        for (String library : LIBRARIES) {
            Path found = LIBRARY_FOLDERS.stream().map(folder -> folder.resolve(library))
                    .filter(Files::exists).findFirst().orElse(null);
            if (found != null) {
                archive.file(LIBRARY_TARGET + library, found);
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
