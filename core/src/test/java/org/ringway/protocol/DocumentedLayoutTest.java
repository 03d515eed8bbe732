// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
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

/// The table of private messages in `docs/protocol.md` against the codec: numbers, directions,
/// sizes, and for every single byte whether it belongs to a field.
final class DocumentedLayoutTest {
    private static final int BASE = 0x5257_0000;
    private static final int HEADER_BYTES = 8;
    private static final Path DOCUMENT = Path.of("../docs/protocol.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+) \\| (\\w+) \\| ([CR]) \\| (\\d+)[^|]*\\| ([^|]*)\\|.*");
    private static final Pattern FIELD = Pattern.compile(
            "(?<name>[^,{]*?) ?(?<type>u16|u32|i32|u64|GUID|\\[\\d+\\])(?: = \\d+)? @(?<at>\\d+)");
    private static final Map<String, Integer> SIZES =
            Map.of("u16", 2, "u32", 4, "i32", 4, "u64", 8, "GUID", 16);

    private static final Map<String, MessageSample> SAMPLES = MessageSample.all()
            .collect(Collectors.toMap(MessageSample::toString, Function.identity()));

    /// One row of the table.
    record Row(int number, String name, String direction, int size, String fields) {
        static Row of(MatchResult match) {
            return new Row(Integer.parseInt(match.group(1)), match.group(2), match.group(3),
                    Integer.parseInt(match.group(4)), match.group(5));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        return lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Row.of(matcher.toMatchResult()));
    }

    @Test
    void everyPrivateMessageIsInTheTable() throws IOException {
        Set<Integer> documented =
                rows().map(row -> BASE + row.number).collect(Collectors.toSet());
        Set<Integer> known = SAMPLES.values().stream()
                .map(sample -> ControlCodec.typeOf(sample.message()))
                .filter(type -> type >= BASE)
                .collect(Collectors.toSet());
        assertEquals(documented, known);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void messageHasItsDocumentedNumberDirectionAndSize(Row row) {
        ControlMessage message = SAMPLES.get(row.name).message();
        assertEquals(BASE + row.number, ControlCodec.typeOf(message));
        assertEquals(row.direction, message instanceof ToRoot ? "C" : "R");
        int runs = message instanceof RingwayToChild.PeerGpadl gpadl ? gpadl.runs().size() : 0;
        assertEquals(row.size + 24 * runs, ControlCodec.encode(message).length);
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
        String fixedPart = row.fields.replaceFirst("runs @.*", "");
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
