import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatIpAddress,
  networkOfIpAddress,
  parseIpAddress,
  parseIpRange,
  unmapIpAddress,
} from "./ip-address";

test("reads back every address it writes", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(4 as const, 6 as const),
      fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
      (version, n) => {
        const address = { version, value: version === 4 ? n & 0xffffffffn : n };
        expect(parseIpAddress(formatIpAddress(address))).toEqual(address);
      },
    ),
  );
});

test.each(["::1", "2001:db8::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "[::1]", "fe80::1%en0"])(
  "%s is an IPv6 address",
  (text) => expect(parseIpAddress(text)?.version).toBe(6),
);

test.each([
  "",
  "1.2.3",
  "1.2.3.256",
  "1.2.3.4.5",
  "0x7f.0.0.1",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8:9",
  "::12345",
  "1.2.3.4::",
  "unknown",
])("“%s” is no address", (text) => expect(parseIpAddress(text)).toBeNull());

describe("a range", () => {
  const contains = (range: string, text: string) =>
    parseIpRange(range)?.contains(parseIpAddress(text)!);

  test("contains the addresses with its prefix, also mapped to IPv6", () => {
    expect(contains("10.0.0.0/8", "10.255.0.1")).toBe(true);
    expect(contains("10.0.0.0/8", "::ffff:10.0.0.1")).toBe(true);
    expect(contains("10.0.0.0/8", "11.0.0.1")).toBe(false);
    expect(contains("10.0.0.7", "10.0.0.7")).toBe(true);
    expect(contains("10.0.0.7", "10.0.0.8")).toBe(false);
    expect(contains("fd00::/8", "fdff::1")).toBe(true);
    expect(contains("fd00::/8", "10.0.0.1")).toBe(false);
    expect(contains("0.0.0.0/0", "203.0.113.9")).toBe(true);
  });

  test.each(["", "x", "10.0.0.0/33", "::/129", "10.0.0.0/8/8", "10.0.0.0/-1"])(
    "cannot be written as “%s”",
    (text) => expect(parseIpRange(text)).toBeNull(),
  );
});

test("an address that is mapped to IPv6 is the IPv4 address", () => {
  expect(unmapIpAddress(parseIpAddress("::ffff:7f00:1")!)).toEqual(parseIpAddress("127.0.0.1"));
  expect(unmapIpAddress(parseIpAddress("::1")!)).toEqual(parseIpAddress("::1"));
});

test("addresses of one household are one network", () => {
  const networkOf = (text: string) => formatIpAddress(networkOfIpAddress(parseIpAddress(text)!));
  expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::");
  expect(networkOf("2001:db8:1:2:ffff::1")).toBe("2001:db8:1:2::");
  expect(networkOf("203.0.113.9")).toBe("203.0.113.9");
});
