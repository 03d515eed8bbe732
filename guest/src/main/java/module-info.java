// SPDX-License-Identifier: Apache-2.0

/// A small virtual machine, whose guest is a partition by the VMBus drivers of its own kernel.
module org.ringway.guest {
    requires transitive org.ringway.child;
    requires transitive org.ringway.core;
    requires static transitive org.jspecify;

    exports org.ringway.guest;
    exports org.ringway.guest.integration;
}
