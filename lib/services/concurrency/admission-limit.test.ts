import { expect, it } from "vitest";
import { SYSTEM, type Actor } from "@/lib/domain/access";
import { AdmissionLimit } from "./admission-limit";

const person = (userId: string): Actor => ({ kind: "user", userId });

const limit = () =>
  new AdmissionLimit({ perPerson: 2, inAll: 3, what: "Downloads", retryAfterSeconds: 7 });

it("admits as many as the person's limit, then says when to try again", () => {
  const downloads = limit();
  const over = downloads.admit(person("ann"));
  downloads.admit(person("ann"));
  expect(() => downloads.admit(person("ann"))).toThrow(
    expect.objectContaining({ code: "tooMany", retryAfterSeconds: 7 }),
  );
  over();
  over();
  downloads.admit(person("ann"));
  expect(() => downloads.admit(person("ann"))).toThrow("you have 2 open");
});

it("refuses everybody at the limit of all, but never the program itself", () => {
  const downloads = limit();
  for (const name of ["ann", "bea", "cem"]) downloads.admit(person(name));
  expect(() => downloads.admit(person("dan"))).toThrow(
    expect.objectContaining({ code: "unavailable", retryAfterSeconds: 7 }),
  );
  expect(downloads.admit(SYSTEM)).toBeTypeOf("function");
});
