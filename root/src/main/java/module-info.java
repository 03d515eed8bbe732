// SPDX-License-Identifier: Apache-2.0

/// The broker: knows partitions, offers, channels and GPADLs, and never touches what they carry.
module org.ringway.root {
    requires transitive org.ringway.core;

    exports org.ringway.root;
    exports org.ringway.root.policy;
}
