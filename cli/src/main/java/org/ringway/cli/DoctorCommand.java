// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.guest.HostHypervisor;
import org.ringway.platform.Diagnosis;
import org.ringway.platform.Diagnosis.Verdict;
import org.ringway.platform.Platform;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Says what this host can and cannot do, and the exact fix.
@Command(name = "doctor",
        description = "Show what this host can and cannot do, and the exact fix.",
        footer = {"", "Exits with 0 if Ringway works here, well or less well, and with 1 if not."})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Mixin
    private PolicyFileOption policyFile;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Diagnosis> checks = checks();
        Verdict verdict = worst(checks);
        if (common.json()) {
            spec.commandLine().getOut().println(Json.text(json(verdict, checks)));
        } else {
            print(checks);
        }
        return verdict == Verdict.BAD ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private List<Diagnosis> checks() {
        SocketPlace place = socket.place();
        List<Diagnosis> checks = new ArrayList<>(JvmChecks.all());
        checks.add(SocketChecks.address(place));
        checks.add(SocketChecks.folder(place));
        checks.add(PolicyChecks.file(policyFile.source()));
        try {
            Platform platform = HostPlatform.find();
            checks.addAll(platform.diagnose());
            checks.addAll(HostHypervisor.find().diagnose());
            if (place.isAddress()) {
                checks.add(SocketChecks.root(platform, place));
            }
        } catch (CommandFailure none) {
            checks.add(new Diagnosis("platform", Verdict.BAD, none.what(), none.next()));
        }
        return checks;
    }

    private static Verdict worst(List<Diagnosis> checks) {
        return checks.stream().map(Diagnosis::verdict).max(Verdict::compareTo).orElse(Verdict.GOOD);
    }

    private static Map<String, @Nullable Object> json(Verdict verdict, List<Diagnosis> checks) {
        return Json.object("verdict", word(verdict), "checks", checks.stream()
                .map(check -> Json.object("subject", check.subject(),
                        "verdict", word(check.verdict()),
                        "found", check.found(),
                        "fix", check.fix().isEmpty() ? null : check.fix()))
                .toList());
    }

    private void print(List<Diagnosis> checks) {
        PrintWriter out = spec.commandLine().getOut();
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        int width = checks.stream().mapToInt(check -> check.subject().length()).max().orElse(0);
        for (Diagnosis check : checks) {
            String subject = check.subject() + " ".repeat(width - check.subject().length());
            out.println(coloured(ansi, check.verdict()) + "  " + subject + "  " + check.found());
            if (!check.fix().isEmpty()) {
                out.println("      " + " ".repeat(width) + "  fix: " + check.fix());
            }
        }
    }

    private static String coloured(Ansi ansi, Verdict verdict) {
        String style = switch (verdict) {
            case GOOD -> "green";
            case POOR -> "yellow";
            case BAD -> "red";
        };
        return ansi.string("@|" + style + " " + String.format("%-4s", word(verdict)) + "|@");
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
