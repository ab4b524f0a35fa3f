import { describe, expect, test } from "vitest";
import { isMetadataAddress, isMetadataHost } from "./metadata-address";

const hostOf = (url: string): string => new URL(url).hostname;

describe("hosts that serve the machine's own credentials", () => {
  test.each([
    "http://169.254.169.254/",
    "http://169.254.170.2/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0xA9.0xFE.0xA9.0xFE/",
    "http://0251.0376.0251.0376/",
    "http://169.16689662/",
    "http://169.254.43518/",
    "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/",
    "http://169.254.169.254./",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[0:0:0:0:0:ffff:a9fe:a9fe]/",
    "http://[::169.254.169.254]/",
    "http://[::ffff:0:169.254.169.254]/",
    "http://[64:ff9b::169.254.169.254]/",
    "http://[64:ff9b:1::a9fe:a9fe]/",
    "http://[64:ff9b:1:a9fe:a9:fe00::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2001::5601:5601]/",
    "http://[fd00:ec2::254]/",
    "http://[fd00:0ec2:0:0:0:0:0:254]/",
    "http://[fd20:ce::254]/",
    "http://[fe80::1]/",
    "http://[febf::1]/",
    "http://100.100.100.200/",
    "http://[::ffff:100.100.100.200]/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://metadata.google.internal/",
    "http://METADATA.google.internal./",
    "http://metadata.google.internal../",
    "http://a.metadata.google.internal/",
    "http://metadata/",
    "http://metadata.goog/",
    "http://instance-data/",
    "http://instance-data.ec2.internal/",
  ])("%s", (url) => {
    expect(isMetadataHost(hostOf(url))).toBe(true);
  });
});

describe("hosts of model servers", () => {
  test.each([
    "http://localhost:8000/v1",
    "http://127.0.0.1:8000/v1",
    "http://[::1]:8000/v1",
    "http://[::ffff:127.0.0.1]/v1",
    "http://10.1.2.3/v1",
    "http://192.168.0.7/v1",
    "http://172.16.0.1/v1",
    "http://100.100.100.201/v1",
    "http://169.253.255.255/v1",
    "http://[fd00:ec3::1]/v1",
    "http://[fec0::1]/v1",
    "http://[64:ff9b::10.0.0.1]/v1",
    "http://[2002:0a00:0001::1]/v1",
    "https://api.openai.com/v1",
    "https://metadata.example.org/v1",
    "http://gpu-7.metadata-lab.org/v1",
  ])("%s", (url) => {
    expect(isMetadataHost(hostOf(url))).toBe(false);
  });
});

test("addresses that a resolver returns are recognised as well", () => {
  expect(isMetadataAddress("fe80::1%eth0")).toBe(true);
  expect(isMetadataAddress("169.254.169.254")).toBe(true);
  expect(isMetadataAddress("nonsense")).toBe(false);
});
