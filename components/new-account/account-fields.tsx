import type { FieldErrors, UseFormRegisterReturn } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface Account {
  name: string;
  email: string;
  password: string;
}

/** The fields of a new account, in a form that registers them under these names. */
export function AccountFields({
  register,
  errors,
  emailHint,
  isEmailFixed = false,
}: {
  register: (name: keyof Account) => UseFormRegisterReturn;
  errors: FieldErrors<Account>;
  emailHint: string;
  /** Whether the address is given, so that it is shown and cannot be changed. */
  isEmailFixed?: boolean;
}) {
  return (
    <>
      <Field label="Name" error={errors.name?.message} required>
        <Input autoFocus autoComplete="name" {...register("name")} />
      </Field>
      <Field label="E-mail address" hint={emailHint} error={errors.email?.message} required>
        <Input
          type="email"
          autoComplete="username"
          readOnly={isEmailFixed}
          {...register("email")}
        />
      </Field>
      <Field
        label="Password"
        hint="At least 10 characters."
        error={errors.password?.message}
        required
      >
        <Input type="password" autoComplete="new-password" {...register("password")} />
      </Field>
    </>
  );
}
