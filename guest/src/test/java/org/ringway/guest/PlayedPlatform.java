// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.Platform;

/// A platform that does one thing as a test says, and all others as a real one.
final class PlayedPlatform {
    /// What a test does in the platform's place.
    interface Part {
        /// @return the result, or null to leave it to the real one
        @Nullable Object play(Object[] arguments) throws InterruptedException;
    }

    private PlayedPlatform() {}

    static Platform over(String method, Part part) {
        return (Platform) Proxy.newProxyInstance(Platform.class.getClassLoader(),
                new Class<?>[] {Platform.class}, (_, called, arguments) -> {
                    Object played =
                            called.getName().equals(method) ? part.play(arguments) : null;
                    try {
                        return played == null
                                ? called.invoke(TestRoot.PLATFORM, arguments) : played;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
