// SPDX-License-Identifier: Apache-2.0

/// Ringway for an application: the client API, sockets, and the platform they run on.
///
/// One artifact to depend on and one module to require. Start with
/// `--enable-native-access=org.ringway.platform.linux` (on the class path: `ALL-UNNAMED`).
module org.ringway {
    requires transitive org.ringway.child;
    requires transitive org.ringway.core;
    requires transitive org.ringway.sockets;
    requires org.ringway.platform.linux;
}
