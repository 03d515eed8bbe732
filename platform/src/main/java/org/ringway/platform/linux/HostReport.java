// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;

/// What this host can and cannot do, from its own files and from trial.
final class HostReport {
    private static final long ENOUGH_BYTES = 256L << 20;
    private static final long ENOUGH_DESCRIPTORS = 4096;
    private static final Set<String> GIVES_HUGE_PAGES =
            Set.of("always", "within_size", "advise", "force");

    private final Path root;
    private final Headroom headroom;

    /// @param root the root of the file system, another one in tests
    HostReport(Path root, Headroom headroom) {
        this.root = root;
        this.headroom = headroom;
    }

    List<Diagnosis> all(LinuxPlatform platform) {
        String machine = "os.name=" + System.getProperty("os.name")
                + " os.arch=" + System.getProperty("os.arch");
        if (Machine.find() == null) {
            return List.of(new Diagnosis("machine", Verdict.BAD, machine,
                    "use Linux on x86-64 or aarch64"));
        }
        List<Diagnosis> all = new ArrayList<>();
        // Before the trial, whose first call would enable it with a warning.
        all.add(nativeAccess());
        all.add(new Diagnosis("machine", Verdict.GOOD, machine + " kernel="
                + first("proc/sys/kernel/osrelease", ".*"), ""));
        all.addAll(new FeatureTrial(platform).all());
        all.addAll(List.of(memory(), descriptors(), hugePages()));
        return List.copyOf(all);
    }

    Diagnosis memory() {
        MemoryLimit limit = headroom.tightest();
        return verdict("memory", limit.availableBytes() >= ENOUGH_BYTES,
                "availableBytes=" + limit.availableBytes() + " limit=" + limit.name(),
                "end what you do not need, or raise that limit: " + ENOUGH_BYTES
                        + " bytes leave room for a few channels with grants");
    }

    Diagnosis descriptors() {
        String line = first("proc/self/limits", "Max open files .*");
        String[] words = line.split(" +");
        String limit = words.length > 3 ? words[3] : "unknown";
        boolean isEnough = limit.equals("unlimited")
                || limit.matches("\\d{1,18}") && Long.parseLong(limit) >= ENOUGH_DESCRIPTORS;
        return verdict("open files", isEnough, "limit=" + limit,
                "ulimit -n 65536, or LimitNOFILE=65536 in the unit of a service");
    }

    Diagnosis hugePages() {
        String setting = HugePages.setting(root);
        return verdict("huge pages", GIVES_HUGE_PAGES.contains(setting),
                "shmem_enabled=" + setting,
                "echo advise | sudo tee /" + HugePages.SETTING
                        + "  # large grants get ready several times faster");
    }

    private static Diagnosis nativeAccess() {
        Module module = HostReport.class.getModule();
        boolean isEnabled = module.isNativeAccessEnabled();
        return verdict("native access", isEnabled, "enabled=" + isEnabled,
                "java --enable-native-access="
                        + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
    }

    private static Diagnosis verdict(String subject, boolean isGood, String found, String fix) {
        return new Diagnosis(subject, isGood ? Verdict.GOOD : Verdict.POOR, found,
                isGood ? "" : fix);
    }

    private String first(String file, String pattern) {
        return Lines.of(root.resolve(file)).stream().filter(line -> line.matches(pattern))
                .findFirst().orElse("");
    }
}
