// SPDX-License-Identifier: Apache-2.0
package org.ringway.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/// What every [Platform] promises, as tests. A platform passes by extending this class.
///
/// The methods that are not abstract say what a platform can do beyond the least; each has a test
/// for either answer.
public abstract class PlatformContract {
    /// For subclasses.
    protected PlatformContract() {}

    /// {@return a platform, used for one test}
    protected abstract Platform platform();

    /// {@return whether a view fails once its scope has ended}
    protected boolean viewsDieWithTheirScope() {
        return true;
    }

    /// {@return whether the bytes of a closed mapping fail while other handles keep the pages}
    protected boolean closedMappingsFailAtOnce() {
        return true;
    }

    /// {@return whether pages from anywhere can be mapped side by side}
    protected boolean mapsScatteredPages() {
        return true;
    }

    /// {@return what the other end of a link must see of this process}
    /// @throws IOException if the process cannot find out
    protected PeerCredentials self() throws IOException {
        Path process = Path.of("/proc/self");
        return new PeerCredentials((int) ProcessHandle.current().pid(),
                (int) Files.getAttribute(process, "unix:uid"),
                (int) Files.getAttribute(process, "unix:gid"));
    }

    @Nested
    @DisplayName("memory")
    class Memory extends MemoryContract {
        Memory() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("mappings")
    class Mappings extends MappingContract {
        Mappings() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("doorbells")
    class Doorbells extends DoorbellContract {
        Doorbells() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("ends of doorbells")
    class DoorbellEnds extends DoorbellEndContract {
        DoorbellEnds() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("control links")
    class Links extends LinkContract {
        Links() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("handles on control links")
    class Passing extends PassingContract {
        Passing() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("listeners")
    class Listeners extends ListenerContract {
        Listeners() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("pollers")
    class Pollers extends PollerContract {
        Pollers() {
            super(PlatformContract.this);
        }
    }

    @Nested
    @DisplayName("one poll")
    class Polling extends PollingContract {
        Polling() {
            super(PlatformContract.this);
        }
    }
}
