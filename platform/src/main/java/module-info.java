// SPDX-License-Identifier: Apache-2.0

/// The Linux platform: shared memory, doorbells and control links, by system calls through FFM.
///
/// The only module with native access: start with
/// `--enable-native-access=org.ringway.platform.linux` (on the class path: `ALL-UNNAMED`).
module org.ringway.platform.linux {
    requires org.ringway.core;

    provides org.ringway.hypervisor.Hypervisor with org.ringway.platform.linux.KvmHypervisor;
    provides org.ringway.platform.Platform with org.ringway.platform.linux.LinuxPlatform;
}
