// SPDX-License-Identifier: Apache-2.0

/// Streams between partitions: Hyper-V sockets as channels, as `java.net` sockets, as factories.
module org.ringway.sockets {
    requires transitive org.ringway.child;
    requires static transitive org.jspecify;

    exports org.ringway.sockets;
}
