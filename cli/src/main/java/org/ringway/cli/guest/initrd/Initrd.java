// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.initrd;

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

/// Writes a first file system: BusyBox, modules that its first program loads, and programs with
/// the libraries that they need.
public final class Initrd implements AutoCloseable {
    /// What the shell and its tools are made of.
    public static final String BUSYBOX = "busybox";
    /// Has programs drive rings.
    static final String RING_MODULE = "uio_hv_generic";
    /// Drivers of the bus.
    public static final List<String> BUS_MODULES =
            List.of("hv_vmbus", "hv_utils", "hv_sock", RING_MODULE);

    private static final List<String> FOLDERS =
            List.of("dev", "etc", "proc", "run", "sys", "tmp", "var/lib/hyperv");

    private final CpioArchive archive;
    private final Set<Path> libraries = new HashSet<>();

    /// Begins a file, which takes the place of one that is there.
    ///
    /// @throws CommandFailure if this host has no BusyBox
    public Initrd(Path target) throws IOException, InterruptedException {
        Path busybox = HostProgram.find(BUSYBOX);
        if (busybox == null) {
            throw new CommandFailure("there is no BusyBox, which guests are made of",
                    "apt-get install --no-install-recommends busybox-static");
        }
        archive = new CpioArchive(new BufferedOutputStream(Files.newOutputStream(target)));
        program(busybox);
        archive.link("bin/sh", "busybox");
        for (String folder : FOLDERS) {
            archive.folder(folder);
        }
    }

    /// Adds what a guest begins and ends with, if nothing else is said: a shell on its console.
    public Initrd shell() throws IOException {
        for (Map.Entry<String, String> each : Map.of("init", "init", "sbin/poweroff", "poweroff",
                "sbin/reboot", "reboot").entrySet()) {
            try (InputStream in = Initrd.class.getResourceAsStream(each.getValue())) {
                if (in == null) {
                    throw new AssertionError("not in the jar: name=" + each.getValue());
                }
                archive.file(each.getKey(), in.readAllBytes());
            }
        }
        return this;
    }

    /// Adds modules that the first program is to load.
    ///
    /// @param ordered in the order in which they can be loaded
    public Initrd modules(Map<String, byte[]> ordered) throws IOException {
        for (Map.Entry<String, byte[]> module : ordered.entrySet()) {
            archive.file("modules/" + module.getKey() + ".ko", module.getValue());
        }
        archive.text("modules/order", String.join("\n", ordered.keySet()) + "\n");
        return this;
    }

    /// Adds a program of this host, in `/bin`, and what it needs, where it is here.
    public Initrd program(Path program) throws IOException, InterruptedException {
        archive.file("bin/" + program.getFileName(), program.toRealPath());
        for (Path library : SharedLibraries.of(program)) {
            if (libraries.add(library)) {
                archive.file(library.toString().substring(1), library);
            }
        }
        return this;
    }

    /// {@return where anything else can be added}
    public CpioArchive archive() {
        return archive;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
