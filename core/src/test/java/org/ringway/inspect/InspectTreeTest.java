// SPDX-License-Identifier: Apache-2.0
package org.ringway.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.inspect.InspectTree.Leaf;
import org.ringway.wire.WireBytes;

final class InspectTreeTest {
    private static final Branch TREE = branch("partition",
            leaf("name", "Zürich"), leaf("open", true), leaf("lost", false), leaf("pages", -1),
            branch("ring", leaf("pages", Long.MAX_VALUE), leaf("name", "")));

    private static InspectTree decode(String hex) {
        return InspectTree.decode(WireBytes.of(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void aTreeHasTheBytesOfTheSpecification() {
        Branch tree = branch("a", leaf("n", 300), leaf("t", "ü"), branch("b", leaf("n", true)),
                leaf("c", false));

        assertEquals(tree, decode("00 00 01 61 04" + "01 00 01 6e d804" + "02 00 01 74 02 c3bc"
                + "00 00 01 62 01" + "04 02" + "03 00 01 63"));
        assertEquals(tree, InspectTree.decode(tree.encode()));
        assertEquals("000001610401" + "00016ed804" + "02000174" + "02c3bc" + "0000016201" + "0402"
                + "03000163", tree.encode().toString());
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertEquals(TREE, InspectTree.decode(TREE.encode()));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
    void everyNumberTravels(long number) {
        Leaf leaf = leaf("n", number);

        assertEquals(leaf, InspectTree.decode(leaf.encode()));
    }

    @Test
    void aThousandPartsOfOneShapeNameThemselvesOnce() {
        Branch many = new Branch("channels", IntStream.range(0, 1000)
                .<InspectTree>mapToObj(i -> branch("" + i, leaf("a long name for a number", 5)))
                .toList());

        assertTrue(many.encode().length() < 13_000, () -> "bytes=" + many.encode().length());
        assertEquals(many, InspectTree.decode(many.encode()));
    }

    @Test
    void partsAreFoundByName() {
        assertEquals(leaf("open", true), TREE.child("open"));
        assertNull(TREE.child("nothing"));
        assertEquals(Long.MAX_VALUE, TREE.number("ring", "pages"));
        assertEquals(0, TREE.number("ring", "nothing"));
        assertEquals(0, TREE.number("name"));
    }

    @Test
    void textsAreCutAndHarmlessNamesAreNot() {
        assertEquals("a?b", leaf("text", "a\u001bb").value());
        assertEquals("x".repeat(256), leaf("text", "x".repeat(300)).value());
        assertThrows(IllegalArgumentException.class, () -> leaf("x".repeat(65), 1));
        assertThrows(IllegalArgumentException.class, () -> leaf("a\nb", 1));
        assertThrows(IllegalArgumentException.class, () -> new Leaf("a", List.of()));
        assertThrows(IllegalArgumentException.class, () -> branch("a", leaf("b", 1), leaf("b", 2)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', the bytes end before the tree does",
        "05 00 01 61, unknown kind: kind=5",
        "00 00 01 61 01, the bytes end before the tree does",
        "00 00 01 61 ffffffffffffffffff01, the bytes end before the tree does",
        "00 00 01 61 00 00, bytes behind the tree: left=1",
        "01 00 01 61 ffffffffffffffffffff01, number has no end",
        "01 02 05, no such name: name=2 names=0",
        "01 ffffffffffffffffff01 05, no such name: name=18446744073709551615 names=0",
        "01 00 41 61, text is too long: bytes=65 max=64 left=1",
        "02 00 01 61 05 61, text is too long: bytes=5 max=256 left=1",
        "01 00 01 1b 05, text has a control character",
        "01 00 01 ff 05, text is not UTF-8",
        "00 00 01 61 02 03 01 03 01, two parts have one name: branch=a name=a"})
    void bytesThatAreNoTreeAreRefusedWithTheReason(String hex, String reason) {
        String message = assertThrows(ProtocolException.class, () -> decode(hex)).getMessage();

        assertTrue(message.startsWith("no inspect tree: " + reason), message);
    }

    @Test
    void aTreeThatIsTooDeepIsRefused() {
        String nested = "00 00 01 61 01" + "00 01 01".repeat(16) + "03 01";

        String message = assertThrows(ProtocolException.class, () -> decode(nested)).getMessage();

        assertTrue(message.startsWith("no inspect tree: too deep: depth=17 max=16"), message);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noBytesDoHarm(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = TREE.encode().toArray();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = whole.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                InspectTree tree = InspectTree.decode(WireBytes.of(bytes));
                assertEquals(tree, InspectTree.decode(tree.encode()));
            } catch (ProtocolException refused) {
                assertTrue(refused.getMessage().startsWith("no inspect tree: "), refused::toString);
            }
        }
    }
}
