// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import org.ringway.cli.SocketOption;
import org.ringway.cli.Visit;
import org.ringway.sockets.HvSocketAddress;
import org.ringway.wire.Guid;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// What a command calls itself on the bus.
final class OwnName {
    private OwnName() {}

    /// Joins as the partition that is to listen at an address, which nobody else may be.
    ///
    /// @param socket where the root listens
    /// @param address names the partition to be, or `*` for one without a name of its own
    /// @param command whose argument it is
    /// @param task what to do as that partition
    /// @return what comes of it
    static <T> T listening(SocketOption socket, HvSocketAddress address, CommandLine command,
            Visit.Task<T> task) throws InterruptedException {
        return address.partition().equals(HvSocketAddress.WILDCARD)
                ? Visit.to(socket, of(command), task)
                : Visit.as(socket, toListen(address, command), task);
    }

    private static String toListen(HvSocketAddress address, CommandLine command) {
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
