// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Keeps what it is told, and not what the console says.
final class PlayedListener implements GuestListener {
    final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

    @Override
    public void console(byte value) {}

    @Override
    public void note(String line) {
        notes.add(line);
    }
}
