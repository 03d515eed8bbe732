// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.ringway.child.BusListing;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows what there is on the bus. Joins for a moment, and does not show itself.
@Command(name = "ls", description = "List the partitions, offers, channels and ports of this host.")
final class LsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private SocketOption socket;

    @Option(names = {"-v", "--details"},
            description = "List offers and their channels with all ids, as lsvmbus does; -vv also"
                    + " rings, grants, and who is at either end.")
    private boolean[] details = {};

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return Visit.to(socket, "ringway ls", self -> {
            BusListing listing = self.list();
            BusReport report = new BusReport(listing, self.id());
            PrintWriter out = spec.commandLine().getOut();
            if (common.json()) {
                out.println(Json.text(report.json()));
            } else if (details.length > 0) {
                new DeviceList(listing).print(out, details.length > 1);
            } else {
                report.print(out);
            }
            return CommandLine.ExitCode.OK;
        });
    }
}
