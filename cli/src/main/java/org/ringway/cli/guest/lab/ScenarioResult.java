// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest.lab;

import org.jspecify.annotations.Nullable;

/// What came of one scenario; travels as a line on a serial port.
///
/// @param name of the scenario
/// @param passed whether it did what it should
/// @param millis how long it took
/// @param detail what was seen
record ScenarioResult(String name, boolean passed, long millis, String detail) {
    private static final String MARK = "=LAB\t";
    private static final int PARTS = 4;

    String line() {
        return MARK + name + "\t" + (passed ? "pass" : "fail") + "\t" + millis + "\t"
                + detail.replaceAll("\\s+", " ");
    }

    /// {@return the result in a line, or null if it is another line}
    static @Nullable ScenarioResult read(String line) {
        int start = line.indexOf(MARK);
        String[] parts = start < 0 ? new String[0]
                : line.substring(start + MARK.length()).strip().split("\t", PARTS);
        if (parts.length < PARTS - 1 || !parts[2].matches("\\d{1,9}")) {
            return null;
        }
        return new ScenarioResult(parts[0], parts[1].equals("pass"), Long.parseLong(parts[2]),
                parts.length < PARTS ? "" : parts[PARTS - 1]);
    }
}
