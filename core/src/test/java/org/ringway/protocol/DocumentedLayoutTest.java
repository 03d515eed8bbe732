// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.ProtocolException;

/// The tables of messages in `docs/protocol.md` against the codec: numbers, directions, sizes, and
/// for every single byte whether it belongs to a field.
final class DocumentedLayoutTest {
    private static final int BASE = 0x5257_0000;
    private static final int HEADER_BYTES = 8;
    private static final Path DOCUMENT = Path.of("../docs/protocol.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| (\\w+) \\| ([CR]) \\| (\\d+)([^|]*)\\| ([^|]*)\\|.*");
    private static final String PRIVATE_TABLE = "## Private messages";
    /// Last of the messages that version 5.3 has.
    private static final int LAST_STANDARD = 24;
    private static final Pattern FIELD = Pattern.compile(
            "(?<name>[^,{]*?) ?(?<type>[ui]\\d+|GUID|\\[\\d+\\])(?: = \\d+)? @(?<at>\\d+)");
    private static final Map<String, Integer> SIZES =
            Map.of("u8", 1, "u16", 2, "u32", 4, "i32", 4, "u64", 8, "GUID", 16);

    private static final Map<String, MessageSample> SAMPLES = MessageSample.all()
            .collect(Collectors.toMap(MessageSample::toString, Function.identity()));

    /// One row of the table.
    ///
    /// @param type the number on the wire
    /// @param isOpen whether the message has as many elements behind its fields as it needs
    record Row(int type, String name, String direction, int size, boolean isOpen, String fields) {
        static Row of(int base, MatchResult match) {
            return new Row(base + Integer.parseInt(match.group(1)), match.group(2), match.group(3),
                    Integer.parseInt(match.group(4)), match.group(5).contains("n"),
                    match.group(6));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() throws IOException {
        String text = Files.readString(DOCUMENT);
        int table = text.indexOf(PRIVATE_TABLE);
        return Stream.concat(
                rows(0, text.substring(0, table)), rows(BASE, text.substring(table)));
    }

    private static Stream<Row> rows(int base, String text) {
        return text.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Row.of(base, matcher.toMatchResult()));
    }

    @Test
    void everyMessageOfTheVersionsWeSpeakIsInATable() throws IOException {
        Set<Integer> documented = rows().map(Row::type).collect(Collectors.toSet());
        Set<Integer> known = SAMPLES.values().stream()
                .map(sample -> ControlCodec.typeOf(sample.message()))
                .filter(type -> type >= BASE || type <= LAST_STANDARD)
                .collect(Collectors.toSet());
        assertEquals(known, documented);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void messageHasItsDocumentedNumberDirectionAndSize(Row row) {
        ControlMessage message = SAMPLES.get(row.name).message();
        assertEquals(row.type, ControlCodec.typeOf(message));
        assertEquals(row.direction, message instanceof ToRoot ? "C" : "R");
        int bytes = ControlCodec.encode(message).length;
        assertTrue(row.isOpen ? bytes > row.size : bytes == row.size, () -> "bytes=" + bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void bytesBelongToTheDocumentedFieldsAndNoOthers(Row row) {
        MessageSample sample = SAMPLES.get(row.name);
        BitSet documented = bytesOfFields(row);
        for (int at = HEADER_BYTES; at < row.size; at++) {
            assertEquals(documented.get(at), matters(sample, at), row.name + " byte " + at);
        }
    }

    private static BitSet bytesOfFields(Row row) {
        BitSet bytes = new BitSet();
        String fixedPart = row.fields.replaceFirst("(runs|part of the ranges) @.*", "");
        Matcher field = FIELD.matcher(fixedPart);
        while (field.find()) {
            if (!field.group("name").strip().equals("pad")) {
                int at = Integer.parseInt(field.group("at"));
                bytes.set(at, at + sizeOf(field.group("type")));
            }
        }
        return bytes;
    }

    private static int sizeOf(String type) {
        return type.startsWith("[")
                ? Integer.parseInt(type.substring(1, type.length() - 1))
                : SIZES.get(type);
    }

    /// Whether another value of a byte makes another message, or none.
    private static boolean matters(MessageSample sample, int at) {
        byte[] changed = sample.bytes().clone();
        changed[at] ^= 1;
        try {
            return !sample.message().equals(MessageSample.decode(sample.message(), changed));
        } catch (ProtocolException refused) {
            assertTrue(refused.getMessage().contains(sample.toString()), refused.getMessage());
            return true;
        }
    }
}
