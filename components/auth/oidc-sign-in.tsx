import { Alert } from "@/components/ui/alert";
import { OidcButton } from "./oidc-button";
import { describeOidcFailure } from "./oidc-failure";

export interface OidcSignInProps {
  label: string;
  /** A path of this site, already checked. */
  next: string;
  /** The code of a sign-in that the server led back from without success. */
  failure: string | undefined;
}

/** The part of the sign-in page above the password: sign-in by the OpenID Connect server. */
export function OidcSignIn({ label, next, failure }: OidcSignInProps) {
  return (
    <>
      {failure === undefined ? null : (
        <Alert tone="error" title={`Sign-in with ${label} failed`}>
          {describeOidcFailure(failure)}
        </Alert>
      )}
      <OidcButton label={label} next={next} />
      <p className="flex items-center gap-3 text-sm text-muted-foreground">
        <span aria-hidden className="h-px flex-1 bg-border" />
        or with a password
        <span aria-hidden className="h-px flex-1 bg-border" />
      </p>
    </>
  );
}
