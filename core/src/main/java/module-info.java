// SPDX-License-Identifier: Apache-2.0

/// Ring, protocol, memory and channel of a VMBus, in pure Java.
///
/// The module makes no native call, starts no thread and owns no clock; a flight recorder hears of
/// what it does. What it needs from an
/// operating system stands behind the interfaces of [org.ringway.platform]; `org.ringway.local`
/// implements them inside one JVM, for tests and simulation.
module org.ringway.core {
    requires jdk.jfr;
    requires static transitive org.jspecify;

    exports org.ringway;
    exports org.ringway.channel;
    exports org.ringway.hypervisor;
    exports org.ringway.inspect;
    exports org.ringway.local;
    exports org.ringway.memory;
    exports org.ringway.pipe;
    exports org.ringway.platform;
    exports org.ringway.ring;
    exports org.ringway.protocol;
    exports org.ringway.wire;

    uses org.ringway.platform.Platform;
}
