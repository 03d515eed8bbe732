// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

/// Runs a user's callback on a thread that has other users' work to go on with.
final class Callbacks {
    private Callbacks() {}

    /// What it throws goes where a dying thread's exception goes, and no further.
    static void run(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            uncaught(e);
        }
    }

    /// What a callback has thrown.
    static void uncaught(RuntimeException thrown) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
}
