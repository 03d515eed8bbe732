// SPDX-License-Identifier: Apache-2.0

/// Streams between partitions as a transport of Netty 4.2.
module org.ringway.netty {
    requires transitive io.netty.buffer;
    requires transitive io.netty.common;
    requires transitive io.netty.transport;
    requires transitive org.ringway.sockets;
    requires static transitive org.jspecify;

    exports org.ringway.netty;
}
