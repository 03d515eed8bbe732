// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import org.junit.jupiter.api.DisplayName;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.Platform;
import org.ringway.platform.PlatformContract;

@DisplayName("the platform inside one JVM")
final class LocalPlatformContractTest extends PlatformContract {
    @Override
    protected Platform platform() {
        return new LocalPlatform();
    }

    @Override
    protected boolean viewsDieWithTheirScope() {
        return false;
    }

    @Override
    protected boolean closedMappingsFailAtOnce() {
        return false;
    }

    @Override
    protected boolean mapsScatteredPages() {
        return false;
    }

    @Override
    protected PeerCredentials self() {
        return new PeerCredentials((int) ProcessHandle.current().pid(), 0, 0);
    }
}
