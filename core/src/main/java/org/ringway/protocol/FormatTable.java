// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The formats of all messages one side may send, by number and by record.
///
/// Whoever adds a record without a format finds out when the class is loaded: the sealed interface
/// is compared with the table.
///
/// @param <T> the sealed interface of that side
final class FormatTable<T extends ControlMessage> {
    private final Map<Integer, MessageFormat<? extends T>> byType = new HashMap<>();
    private final Map<Class<?>, MessageFormat<? extends T>> byRecord = new HashMap<>();

    FormatTable(Class<T> side, List<MessageFormat<? extends T>> formats) {
        for (MessageFormat<? extends T> format : formats) {
            boolean first = byType.put(format.type(), format) == null;
            if (!first || byRecord.put(format.record(), format) != null) {
                throw new AssertionError("message has two formats: record=" + format.name());
            }
        }
        requireAll(side);
    }

    private void requireAll(Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                requireAll(permitted);
            }
        } else if (!byRecord.containsKey(type)) {
            throw new AssertionError("message has no format: record=" + type.getSimpleName());
        }
    }

    @Nullable MessageFormat<? extends T> ofType(int type) {
        return byType.get(type);
    }

    /// The format of a message of this side; there always is one.
    MessageFormat<? extends T> of(Class<?> message) {
        return byRecord.get(message);
    }
}
