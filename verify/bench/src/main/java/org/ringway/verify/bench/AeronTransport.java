// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.ringway.cli.bench.transport.Conduit;
import org.ringway.cli.bench.transport.Transport;

/// Aeron IPC: exclusive publications, `tryClaim` where a message fits into one frame, and a driver
/// in the far process.
public final class AeronTransport implements Transport {
    /// No message waits for what a client does besides.
    private static final long CLIENT_PAUSE_MILLIS = 10;

    /// For the service loader.
    public AeronTransport() {}

    @Override
    public String family() {
        return "aeron";
    }

    @Override
    public Conduit connect(Place place) {
        Path folder = place.folder().resolve("driver");
        DriverPause pause = new DriverPause();
        MediaDriver driver = null;
        if (!place.isNear()) {
            driver = MediaDriver.launch(new MediaDriver.Context()
                    .aeronDirectoryName(folder.toString())
                    .threadingMode(ThreadingMode.SHARED)
                    .sharedIdleStrategy(pause)
                    .ipcMtuLength(AeronConduit.MTU_BYTES)
                    .performStorageChecks(false)
                    .dirDeleteOnStart(true));
            place.ready().run();
        }
        Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(folder.toString())
                .idleStrategy(new SleepingMillisIdleStrategy(CLIENT_PAUSE_MILLIS)));
        return new AeronConduit(aeron, driver, pause, place.isNear(),
                Idling.of(place.name().waiting()));
    }
}
