// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import org.ringway.sockets.HvSocketAddress;
import org.ringway.wire.Guid;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// What a command calls itself on the bus.
final class OwnName {
    private OwnName() {}

    /// {@return the name of who listens at an address}
    ///
    /// @param address names the partition to be, or `*` for one without a name of its own
    /// @param command whose argument it is
    static String toListen(HvSocketAddress address, CommandLine command) {
        if (address.partition().equals(HvSocketAddress.WILDCARD)) {
            return of(command);
        }
        String name = address.partitionText();
        if (!Guid.ofName(name).equals(address.partition())) {
            throw new ParameterException(command, "a partition listens under a name of its own:"
                    + " partition=" + name + "; write one as in hv://docs-server/postgres");
        }
        return name;
    }

    /// {@return a name that tells which process it is}
    ///
    /// @param command the command
    static String of(CommandLine command) {
        return command.getCommandName() + "-" + ProcessHandle.current().pid();
    }
}
