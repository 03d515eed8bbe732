// SPDX-License-Identifier: Apache-2.0
package org.ringway.inspect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.wire.WireBytes;

/// What something looks like inside, at about one moment.
///
/// - **Thread:** any; a tree never changes.
public sealed interface InspectTree {
    /// Bytes of the longest name.
    int MAX_NAME_BYTES = 64;
    /// Bytes of the longest text.
    int MAX_TEXT_BYTES = 256;
    /// Branches on the way to the deepest leaf.
    int MAX_DEPTH = 16;

    /// {@return what it is called, unlike its siblings}
    String name();

    /// Something with parts.
    ///
    /// @param name without control characters, at most [#MAX_NAME_BYTES] bytes of UTF-8
    /// @param children the parts, each with a name of its own
    record Branch(String name, List<InspectTree> children) implements InspectTree {
        /// Refuses names that cannot travel, or are there twice.
        public Branch {
            WireBytes.ofText(name, MAX_NAME_BYTES);
            children = List.copyOf(children);
            Set<String> names = new HashSet<>();
            for (InspectTree child : children) {
                if (!names.add(child.name())) {
                    throw new IllegalArgumentException(
                            "two parts have one name: branch=" + name + " name=" + child.name());
                }
            }
        }

        /// {@return the part of this name, or null}
        ///
        /// @param part its name
        public @Nullable InspectTree child(String part) {
            return children.stream().filter(child -> child.name().equals(part)).findFirst()
                    .orElse(null);
        }

        /// {@return the number at the end of a path, or 0 if there is none}
        ///
        /// @param path names of the branches on the way, and the leaf's
        public long number(String... path) {
            InspectTree at = this;
            for (String step : path) {
                at = at instanceof Branch branch ? branch.child(step) : null;
            }
            return at instanceof Leaf(_, Long number) ? number : 0;
        }
    }

    /// One fact.
    ///
    /// @param name without control characters, at most [#MAX_NAME_BYTES] bytes of UTF-8
    /// @param value a [Long], a [Boolean], or a [String] without control characters of at most
    ///     [#MAX_TEXT_BYTES] bytes of UTF-8
    record Leaf(String name, Object value) implements InspectTree {
        /// Refuses what cannot travel.
        public Leaf {
            WireBytes.ofText(name, MAX_NAME_BYTES);
            switch (value) {
                case String text -> WireBytes.ofText(text, MAX_TEXT_BYTES);
                case Long _, Boolean _ -> { }
                default -> throw new IllegalArgumentException(
                        "a leaf is a number, a truth or a text: name=" + name
                                + " class=" + value.getClass().getName());
            }
        }
    }

    /// {@return a branch}
    ///
    /// @param name what it is called
    /// @param children its parts
    static Branch branch(String name, InspectTree... children) {
        return new Branch(name, List.of(children));
    }

    /// {@return a number}
    ///
    /// @param name what it counts or measures, with the unit
    /// @param value it
    static Leaf leaf(String name, long value) {
        return new Leaf(name, value);
    }

    /// {@return a truth}
    ///
    /// @param name what is true or not
    /// @param value whether it is
    static Leaf leaf(String name, boolean value) {
        return new Leaf(name, value);
    }

    /// {@return a text, as much of it as fits, without control characters}
    ///
    /// @param name what it says
    /// @param value any text
    static Leaf leaf(String name, String value) {
        return new Leaf(name, WireBytes.fit(value, MAX_TEXT_BYTES));
    }

    /// {@return the bytes of the wire; docs/protocol.md has their layout}
    default WireBytes encode() {
        return WireBytes.of(new TreeWriter().write(this));
    }

    /// {@return the tree in these bytes}
    ///
    /// @param bytes a private copy of what another partition said
    /// @throws ProtocolException if they are no tree
    static InspectTree decode(WireBytes bytes) {
        return new TreeReader(bytes.toArray()).read();
    }
}
