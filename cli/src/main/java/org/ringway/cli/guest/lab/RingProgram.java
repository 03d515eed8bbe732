// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import java.util.concurrent.TimeUnit;
import org.ringway.child.ChildPartition;

/// The scenario of a program in a guest that drives rings itself: `uio_hv_generic` hands them out,
/// and the program signals by the monitor page.
///
/// @param self provides what it talks with
/// @param shell the guest's
record RingProgram(ChildPartition self, GuestStreams.Shell shell) {
    private static final int PACKETS = 100_000;

    /// {@return what was seen}
    ///
    /// @param name of the service
    /// @param consumer who has to open the channel
    String run(String name, String consumer) throws InterruptedException {
        try (EchoService echo = new EchoService(self.offer(name))) {
            String kind = echo.interfaceId();
            String device = shell.run("n=0; f=; while [ -z $f ] && [ $n -lt 300 ]; do sleep 0.1;"
                    + " n=$((n+1)); f=$(grep -ls " + kind + " /sys/bus/vmbus/devices/*/class_id);"
                    + " done; echo ${f%/class_id}").getFirst();
            shell.run("echo " + kind + " > /sys/bus/vmbus/drivers/uio_hv_generic/new_id");
            long start = System.nanoTime();
            String said = shell.run("uio-echo /dev/uio0 $(cat " + device + "/monitor_id) "
                    + PACKETS).getLast();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            ScenarioFailure.unless(said.equals("echoed " + PACKETS), said);
            ScenarioFailure.unless(echo.peers().equals(consumer),
                    "another consumer: seen=" + echo.peers() + " expected=" + consumer);
            return "packets=" + echo.echoed() + " millis=" + millis + " peer=" + consumer;
        }
    }
}
