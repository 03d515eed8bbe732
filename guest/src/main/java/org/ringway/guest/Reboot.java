// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.concurrent.CountDownLatch;
import org.ringway.BusException;
import org.ringway.BusTimeoutException;
import org.ringway.RootLostException;
import org.ringway.child.ChildPartition;

/// Makes the next machine of a guest that begins anew, as soon as there is a root.
final class Reboot {
    /// Makes a machine.
    interface Boot {
        /// @throws BusException if it cannot, or there is no root
        void run() throws InterruptedException;
    }

    /// A root that comes just when one try has failed is not to blame for that.
    private static final int FAILURES = 2;

    private final ChildPartition host;
    private final GuestListener listener;
    private final CountDownLatch closing;
    private int failures;
    private boolean isTold;

    /// @param host knows whether there is a root
    /// @param listener hears, once, that it waits for one
    /// @param closing open when the guest is not wanted any more
    Reboot(ChildPartition host, GuestListener listener, CountDownLatch closing) {
        this.host = host;
        this.listener = listener;
        this.closing = closing;
    }

    /// Tries until it works, as long as there is no root.
    ///
    /// @return whether there is a machine; else the guest is not wanted any more
    /// @throws BusException if there is a root, and it fails all the same
    boolean run(Boot boot) throws InterruptedException {
        Patience patience = new Patience(closing);
        do {
            if (works(boot)) {
                return true;
            }
        } while (patience.pause());
        return false;
    }

    private boolean works(Boot boot) throws InterruptedException {
        try {
            if (!host.isRootLost()) {
                boot.run();
                return true;
            }
        } catch (RootLostException _) {
            // As it would be without a try.
        } catch (BusException e) {
            if (isRootThere()) {
                failures++;
                if (failures == FAILURES) {
                    throw e;
                }
                return false;
            }
        }
        tell();
        return false;
    }

    /// Asks it: the partition may not have noticed yet that it has gone.
    private boolean isRootThere() throws InterruptedException {
        try {
            host.list();
            return true;
        } catch (RootLostException | BusTimeoutException _) {
            return false;
        } catch (BusException _) {
            return true;
        }
    }

    private void tell() {
        if (!isTold) {
            listener.note("the guest begins anew as soon as there is a root");
            isTold = true;
        }
    }
}
