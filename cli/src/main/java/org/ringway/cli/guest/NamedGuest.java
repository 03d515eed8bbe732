// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.ringway.cli.SocketOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Which guest of which root a command is about.
final class NamedGuest {
    @Mixin
    private SocketOption socket;

    @Parameters(paramLabel = "NAME", description = "What the guest is called.")
    private String name;

    String name() {
        return name;
    }

    /// {@return what its machine says to an order}
    List<String> order(String order) {
        return ControlSocket.order(socket.path(), name, order);
    }

    SocketChannel connect() throws IOException {
        return ControlSocket.connect(socket.path(), name);
    }
}
