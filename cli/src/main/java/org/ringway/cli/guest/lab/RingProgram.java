// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.concurrent.TimeUnit;
import org.ringway.child.ChildPartition;

/// The scenarios of programs in a guest that drive rings: `uio_hv_generic` hands them out, and the
/// programs signal by the monitor page.
///
/// @param self provides what they talk with
/// @param shell the guest's
record RingProgram(ChildPartition self, GuestStreams.Shell shell) {
    /// One that knows rings itself.
    static final String BY_ITSELF = "uio-echo $d $(cat $f/monitor_id) ";
    /// One that has the side in C for that.
    static final String IN_C = "uio-client $d $(ls $f/channels/*/ring) $(cat $f/monitor_id) ";

    private static final int PACKETS = 100_000;

    /// {@return what was seen}
    ///
    /// @param program one of those above
    /// @param name of the service
    /// @param consumer who has to open the channel
    String run(String program, String name, String consumer) throws InterruptedException {
        try (EchoService echo = new EchoService(self.offer(name))) {
            String kind = echo.interfaceId();
            shell.run("n=0; f=; while [ -z $f ] && [ $n -lt 300 ]; do sleep 0.1;"
                    + " n=$((n+1)); f=$(grep -ls " + kind + " /sys/bus/vmbus/devices/*/class_id);"
                    + " done; f=${f%/class_id}");
            shell.run("echo " + kind + " > /sys/bus/vmbus/drivers/uio_hv_generic/new_id;"
                    + " d=/dev/$(ls $f/uio)");
            long start = System.nanoTime();
            String said = shell.run(program + PACKETS).getLast();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            ScenarioFailure.unless(said.equals("echoed " + PACKETS), said);
            ScenarioFailure.unless(echo.peers().equals(consumer),
                    "another consumer: seen=" + echo.peers() + " expected=" + consumer);
            return "packets=" + echo.echoed() + " millis=" + millis + " peer=" + consumer;
        }
    }
}
