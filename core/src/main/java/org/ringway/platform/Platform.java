// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import java.nio.file.Path;
import java.util.List;
import org.ringway.PlatformException;

/// What Ringway needs from an operating system.
///
/// Found by [java.util.ServiceLoader], or made directly. All sizes are in the 4 KiB pages of VMBus,
/// whatever the page size of the machine.
///
/// - **Thread:** any.
public interface Platform {
    /// Bytes of a page, always.
    int PAGE_BYTES = 4096;

    /// Pages of the largest region: what one GPADL can describe.
    int MAX_REGION_PAGES = 8190;

    /// Pages of the largest region that is all the memory of a plain client: 4 GiB.
    int MAX_MEMORY_PAGES = 1 << 20;

    /// The most handles one control message can carry.
    int MAX_HANDLES = 64;

    /// {@return a word for people, such as `linux`}
    String name();

    /// {@return what this host can and cannot do; a [Diagnosis.Verdict#BAD] says why nothing works}
    List<Diagnosis> diagnose();

    /// Allocates shared memory: zeroed, every page present, its size fixed for ever.
    ///
    /// @param pages how many in all, at least one
    /// @return regions of [#MAX_REGION_PAGES] pages each, the last with the rest
    /// @throws IllegalArgumentException if there is not even one page to allocate
    /// @throws PlatformException if memory or descriptors are short; nothing is kept then
    List<Handle> allocate(long pages);

    /// Makes a region unwritable for every mapping from now on; those that exist keep their access.
    ///
    /// @param region allocated here
    void sealReadOnly(Handle region);

    /// Looks at a foreign handle and says what it is, if it is fit to be mapped: shared memory of a
    /// fixed size with every page present.
    ///
    /// @param region as it came over a link
    /// @return size and access
    /// @throws PlatformException if it is anything else, naming the property and the numbers
    RegionFacts inspect(Handle region);

    /// Maps pages side by side.
    ///
    /// @param runs in the order they are to appear
    /// @param access for all of them
    /// @return the mapping; the handles are not needed for it any more
    /// @throws IllegalArgumentException if there are no runs
    /// @throws PlatformException if a run lies outside its region, or the kernel refuses
    Mapping map(List<PageRun> runs, Access access);

    /// Maps the pages of a ring for reading and writing: the control page, then the data pages, and
    /// those twice in a row where [#mirrorsRings] says so, so that no packet is ever split.
    ///
    /// @param runs the ring's pages, control page first, at least two
    /// @return the mapping
    /// @throws IllegalArgumentException if there are fewer pages
    /// @throws PlatformException as [#map]
    Mapping mapRing(List<PageRun> runs);

    /// {@return whether [#mapRing] maps data pages twice}
    boolean mirrorsRings();

    /// {@return both ends of a new doorbell}
    /// @throws PlatformException if descriptors are short
    DoorbellPair doorbellPair();

    /// Turns one end into a working doorbell. The handle is used up, also when this fails.
    ///
    /// @param end made by [#doorbellPair], here or in the root
    /// @return the doorbell
    /// @throws PlatformException if the handle is anything else
    Doorbell doorbell(Handle end);

    /// Connects to a root.
    ///
    /// @param socket where it listens
    /// @return the link
    /// @throws PlatformException if nobody listens there or the caller may not
    ControlLink connect(Path socket);

    /// Listens for children. An address left behind by a dead root is taken over.
    ///
    /// @param options where and for whom
    /// @return the listener
    /// @throws PlatformException if a living root listens there, or the caller may not
    ControlListener listen(ListenOptions options);

    /// {@return a new poller for sources of this platform}
    Poller poller();
}
