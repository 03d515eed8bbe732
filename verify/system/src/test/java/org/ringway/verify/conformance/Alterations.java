// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ringway.verify.conformance.AlteredRoot.Alteration;

/// Defects of roots.
final class Alterations {
    private static final int OFFER_CHANNEL = 1;
    private static final int RESCIND = 2;
    private static final int REQUEST_OFFERS = 3;
    private static final int ALL_OFFERS = 4;
    private static final int GPADL_BODY = 9;
    private static final int GPADL_CREATED = 10;
    private static final int RELEASED = 13;
    private static final int INITIATE_CONTACT = 14;
    private static final int VERSION_RESPONSE = 15;
    private static final int PRIVATE = 0x5257_0000;
    private static final int OFFER_IDENTITY = PRIVATE + 9;
    private static final int PEER_CLOSED = PRIVATE + 17;
    private static final int RELID_IN_OFFER = 184;

    private Alterations() {}

    /// Without a memory of its own.
    private record Changed(UnaryOperator<List<byte[]>> toRoot, UnaryOperator<List<byte[]>> toClient)
            implements Alteration {
        @Override
        public Alteration get() {
            return this;
        }

        @Override
        public List<byte[]> toRoot(byte[] message) {
            return toRoot.apply(List.of(message));
        }

        @Override
        public List<byte[]> toClient(byte[] message) {
            return toClient.apply(List.of(message));
        }
    }

    static Alteration forgets(int type) {
        return new Changed(UnaryOperator.identity(), messages ->
                AlteredRoot.type(messages.getFirst()) == type ? List.of() : messages);
    }

    static Alteration padsWhatItHears() {
        return new Changed(messages -> {
            byte[] message = messages.getFirst();
            return message.length < 8 || message.length > 240 ? messages
                    : List.of(Arrays.copyOf(message, 240));
        }, UnaryOperator.identity());
    }

    static Alteration nobodyIsLost() {
        return new Changed(UnaryOperator.identity(), messages -> {
            byte[] message = messages.getFirst();
            return AlteredRoot.type(message) == PEER_CLOSED && AlteredRoot.u32(message, 12) == 2
                    ? List.of(AlteredRoot.with(message, 12, 1)) : messages;
        });
    }

    static Alteration speaksEverything() {
        return new Changed(messages -> messages, messages -> {
            byte[] message = messages.getFirst();
            return AlteredRoot.type(message) == VERSION_RESPONSE && message[8] == 0
                    ? List.of(AlteredRoot.with(message, 8, 1)) : messages;
        });
    }

    static Alteration wrongNumberAfterBodies() {
        return new WrongNumber();
    }

    private static final class WrongNumber implements Alteration {
        private int bodies;

        @Override
        public Alteration get() {
            return new WrongNumber();
        }

        @Override
        public List<byte[]> toRoot(byte[] message) {
            bodies += AlteredRoot.type(message) == GPADL_BODY ? 1 : 0;
            return List.of(message);
        }

        @Override
        public List<byte[]> toClient(byte[] message) {
            return List.of(AlteredRoot.type(message) == GPADL_CREATED && bodies > 2
                    ? AlteredRoot.with(message, 12, AlteredRoot.u32(message, 12) + 1) : message);
        }
    }

    static Alteration offersTwice() {
        return new TwoOffers();
    }

    private static final class TwoOffers implements Alteration {
        private boolean isDelivering;

        @Override
        public Alteration get() {
            return new TwoOffers();
        }

        @Override
        public List<byte[]> toRoot(byte[] message) {
            isDelivering |= AlteredRoot.type(message) == REQUEST_OFFERS;
            return List.of(message);
        }

        @Override
        public List<byte[]> toClient(byte[] message) {
            isDelivering &= AlteredRoot.type(message) != ALL_OFFERS;
            return isDelivering && AlteredRoot.type(message) == OFFER_CHANNEL
                    ? List.of(message, message) : List.of(message);
        }
    }

    static Alteration hearsOneRequest() {
        return new OneRequest();
    }

    private static final class OneRequest implements Alteration {
        private boolean isHeard;

        @Override
        public Alteration get() {
            return new OneRequest();
        }

        @Override
        public List<byte[]> toRoot(byte[] message) {
            int type = AlteredRoot.type(message);
            boolean again = type == REQUEST_OFFERS && isHeard;
            isHeard = type != INITIATE_CONTACT && (isHeard || type == REQUEST_OFFERS);
            return again ? List.of() : List.of(message);
        }
    }

    static Alteration reusesIds() {
        return new ReusedIds();
    }

    private static final class ReusedIds implements Alteration {
        private int rescinded;

        @Override
        public Alteration get() {
            return new ReusedIds();
        }

        @Override
        public List<byte[]> toRoot(byte[] message) {
            rescinded = AlteredRoot.type(message) == RELEASED ? 0 : rescinded;
            return List.of(message);
        }

        @Override
        public List<byte[]> toClient(byte[] message) {
            return List.of(switch (AlteredRoot.type(message)) {
                case RESCIND -> {
                    rescinded = AlteredRoot.u32(message, 8);
                    yield message;
                }
                case OFFER_IDENTITY -> renumbered(message, 8);
                case OFFER_CHANNEL -> renumbered(message, RELID_IN_OFFER);
                default -> message;
            });
        }

        private byte[] renumbered(byte[] message, int at) {
            return rescinded == 0 ? message : AlteredRoot.with(message, at, rescinded);
        }
    }
}
