// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.mixed;

import java.util.Arrays;
import java.util.HexFormat;

/// One line of a recorded life.
sealed interface Step {
    /// A new phase of [Life].
    ///
    /// @param name of the phase
    record Phase(String name) implements Step {}

    /// The root ends, and another one begins.
    record NewRoot() implements Step {}

    /// A child knocks.
    ///
    /// @param side who
    record Knock(Side side) implements Step {}

    /// A message passes by.
    ///
    /// @param side on whose link
    /// @param toRoot whether the child says it
    /// @param bytes all of them
    record Message(Side side, boolean toRoot, byte[] bytes) implements Step {
        int type() {
            return WireFields.u32(bytes, 0);
        }

        @Override
        public String toString() {
            return line(this);
        }
    }

    /// {@return the step as a line of a file}
    ///
    /// @param step any
    static String line(Step step) {
        return switch (step) {
            case Phase(String name) -> "= " + name;
            case NewRoot() -> "!";
            case Knock(Side side) -> side + " knocks";
            case Message(Side side, boolean toRoot, byte[] bytes) ->
                    side + (toRoot ? " says " : " hears ") + bytes.length + " " + hex(bytes);
        };
    }

    /// Without the zeros at the end.
    private static String hex(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return HexFormat.of().formatHex(bytes, 0, end);
    }

    /// {@return the step in a line of a file}
    ///
    /// @param line one that is no comment
    static Step of(String line) {
        if (line.startsWith("= ")) {
            return new Phase(line.substring(2));
        }
        if (line.equals("!")) {
            return new NewRoot();
        }
        String[] words = line.split(" ");
        Side side = Side.valueOf(words[0]);
        return words[1].equals("knocks") ? new Knock(side)
                : new Message(side, words[1].equals("says"), Arrays.copyOf(
                        HexFormat.of().parseHex(words[3]), Integer.parseInt(words[2])));
    }
}
