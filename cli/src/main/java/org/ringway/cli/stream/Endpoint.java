// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringway.sockets.HvSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Where `ringway forward` takes connections, or makes them.
sealed interface Endpoint {
    /// A port of TCP.
    ///
    /// @param host a name, an address, or `*` to listen on all of them
    /// @param port 0 to listen on any that is free
    record Tcp(String host, int port) implements Endpoint {
        @Override
        public String toString() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /// A Unix socket.
    ///
    /// @param path of the socket
    record Unix(Path path) implements Endpoint {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// A service of a partition.
    ///
    /// @param address which
    record Stream(HvSocketAddress address) implements Endpoint {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /// Reads one.
    final class Converter implements ITypeConverter<Endpoint> {
        private static final Pattern TCP =
                Pattern.compile("tcp://(?:\\[([^\\]]+)\\]|([^:\\[\\]/]+)):([0-9]{1,5})");
        private static final String UNIX = "unix:";
        private static final String STREAM = "hv://";
        private static final int MAX_PORT = 65_535;

        @Override
        public Endpoint convert(String text) {
            if (text.startsWith(STREAM)) {
                return new Stream(new AddressConverter().convert(text));
            }
            Matcher tcp = TCP.matcher(text);
            if (tcp.matches() && Integer.parseInt(tcp.group(3)) <= MAX_PORT) {
                String host = tcp.group(1) == null ? tcp.group(2) : tcp.group(1);
                return new Tcp(host, Integer.parseInt(tcp.group(3)));
            }
            if (text.startsWith(UNIX) && text.length() > UNIX.length()) {
                return unix(text.substring(UNIX.length()));
            }
            throw new TypeConversionException("'" + text + "' is no end of a stream; write"
                    + " hv://PARTITION/SERVICE, tcp://HOST:PORT or unix:PATH");
        }

        private static Endpoint unix(String path) {
            try {
                return new Unix(Path.of(path.startsWith("//") ? path.substring(2) : path)
                        .toAbsolutePath());
            } catch (InvalidPathException wrong) {
                throw new TypeConversionException("'" + path + "' is no path");
            }
        }
    }
}
