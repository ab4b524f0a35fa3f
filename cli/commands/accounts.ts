import { role, SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";

type OutputOptions = { readonly json?: true };

/** `account list`: every account, one per line. */
export function listAccountsCommand({ json }: OutputOptions): Promise<ExitCode> {
  return withServices({}, async (services) => {
    for (const account of await services.listAccounts(SYSTEM)) {
      const { id, email, name, administrator, projects } = account;
      const role = administrator ? "administrator" : "";
      console.log(
        json ? JSON.stringify(account) : [id, email, name, `${projects} projects`, role].join("\t"),
      );
    }
    return EXIT.ok;
  });
}

/** `account create EMAIL --role ROLE`: creates an account and prints a link for its password. */
export function createAccountCommand(
  email: string,
  { role: wanted, name, json }: OutputOptions & { readonly role: string; readonly name?: string },
): Promise<ExitCode> {
  return withServices({}, async (services) => {
    const made = await services.createAccount(SYSTEM, {
      email,
      name: name ?? email.split("@", 1)[0] ?? email,
      role: role.parse(wanted),
    });
    console.log(json ? JSON.stringify(made) : made.link);
    return EXIT.ok;
  });
}

/** `account reset EMAIL`: prints a link to set a new password. */
export function resetAccountCommand(email: string, { json }: OutputOptions): Promise<ExitCode> {
  return withServices({}, async (services) => {
    const made = await services.createPasswordLink(SYSTEM, email);
    console.log(json ? JSON.stringify(made) : made.link);
    return EXIT.ok;
  });
}
