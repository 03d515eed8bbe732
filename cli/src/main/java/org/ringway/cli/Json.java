// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns maps, lists, strings, numbers and booleans into JSON text (RFC 8259), in ASCII.
///
/// Keys keep the order in which they were put. Numbers that JSON cannot say (NaN, infinities)
/// become null. **Thread:** any.
public final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /// Makes an object in the order given.
    ///
    /// @param keysAndValues a key, its value, the next key …
    /// @return the object, open for more
    /// @throws IllegalArgumentException if a key has no value or is there twice
    public static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "key without a value: count=" + keysAndValues.length);
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String key = String.valueOf(keysAndValues[i]);
            if (object.containsKey(key)) {
                throw new IllegalArgumentException("key is there twice: key=" + key);
            }
            object.put(key, keysAndValues[i + 1]);
        }
        return object;
    }

    /// {@return the text of a value, on one line}
    ///
    /// @param value null, a map, a collection, a number, a boolean; anything else by its `toString`
    public static String text(@Nullable Object value) {
        Json json = new Json();
        json.value(value);
        return json.text.toString();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> members(map);
            case Collection<?> list -> elements(list);
            case Boolean truth -> text.append(truth);
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Float number when !Float.isFinite(number) -> text.append("null");
            case Number number -> text.append(number);
            default -> string(value.toString());
        }
    }

    private void members(Map<?, ?> map) {
        char separator = '{';
        for (Map.Entry<?, ?> member : map.entrySet()) {
            text.append(separator);
            string(String.valueOf(member.getKey()));
            text.append(':');
            value(member.getValue());
            separator = ',';
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void elements(Collection<?> list) {
        char separator = '[';
        for (Object element : list) {
            text.append(separator);
            value(element);
            separator = ',';
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private void string(String value) {
        text.append('"');
        value.chars().forEach(this::character);
        text.append('"');
    }

    private void character(int c) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append((char) c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (c >= ' ' && c < 0x7F) {
                    text.append((char) c);
                } else {
                    text.append(String.format("\\u%04x", c));
                }
            }
        }
    }
}
