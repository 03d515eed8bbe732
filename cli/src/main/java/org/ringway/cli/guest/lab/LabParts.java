// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.CommandFailure;
import org.ringway.cli.guest.initrd.HostProgram;
import org.ringway.cli.guest.initrd.Initrd;

/// What the lab is made of, found on this host. Nothing is fetched.
///
/// @param root where the kernel was found: `/`, or a folder into which packages were unpacked
/// @param release which kernel
/// @param files files of other packages that the guest gets, by the name of the program
record LabParts(Path root, String release, List<Path> files) {
    static final String QEMU = "qemu-system-x86_64";
    static final Path KEY_VALUE_DAEMON = Path.of("usr/sbin/hv_kvp_daemon");

    /// What joins a guest's streams with its programs.
    static final String SOCAT = "socat";

    private static final List<String> PROGRAMS =
            List.of("xz", "dpkg-deb", "gcc", "setpriv", SOCAT, Initrd.BUSYBOX, QEMU);
    private static final Path HOST = Path.of("/");

    Path kernel() {
        return root.resolve("boot/vmlinuz-" + release);
    }

    Path modules() {
        return root.resolve("lib/modules").resolve(release);
    }

    /// Finds everything.
    ///
    /// @param packages a folder with Debian packages that are not installed
    /// @param scratch where they are unpacked to
    /// @throws CommandFailure naming all packages that are missing
    static LabParts find(Path packages, Path scratch) throws IOException, InterruptedException {
        List<String> missing = new ArrayList<>();
        for (String program : PROGRAMS) {
            if (HostProgram.find(program) == null) {
                missing.add(switch (program) {
                    case "xz" -> "xz-utils";
                    case "dpkg-deb" -> "dpkg";
                    case "gcc" -> "gcc libc6-dev";
                    case "setpriv" -> "util-linux";
                    case SOCAT -> SOCAT;
                    case Initrd.BUSYBOX -> "busybox-static";
                    default -> "qemu-system-x86";
                });
            }
        }
        if (!missing.isEmpty()) {
            throw new CommandFailure("the lab needs packages that are not installed",
                    "apt-get install --no-install-recommends " + String.join(" ", missing));
        }
        unpack(packages, scratch);
        Path root = Files.isDirectory(scratch.resolve("boot")) ? scratch : HOST;
        String release = newest(root);
        Path daemon = daemon(scratch);
        Path socat = HostProgram.find(SOCAT);
        if (release == null || daemon == null || socat == null) {
            throw new CommandFailure("the lab needs packages that are neither installed nor in "
                    + packages, "mkdir -p " + packages + " && cd " + packages
                    + " && apt-get download hyperv-daemons $(apt-cache depends linux-image-amd64"
                    + " | sed -n 's/.*Depends: \\(linux-image-.*\\)/\\1/p')");
        }
        return new LabParts(root, release, List.of(daemon, socat));
    }

    private static @Nullable Path daemon(Path scratch) {
        return Stream.of(scratch, HOST).map(root -> root.resolve(KEY_VALUE_DAEMON))
                .filter(Files::isExecutable).findFirst().orElse(null);
    }

    private static void unpack(Path packages, Path scratch)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(packages)) {
            return;
        }
        List<Path> found;
        try (Stream<Path> all = Files.list(packages)) {
            found = all.filter(file -> file.toString().endsWith(".deb")).toList();
        }
        for (Path each : found) {
            int code = new ProcessBuilder("dpkg-deb", "--extract", each.toString(),
                    scratch.toString()).inheritIO().start().waitFor();
            if (code != 0) {
                throw new CommandFailure("package cannot be unpacked: file=" + each,
                        "download it again");
            }
        }
    }

    private static @Nullable String newest(Path root) throws IOException {
        Path boot = root.resolve("boot");
        if (!Files.isDirectory(boot)) {
            return null;
        }
        String prefix = "vmlinuz-";
        try (Stream<Path> all = Files.list(boot)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith("-amd64"))
                    .map(name -> name.substring(prefix.length()))
                    .filter(release -> Files.isDirectory(root.resolve("lib/modules")
                            .resolve(release).resolve("kernel/drivers/hv")))
                    .max(Comparator.naturalOrder()).orElse(null);
        }
    }
}
