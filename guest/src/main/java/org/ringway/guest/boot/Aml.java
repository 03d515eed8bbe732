// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// ACPI machine language, as much of it as a description of two devices needs (ACPI 6.5, 20.2).
final class Aml {
    private static final int ZERO = 0x00;
    private static final int BYTE = 0x0A;
    private static final int STRING = 0x0D;
    private static final int DOUBLE_WORD = 0x0C;
    private static final int NAME = 0x08;
    private static final int SCOPE = 0x10;
    private static final int BUFFER = 0x11;
    private static final int PACKAGE = 0x12;
    private static final int EXTENDED = 0x5B;
    private static final int DEVICE = 0x82;
    private static final int LONGEST_SHORT = 0x3F;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] toArray() {
        return out.toByteArray();
    }

    Aml scope(String name, Aml inside) {
        out.write(SCOPE);
        return block(new Aml().raw(name), inside);
    }

    Aml device(String name, Aml inside) {
        out.write(EXTENDED);
        out.write(DEVICE);
        return block(new Aml().raw(name), inside);
    }

    private Aml block(Aml head, Aml inside) {
        byte[] first = head.toArray();
        byte[] second = inside.toArray();
        length(first.length + second.length);
        out.writeBytes(first);
        out.writeBytes(second);
        return this;
    }

    /// A length counts its own bytes: one up to 63, else two, the lower four bits in the first.
    private void length(int without) {
        if (without + 1 <= LONGEST_SHORT) {
            out.write(without + 1);
        } else {
            int all = without + 2;
            out.write(0x40 | all & 0xF);
            out.write(all >>> 4);
        }
    }

    Aml nameNumber(String name, int value) {
        out.write(NAME);
        return raw(name).number(value);
    }

    Aml nameString(String name, String value) {
        out.write(NAME);
        raw(name);
        out.write(STRING);
        raw(value);
        out.write(ZERO);
        return this;
    }

    /// An id of three letters and four hexadecimal digits, compressed: `EISAID("PNP0501")`.
    Aml nameEisaId(String name, String id) {
        int letters = id.charAt(0) - '@' << 10 | id.charAt(1) - '@' << 5 | id.charAt(2) - '@';
        int all = letters << 16 | Integer.parseInt(id.substring(3), 16);
        out.write(NAME);
        raw(name);
        out.write(DOUBLE_WORD);
        return little(Integer.reverseBytes(all), Integer.BYTES);
    }

    /// A buffer with descriptors of resources; the end tag is added.
    Aml nameResources(String name, byte[] descriptors) {
        byte[] endTag = {0x79, 0};
        out.write(NAME);
        raw(name);
        out.write(BUFFER);
        Aml size = new Aml().number(descriptors.length + endTag.length);
        Aml bytes = new Aml();
        bytes.out.writeBytes(descriptors);
        bytes.out.writeBytes(endTag);
        return block(size, bytes);
    }

    Aml namePackage(String name, int... numbers) {
        Aml inside = new Aml();
        inside.out.write(numbers.length);
        for (int number : numbers) {
            inside.number(number);
        }
        out.write(NAME);
        raw(name);
        out.write(PACKAGE);
        return block(new Aml(), inside);
    }

    private Aml number(int value) {
        out.write(BYTE);
        out.write(value);
        return this;
    }

    Aml little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    private Aml raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }
}
