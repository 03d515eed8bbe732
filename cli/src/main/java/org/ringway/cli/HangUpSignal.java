// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/// SIGHUP, by which people ask a daemon to read its files again.
///
/// By reflection, because naming `sun.misc.Signal` is a warning of the compiler that nothing
/// silences.
final class HangUpSignal {
    private HangUpSignal() {}

    /// Does something whenever the signal comes, instead of ending. A process that was told to
    /// ignore it, as `nohup` does, goes on ignoring it.
    ///
    /// @param action runs on a thread of the JVM's, several at a time if several signals come
    static void onArrival(Runnable action) {
        InvocationHandler handler = (_, method, _) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> receiver = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    HangUpSignal.class.getClassLoader(), new Class<?>[] {receiver}, handler);
            signal.getMethod("handle", signal, receiver).invoke(
                    null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException missing) {
            throw new CommandFailure("this Java cannot receive SIGHUP: " + missing,
                    "run Ringway on a JDK with the module jdk.unsupported", missing);
        }
    }
}
