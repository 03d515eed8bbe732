// SPDX-License-Identifier: Apache-2.0
package org.ringway.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.inspect.InspectTree.Leaf;

/// Turns a tree into bytes, every name once: a thousand channels have the same parts.
final class TreeWriter {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> names = new HashMap<>();

    byte[] write(InspectTree tree) {
        put(tree);
        return out.toByteArray();
    }

    private void put(InspectTree tree) {
        switch (tree) {
            case Branch(var name, var children) -> {
                begin(Kind.BRANCH, name);
                number(children.size());
                children.forEach(this::put);
            }
            case Leaf(var name, Long number) -> {
                begin(Kind.NUMBER, name);
                // Small numbers of either sign become short.
                number(number << 1 ^ number >> 63);
            }
            case Leaf(var name, Boolean truth) -> begin(truth ? Kind.YES : Kind.NO, name);
            case Leaf(var name, Object text) -> {
                begin(Kind.TEXT, name);
                text(text.toString());
            }
        }
    }

    private void begin(Kind kind, String name) {
        out.write(kind.ordinal());
        Integer known = names.get(name);
        if (known == null) {
            names.put(name, names.size() + 1);
            number(0);
            text(name);
        } else {
            number(known);
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        number(bytes.length);
        out.writeBytes(bytes);
    }

    /// Seven bits at a time, the lowest first; without sign.
    private void number(long value) {
        long left = value;
        while ((left & -MORE) != 0) {
            out.write((int) left & MORE - 1 | MORE);
            left >>>= BITS;
        }
        out.write((int) left);
    }
}
