// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.wire.RelId;
import org.ringway.wire.WireBytes;

/// Every message: its bytes, both ways, and every length that it can arrive in.
final class ControlCodecTest {
    static Stream<MessageSample> samples() {
        return MessageSample.all();
    }

    private static String refusal(MessageSample sample, byte[] bytes) {
        return assertThrows(ProtocolException.class,
                () -> MessageSample.decode(sample.message(), bytes)).getMessage();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void messageHasTheBytesOfTheSpecification(MessageSample sample) {
        assertEquals(hex(sample.bytes()), hex(ControlCodec.encode(sample.message())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void messageIsReadFromTheBytesOfTheSpecification(MessageSample sample) {
        assertEquals(sample.message(), MessageSample.decode(sample.message(), sample.bytes()));
    }

    @Test
    void everyMessageHasASample() {
        Set<String> sampled = MessageSample.all()
                .map(MessageSample::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = leaves(ControlMessage.class)
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(known, sampled);
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ControlCodecTest::leaves)
                : Stream.of(type);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void messageIsCalledByItsNumberOrName(MessageSample sample) {
        int type = ControlCodec.typeOf(sample.message());
        assertEquals(hex(sample.bytes()).substring(0, 8),
                hex(ExpectedBytes.of(type, 4).toArray()));
        assertEquals(sample.toString(), ControlCodec.nameOf(type));
        assertEquals("message 0x63", ControlCodec.nameOf(99));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    @DisplayName("M1: a message that ends too early is refused at every length")
    void m1ShorterThanItsLayout(MessageSample sample) {
        int variable = switch (sample.message()) {
            case GpadlHeader header -> header.data().length();
            case GpadlBody body -> body.data().length();
            default -> 0;
        };
        int needed = sample.bytes().length - variable;
        for (int length = 0; length < needed; length++) {
            String text = refusal(sample, Arrays.copyOf(sample.bytes(), length));
            String name = length < 8 ? "header" : sample.toString();
            String start = "message is shorter than its layout: message=" + name + " bytes="
                    + length + " needed=";
            assertEquals(start, text.substring(0, Math.min(start.length(), text.length())));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    @DisplayName("M1: what a plain client pads is ignored, up to 240 bytes and no further")
    void m1LongerThanItsLayout(MessageSample sample) {
        if (sample.message() instanceof GpadlHeader || sample.message() instanceof GpadlBody) {
            assertEquals(240, ControlCodec.encode(MessageSample.decode(
                    sample.message(), Arrays.copyOf(sample.bytes(), 240))).length);
        } else {
            byte[] padded = Arrays.copyOf(sample.bytes(), 240);
            if (!isToldByItsLength(sample)) {
                Arrays.fill(padded, sample.bytes().length, 240, (byte) 0xEE);
            }
            assertEquals(sample.message(), MessageSample.decode(sample.message(), padded));
        }
        assertEquals("message is too long: bytes=241 max=240",
                refusal(sample, Arrays.copyOf(sample.bytes(), 241)));
    }

    /// Only Ringway sides send these, and pad with zeros if at all.
    private static boolean isToldByItsLength(MessageSample sample) {
        return sample.message() instanceof PeerOpen || sample.message() instanceof Reannounce;
    }

    @Test
    @DisplayName("M2: numbers that no message has, next to those that have one")
    void m2UnknownNumbers() {
        for (int type : new int[] {0, 30, 99, -1, 0x5257_0000, 0x5257_002F}) {
            byte[] bytes = ExpectedBytes.of(type, 240).toArray();
            String text = "unknown message: type=0x" + Integer.toHexString(type);
            assertEquals(text, assertThrows(ProtocolException.class,
                    () -> ControlCodec.decodeToRoot(bytes)).getMessage());
            assertEquals(text, assertThrows(ProtocolException.class,
                    () -> ControlCodec.decodeToChild(bytes)).getMessage());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    @DisplayName("M3: a message that only the receiver itself may send is named as such")
    void m3WrongWay(MessageSample sample) {
        ProtocolException refused = assertThrows(ProtocolException.class,
                () -> decodeTheWrongWay(sample));
        assertEquals("message goes the wrong way: message=" + sample + " type=0x"
                + Integer.toHexString(ControlCodec.typeOf(sample.message())),
                refused.getMessage());
    }

    private static ControlMessage decodeTheWrongWay(MessageSample sample) {
        return switch (sample.message()) {
            case ToRoot _ -> ControlCodec.decodeToChild(sample.bytes());
            case ToChild _ -> ControlCodec.decodeToRoot(sample.bytes());
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    @DisplayName("M18: a message does not change with the bytes it was read from")
    void m18BytesRewrittenAfterwards(MessageSample sample) {
        byte[] slot = sample.bytes().clone();
        ControlMessage message = MessageSample.decode(sample.message(), slot);
        Arrays.fill(slot, (byte) 0xEE);
        assertEquals(sample.message(), message);
    }

    @Test
    void numberBeyondItsFieldIsRefusedAndNotCut() {
        GpadlHeader header =
                new GpadlHeader(new RelId(1), new GpadlId(1), 0x1_0000, 1, WireBytes.EMPTY);
        assertEquals("number does not fit into its field: rangeBytes=65536 max=65535",
                assertThrows(IllegalArgumentException.class,
                        () -> ControlCodec.encode(header)).getMessage());
        GpadlBody body = new GpadlBody(0, new GpadlId(1), WireBytes.of(new byte[225]));
        assertEquals("message is too long: bytes=241 max=240",
                assertThrows(IllegalArgumentException.class,
                        () -> ControlCodec.encode(body)).getMessage());
    }

    /// Random changes of legal messages: a message again, or a refusal, and never anything else.
    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    @DisplayName("M1, M2: any bytes are a message that means the same when said again, or refused")
    void anyBytesAreAMessageOrRefused(MessageSample sample) {
        Random random = new Random(sample.toString().hashCode());
        int messages = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = sample.bytes().clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                ControlMessage message = MessageSample.decode(sample.message(), bytes);
                assertEquals(message,
                        MessageSample.decode(message, ControlCodec.encode(message)));
                messages++;
            } catch (ProtocolException refused) {
                assertEquals(-1, refused.getMessage().indexOf('\n'));
            }
        }
        assertTrue(messages > 0, "no change was legal");
    }
}
