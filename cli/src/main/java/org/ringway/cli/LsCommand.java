// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.ringway.RefusedException;
import org.ringway.RootLostException;
import org.ringway.child.ChildPartition;
import org.ringway.child.JoinOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows what there is on the bus. Joins for a moment, and does not show itself.
@Command(name = "ls", description = "List the partitions, offers and channels of this host.")
final class LsCommand implements Callable<Integer> {
    /// A root that lives answers in milliseconds.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Option(names = {"-v", "--details"}, description = "Show numbers, ids and serials, too.")
    private boolean detailed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        BusReport report = report(socket.place());
        PrintWriter out = spec.commandLine().getOut();
        if (common.json()) {
            out.println(Json.text(report.json()));
        } else {
            report.print(out, detailed);
        }
        return CommandLine.ExitCode.OK;
    }

    private static BusReport report(SocketPlace place) throws InterruptedException {
        place.checkLength();
        JoinOptions options = JoinOptions.of(HostPlatform.find(), place.path(), "ringway ls")
                .withTimeout(PATIENCE);
        try (ChildPartition partition = ChildPartition.join(options)) {
            return new BusReport(partition.list(), partition.id());
        } catch (RefusedException refused) {
            throw new CommandFailure("the root refuses: socket=" + place.path(),
                    refused.getMessage() + "; whoever runs it can change that", refused);
        } catch (RootLostException hungUp) {
            throw new CommandFailure("the root hung up: socket=" + place.path(),
                    "its log says why", hungUp);
        }
    }
}
