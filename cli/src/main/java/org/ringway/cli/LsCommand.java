// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringway.child.BusListing;
import org.ringway.cli.inspect.GuestPulse;
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
            description = "List offers and their channels with all ids, as lsvmbus does, and"
                    + " whether guests are alive; -vv also rings, grants, and who is at either"
                    + " end.")
    private boolean[] details = {};

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return Visit.to(socket, "ringway ls", self -> {
            BusListing listing = self.list();
            BusReport report = new BusReport(listing, self.id());
            List<GuestPulse> guests =
                    details.length > 0 ? GuestPulse.all(self, listing) : List.of();
            PrintWriter out = spec.commandLine().getOut();
            if (common.json()) {
                Map<String, @Nullable Object> all = report.json();
                if (details.length > 0) {
                    all.put("guests", guests.stream().map(GuestPulse::json).toList());
                }
                out.println(Json.text(all));
            } else if (details.length > 0) {
                new DeviceList(listing).print(out, details.length > 1);
                guests.forEach(guest -> out.println(guest.text()));
            } else {
                report.print(out);
            }
            return CommandLine.ExitCode.OK;
        });
    }
}
