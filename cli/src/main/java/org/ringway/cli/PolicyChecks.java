// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.ringway.cli.policy.PolicyFault;
import org.ringway.cli.policy.PolicySource;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;
import org.ringway.root.policy.Policy;

/// Whether a root could obey its policy file, and whose word that is.
final class PolicyChecks {
    private static final Set<PosixFilePermission> WRITTEN_BY_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private PolicyChecks() {}

    static Diagnosis file(PolicySource source) {
        Path file = source.file();
        if (file == null) {
            return new Diagnosis("policy", Verdict.GOOD, source.places().stream()
                    .map(Path::toString).collect(Collectors.joining(" or ", "no file ", ""))
                    + ": whoever reaches the socket may do everything", "");
        }
        if (!Files.isReadable(file) && !Files.notExists(file)) {
            return new Diagnosis("policy", Verdict.GOOD, file + " is not readable for you: you can"
                    + " join a root that obeys it, not be one", "");
        }
        try {
            return good(file, source.read(UnaryOperator.identity()));
        } catch (PolicyFault fault) {
            return new Diagnosis("policy", Verdict.BAD, String.valueOf(fault.getMessage()),
                    "correct the file; docs/policy.md has one of each");
        }
    }

    private static Diagnosis good(Path file, Policy policy) {
        String found = file + ": rules for offers=" + policy.offers().size()
                + " users with quotas=" + policy.quotas().ofUsers().size();
        return isWrittenByOthers(file)
                ? new Diagnosis("policy", Verdict.POOR, found + ", and others than its owner may"
                        + " change it", "chmod go-w '" + file + "'")
                : new Diagnosis("policy", Verdict.GOOD, found, "");
    }

    private static boolean isWrittenByOthers(Path file) {
        try {
            return Files.isRegularFile(file) && Files.getPosixFilePermissions(file).stream()
                    .anyMatch(WRITTEN_BY_OTHERS::contains);
        } catch (IOException gone) {
            return false;
        }
    }
}
