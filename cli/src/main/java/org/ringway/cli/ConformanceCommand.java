// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.ringway.conformance.ChildTrial;
import org.ringway.conformance.Finding;
import org.ringway.conformance.RootTrial;
import org.ringway.conformance.Rule;
import org.ringway.conformance.Trial;
import org.ringway.platform.Platform;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Finds out which rules another implementation keeps.
@Command(name = "conformance", sortOptions = false,
        description =
                "Play the other side against a root or a child, and say which rules it keeps.",
        footer = {"",
            "root: connects to the root at the socket, as many clients.",
            "child: listens at the socket as the root, and starts COMMAND again and again, with"
                + " RINGWAY_SOCKET set; without COMMAND it waits for who comes. docs/conformance.md"
                + " says what the child has to do.",
            "Exit code 0 if some rule is kept and none broken."})
final class ConformanceCommand implements Callable<Integer> {
    /// Who is tried.
    private enum Side { root, child }

    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Option(names = "--list", description = "Show the rules and try none.")
    private boolean list;

    @Option(names = "--only", paramLabel = "RULE", split = ",",
            description = "Try these rules alone, such as M1,M5.")
    private List<String> only = List.of();

    @Option(names = "--limit", paramLabel = "SECONDS", defaultValue = "10",
            description = "How long one rule may take (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Parameters(index = "0", paramLabel = "root|child", description = "Who is tried.")
    private Side side;

    @Parameters(index = "1..*", paramLabel = "COMMAND", arity = "0..*",
            description = "The child to start, behind --.")
    private List<String> command = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkArguments();
        if (side == Side.child && !command.isEmpty() && !socket.place().isGiven()) {
            return runInAFolder();
        }
        socket.place().checkLength();
        return run(socket.place().path());
    }

    private void checkArguments() {
        if (seconds < 1) {
            throw wrong("--limit must be positive: limit=" + seconds);
        }
        if (side == Side.root && !command.isEmpty()) {
            throw wrong("a root is not started here: command=" + String.join(" ", command));
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private int runInAFolder() throws IOException {
        Path folder = Files.createTempDirectory("ringway-conformance-");
        try {
            return run(folder.resolve("root.sock"));
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(folder);
        }
    }

    private int run(Path place) {
        Trial trial = trial(place);
        Set<String> wanted = wanted(trial.rules());
        FindingsReport report = new FindingsReport(side.name(), common.json(),
                spec.commandLine().getOut());
        if (list) {
            report.rules(trial.rules().stream()
                    .filter(rule -> wanted.contains(rule.id())).toList());
            return CommandLine.ExitCode.OK;
        }
        List<Finding> findings = new ArrayList<>();
        trial.run(rule -> wanted.contains(rule.id()), finding -> {
            findings.add(finding);
            report.show(finding);
        });
        return report.end(findings) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Trial trial(Path place) {
        Platform platform = HostPlatform.find();
        Duration limit = Duration.ofSeconds(seconds);
        return side == Side.root ? new RootTrial(platform, place, limit)
                : new ChildTrial(platform, place, limit, command);
    }

    private Set<String> wanted(List<Rule> rules) {
        Set<String> known = new HashSet<>();
        rules.forEach(rule -> known.add(rule.id()));
        for (String id : only) {
            if (!known.contains(id)) {
                throw wrong("no such rule: rule=" + id + ", --list shows them");
            }
        }
        return only.isEmpty() ? known : new HashSet<>(only);
    }
}
