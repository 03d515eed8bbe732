// SPDX-License-Identifier: Apache-2.0

/// The client API: join a root, offer services, open channels, lend memory.
module org.ringway.child {
    requires jdk.jfr;
    requires transitive org.ringway.core;
    requires static transitive org.jspecify;

    exports org.ringway.child;

    uses org.ringway.platform.Platform;
}
