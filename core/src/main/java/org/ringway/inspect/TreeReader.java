// SPDX-License-Identifier: Apache-2.0
package org.ringway.inspect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.inspect.InspectTree.Leaf;
import org.ringway.wire.WireBytes;

/// Reads a tree that somebody else has written. Allocates no more than a small multiple of the
/// bytes there are, whatever they say.
final class TreeReader {
    private static final Kind[] KINDS = Kind.values();
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteBuffer in;
    private final List<String> names = new ArrayList<>();

    TreeReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    InspectTree read() {
        InspectTree tree = tree(0);
        if (in.hasRemaining()) {
            throw broken("bytes behind the tree: left=" + in.remaining());
        }
        return tree;
    }

    private InspectTree tree(int depth) {
        int kind = octet();
        if (kind >= KINDS.length) {
            throw broken("unknown kind: kind=" + kind);
        }
        String name = name();
        return switch (KINDS[kind]) {
            case BRANCH -> branch(name, depth + 1);
            case NUMBER -> {
                long folded = number();
                yield new Leaf(name, folded >>> 1 ^ -(folded & 1));
            }
            case TEXT -> new Leaf(name, text(InspectTree.MAX_TEXT_BYTES));
            case NO -> new Leaf(name, false);
            case YES -> new Leaf(name, true);
        };
    }

    private Branch branch(String name, int depth) {
        if (depth > InspectTree.MAX_DEPTH) {
            throw broken("too deep: depth=" + depth + " max=" + InspectTree.MAX_DEPTH);
        }
        long count = number();
        List<InspectTree> children = new ArrayList<>();
        for (long i = 0; i != count; i++) {
            children.add(tree(depth));
        }
        try {
            return new Branch(name, children);
        } catch (IllegalArgumentException e) {
            throw broken(e.getMessage());
        }
    }

    private String name() {
        long number = number();
        if (number == 0) {
            String name = text(InspectTree.MAX_NAME_BYTES);
            names.add(name);
            return name;
        }
        if (number < 0 || number > names.size()) {
            throw broken("no such name: name=" + Long.toUnsignedString(number)
                    + " names=" + names.size());
        }
        return names.get((int) number - 1);
    }

    private String text(int most) {
        long length = number();
        if (length < 0 || length > Math.min(most, in.remaining())) {
            throw broken("text is too long: bytes=" + Long.toUnsignedString(length) + " max=" + most
                    + " left=" + in.remaining());
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        try {
            return WireBytes.of(bytes).text();
        } catch (IllegalArgumentException e) {
            throw broken(e.getMessage());
        }
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            int next = octet();
            value |= (long) (next & MORE - 1) << shift;
            if (next < MORE) {
                return value;
            }
        }
        throw broken("number has no end");
    }

    private int octet() {
        if (!in.hasRemaining()) {
            throw broken("the bytes end before the tree does");
        }
        return Byte.toUnsignedInt(in.get());
    }

    private ProtocolException broken(String what) {
        return new ProtocolException("no inspect tree: " + what + " at=" + in.position());
    }
}
