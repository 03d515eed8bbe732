// SPDX-License-Identifier: Apache-2.0
package org.ringway.hypervisor;

/// How large a virtual machine is.
///
/// @param pages of memory, from guest-physical address 0 on without a hole
/// @param processors how many
public record MachineSize(long pages, int processors) {
    /// The most memory: 3 GiB. Above lie the interrupt controllers.
    public static final long MAX_PAGES = 786_432;
    /// The least memory: 32 MiB, below which no kernel of a distribution starts.
    public static final long MIN_PAGES = 8_192;
    /// The most processors.
    public static final int MAX_PROCESSORS = 16;

    /// Checks both numbers.
    public MachineSize {
        if (pages < MIN_PAGES || pages > MAX_PAGES) {
            throw new IllegalArgumentException("memory out of range: pages=" + pages
                    + " range=" + MIN_PAGES + ".." + MAX_PAGES);
        }
        if (processors < 1 || processors > MAX_PROCESSORS) {
            throw new IllegalArgumentException("processors out of range: processors=" + processors
                    + " range=1.." + MAX_PROCESSORS);
        }
    }
}
