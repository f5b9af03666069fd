package dev.ferry.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value of an IP address operator: a range of IPv4 or IPv6 addresses in CIDR form, or one address. The bits of the
 * address after the prefix mean nothing.
 *
 * @param prefix how many bits of an address have to be the same
 */
record AddressRange(InetAddress address, int prefix) implements ConditionValue {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=[^:]*+:)[0-9A-Fa-f:.]{2,45}");
    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

    AddressRange {
        if (prefix < 0 || prefix > bits(address)) {
            throw new IllegalArgumentException("A prefix has no more bits than the address");
        }
    }

    static AddressRange parse(Element element) {
        String text = element.string();
        int slash = text.indexOf('/');
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        String prefix = slash < 0 ? "" : text.substring(slash + 1);
        // An IPv4 address in IPv6's form is taken as the IPv4 address; the prefix would count other bits than it has.
        boolean mapped = address.isPresent() && text.contains(":") && address.get() instanceof Inet4Address;
        if (address.isEmpty() || mapped || slash >= 0 && !PREFIX.matcher(prefix).matches()) {
            throw element.mustBe("an IP address or a range such as \"203.0.113.0/24\" or \"2001:db8::/32\"");
        }
        int length = slash < 0 ? bits(address.get()) : Integer.parseInt(prefix);
        if (length > bits(address.get())) {
            throw element.mustBe("a range whose prefix has " + bits(address.get()) + " bits at most");
        }
        return new AddressRange(address.get(), length);
    }

    @Override
    public boolean matches(String actual, AccessRequest request) {
        return address(actual).map(this::contains).orElse(false);
    }

    private boolean contains(InetAddress other) {
        if (bits(address) != bits(other)) {
            return false;
        }
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        int whole = prefix / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >> (Byte.SIZE - rest) == 0;
    }

    /** An address that is written out. The brackets of IPv6 and the digits of IPv4 are never looked up as a name. */
    private static Optional<InetAddress> address(String text) {
        boolean ipv4 = IPV4.matcher(text).matches();
        if (!ipv4 && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(ipv4 ? text : "[" + text + "]"));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
