// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.cli.policy.PolicyFault;
import org.ringway.cli.policy.PolicySource;
import org.ringway.platform.ListenOptions;
import org.ringway.root.RootOptions;
import org.ringway.root.RootPartition;
import org.ringway.root.policy.Policy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The broker as a process: runs until SIGTERM or SIGINT, and then ends well.
@Command(name = "root", description = "Run the root partition, the broker of this host.",
        abbreviateSynopsis = true, sortOptions = false,
        footer = {"", "Prints one line when children can join, and runs until SIGINT or SIGTERM.",
            "Reads its policy again on SIGHUP. Options come before the file: docs/policy.md."})
final class RootCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Option(names = "--mode", paramLabel = "OCTAL", defaultValue = "600",
            converter = SocketMode.Converter.class,
            description = "Permissions of the socket (default: ${DEFAULT-VALUE}).")
    private SocketMode mode;

    @Option(names = "--group", paramLabel = "GROUP", converter = Account.OfGroup.class,
            description = "Group of the socket, by name or number.")
    private @Nullable Account group;

    @Option(names = "--until-eof", hidden = true,
            description = "End when standard input does, too: whoever started this is gone.")
    private boolean untilEof;

    @Mixin
    private PolicyOptions policy;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        SocketPlace place = socket.place();
        PatientLog log = new PatientLog(spec.commandLine().getErr());
        PolicySource source = policy.source();
        RootOptions options = options(place, source, log);
        place.prepare(mode.bits());
        RootPartition root = RootPartition.start(HostPlatform.find(), options);
        ToldToEnd told = ToldToEnd.close(() -> {
            root.close();
            log.close();
        });
        HangUpSignal.onArrival(() -> reload(root, source, log));
        sayReady(place, source);
        if (untilEof) {
            StandardInput.whenItEnds(() -> System.exit(CommandLine.ExitCode.OK));
        }
        root.awaitEnd();
        if (!told.withdraw()) {
            return CommandLine.ExitCode.OK;
        }
        log.close();
        throw new CommandFailure("the root has ended", "the lines above say why");
    }

    private RootOptions options(SocketPlace place, PolicySource source, PatientLog log) {
        OptionalInt gid = group == null ? OptionalInt.empty() : OptionalInt.of(group.id());
        return RootOptions.DEFAULT
                .listeningAt(new ListenOptions(place.path(), mode.bits(), gid))
                .withPolicy(policyAtStart(source))
                .withLog(log);
    }

    private Policy policyAtStart(PolicySource source) {
        try {
            return policyNow(source);
        } catch (PolicyFault | IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private Policy policyNow(PolicySource source) {
        return policy.read(source, spec.commandLine().getParseResult());
    }

    /// What cannot be obeyed changes nothing.
    private synchronized void reload(RootPartition root, PolicySource source, PatientLog log) {
        try {
            root.obey(policyNow(source));
            log.accept("policy is read again: file=" + name(source));
        } catch (PolicyFault wrong) {
            log.accept("policy stays as it was: " + wrong.getMessage());
        }
    }

    private static String name(PolicySource source) {
        return source.file() instanceof Path file ? file.toString() : "none";
    }

    private void sayReady(SocketPlace place, PolicySource source) {
        long pid = ProcessHandle.current().pid();
        spec.commandLine().getOut().println(common.json()
                ? Json.text(Json.object("ready", true, "socket", place.path(),
                        "mode", mode.toString(), "pid", pid, "policy", source.file()))
                : "ringway root: ready, socket=" + place.path() + " mode=" + mode + " pid=" + pid
                        + " policy=" + name(source));
    }
}
